"""What is said beside the figures of a table, in it and round it, and what that does to them."""
