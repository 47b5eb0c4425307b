"""Adding up: the county's figures, workbook, data files and upward submission, re-reading and tracing."""
