"""What a person puts into the year's folder through the tool: files that were received, decisions about units."""
