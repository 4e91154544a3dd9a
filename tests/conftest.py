"""What every test stands on: no screen, no settings of the person at this desk, no network, and a world that ends clean."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from leadapp.services.opening import Services
from tests.worlds import StandingClock, new_services

pytest_plugins = ["tests.ui.fixtures"]

_AWAY = Path(tempfile.mkdtemp(prefix="leadapp-tests-"))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LEADAPP_DATA"] = str(_AWAY / "data")
os.environ["XDG_CONFIG_HOME"] = str(_AWAY / "config")
os.environ["XDG_CACHE_HOME"] = str(_AWAY / "cache")
os.environ.pop("LEADAPP_WHO", None)

# The same examples in every run, so that a run that passed here passes there and coverage does not drift.
# LEADAPP_EXPLORE=1 looks at new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("explore" if os.environ.get("LEADAPP_EXPLORE") else "same")


def pytest_sessionfinish() -> None:
    """Take the temporary home of the tests away again."""
    shutil.rmtree(_AWAY, ignore_errors=True)


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sample directorate, made once; tests take copies of it."""
    from leadapp.services.sample import make_sample

    path = tmp_path_factory.mktemp("template") / "sample.leadapp"
    make_sample(path).close()
    return path


@pytest.fixture
def sample_file(sample_template: Path, tmp_path: Path) -> Path:
    """A copy of the sample directorate's file that a test may change."""
    path = tmp_path / "sample.leadapp"
    shutil.copyfile(sample_template, path)
    return path


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test alone, so that backups and logs of others cannot be counted in."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LEADAPP_DATA", str(folder))
    return folder


@pytest.fixture
def clock() -> StandingClock:
    """A clock the test sets; it stands on 6 October 2026, when 2026-27-Q2 is being reported."""
    return StandingClock()


@pytest.fixture(scope="session")
def new_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new, empty directorate, made once; tests take copies of it."""
    path = tmp_path_factory.mktemp("template") / "new.leadapp"
    new_services(path).close()
    return path


@pytest.fixture
def services(new_template: Path, tmp_path: Path, clock: StandingClock, data_folder: Path) -> Iterator[Services]:
    """A new, empty directorate, open."""
    from leadapp.services.opening import open_services

    opened = open_services(Path(shutil.copyfile(new_template, tmp_path / "mine.leadapp")), clock)
    yield opened
    opened.close()


@pytest.fixture
def sample(sample_file: Path, data_folder: Path) -> Iterator[Services]:
    """The sample directorate, open; 2026-27-Q2 is being reported."""
    from leadapp.services.opening import open_services

    opened = open_services(sample_file)
    yield opened
    opened.close()
