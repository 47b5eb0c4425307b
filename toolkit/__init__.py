"""政府信息公开工作年度报告: locked workbooks out, cross-checked and added up, county summaries back.

The flow, one module a stage: form → definition → layout → template → (filled workbook) → reading →
checks → consolidation → summary; the command line (`toolkit.cli`) is a thin shell over it.
"""

import os

# numpy adds whole numbers here; the threads that it keeps for matrices would only cost the start
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
