"""What an Excel sheet can hold."""

TEXT_LIMIT = 32_767  # characters in a cell
LINK_LIMIT = 65_000  # links on a sheet
ROW_LIMIT = 1_048_576
