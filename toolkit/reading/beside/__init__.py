"""What is written beside a table and makes unsure what its figures are."""
