"""What one sentence claims: its words and numbers, what limits them, and the ways in which it may count."""
