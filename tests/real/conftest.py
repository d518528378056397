"""Real data lies beside the checkout and is no part of the product; without it these tests are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data."""
    if not SHARED.is_dir():
        pytest.skip("real data is not on this machine: no folder ../shared/data beside the checkout")
    return SHARED
