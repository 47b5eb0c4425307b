"""政府信息公开工作年度报告: locked workbooks out, cross-checked and added up, county summaries back.

The flow, one package a stage: form → layout → answers → rules → template → (filled workbook) → reading →
year → county → returns; the command line (`toolkit.cli`) is a thin shell over it.
"""

import os

# the threads that numpy (openpyxl loads it) keeps for large matrices would only make the start slower
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
