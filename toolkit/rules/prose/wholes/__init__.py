"""What the prose itself says to be parts of a whole: lists, totals, divisions."""
