"""Every test of the window ends clean, whether it asked for a window or not."""

import pytest

from tests.ui.fixtures import Watch


@pytest.fixture(autouse=True)
def _ends_clean(watch: Watch) -> None:
    """Watch every test of this folder."""
