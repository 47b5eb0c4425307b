"""One result, several reports: text for the terminal, JSON for scripts, a workbook for the desk."""
