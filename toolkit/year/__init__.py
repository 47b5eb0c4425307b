"""One year's folder: who owes a report, what came, which file counts."""
