"""What goes back to a unit: its annotated workbook, letter and tasks."""
