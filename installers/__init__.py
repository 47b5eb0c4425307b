"""How the tool gets to machines without Python, or without a network."""
