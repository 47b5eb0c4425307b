"""What a person puts into the year's folder through the tool.

Files that were received, decisions about units.
"""
