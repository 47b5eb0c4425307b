"""Where the checkout stands, and the real material beside it, where it is."""

import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("XXGK_SHARED", REPO.parent / "shared"))
