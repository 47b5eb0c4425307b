"""Adding up: the county's figures, its workbook and data files, the upward submission, re-reading and tracing."""
