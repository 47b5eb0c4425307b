"""What a unit says, exactly, and what is said about it."""
