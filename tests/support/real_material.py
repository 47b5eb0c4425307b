"""Real material kept beside the repository, for tests that may read it when it is there."""

from pathlib import Path

import pytest
from places import SHARED


def shared(name: str) -> Path:
    """Return a file of the real material, which is not part of the repository.

    Skip, visibly, where it is absent.
    """
    path = SHARED / "real" / name
    if not path.exists():
        pytest.skip(f"real/{name} is not on this machine (set XXGK_SHARED)")
    return path
