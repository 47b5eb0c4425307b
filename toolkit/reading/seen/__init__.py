"""What a person sees in a cell: formats, struck-out and hidden letters, things that lie over cells.

In .xlsx, .xls, .ods.
"""
