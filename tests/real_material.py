"""Real material kept beside the repository, for tests that may read it when it is there."""

import os
from pathlib import Path

import pytest


def shared(name):
    """Return a file of the real material, which is not part of the repository; skip, visibly, where it is absent."""
    places = (os.environ.get("XXGK_SHARED", ""), Path(__file__).resolve().parents[2] / "shared")
    found = [path for place in places if str(place) and (path := Path(place, "real", name)).exists()]
    if not found:
        pytest.skip(f"real/{name} is not on this machine (set XXGK_SHARED)")
    return found[0]
