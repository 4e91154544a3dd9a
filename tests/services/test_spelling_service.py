"""The spelling check with the real dictionary, and without one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from leadapp.domain.errors import BadInputError
from leadapp.services.opening import Services
from leadapp.services.spelling_service import NO_DICTIONARY, NO_EXTRA, NO_LIBRARY, SpellingService, load_dictionary


def found(services: Services, text: str) -> list[str]:
    return [word.word for word in services.spelling.find(text)]


def test_british_spelling_holds(services: Services) -> None:
    assert found(services, "The programme was organised in the centre, with colour and honour, and is underway.") == []
    assert found(services, "The color of the center, and teh comunity") == ["color", "center", "teh", "comunity"]
    assert services.spelling.suggestions("comunity")[0] == "community"
    assert len(services.spelling.suggestions("comunity")) <= 5
    assert services.spelling.why_not() == ""


def test_the_councils_own_words_are_no_faults(services: Services) -> None:
    text = "We heard of antisemitism, of Islamophobia and of anti-racist work; re-dated, unmet, racially diverse, seldom heard."
    assert found(services, text) == []


def test_a_word_is_added_to_the_directorates_dictionary_and_taken_out(services: Services) -> None:
    services.spelling.add("scouseness")
    assert found(services, "The scouseness of it. Scouseness too.") == []
    with pytest.raises(BadInputError):
        services.spelling.add("Scouseness")
    services.history.undo()
    assert found(services, "The scouseness of it.") == ["scouseness"]


def test_it_can_be_switched_off_for_a_file(services: Services) -> None:
    assert services.spelling.is_on
    assert services.words.switch_spelling(on=False).label == "Spelling check switched off"
    assert not services.spelling.is_on
    assert services.words.switched_off() == frozenset(), "no rule of the house words is off"
    assert found(services, "teh") == []
    services.words.switch_spelling(on=True)
    assert found(services, "teh staff") == ["teh"]


def test_a_language_without_a_dictionary_is_told(services: Services) -> None:
    assert load_dictionary("xx_XX") == (None, NO_DICTIONARY)


def test_without_the_extra_the_program_works_and_says_how_to_get_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "enchant", None)
    spelling = SpellingService(services.words)
    assert not spelling.is_installed
    assert spelling.find("teh") == ()
    assert spelling.suggestions("teh") == ()
    assert spelling.why_not() == NO_EXTRA


def test_without_its_library_too(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pyenchant without Enchant raises ImportError, as it does on a machine where only the package was installed."""
    (tmp_path / "enchant").mkdir()
    (tmp_path / "enchant" / "__init__.py").write_text('raise ImportError("no C library")', "utf-8")
    monkeypatch.delitem(sys.modules, "enchant", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    spelling = SpellingService(services.words)
    assert spelling.is_installed
    assert spelling.find("teh") == ()
    assert spelling.why_not() == NO_LIBRARY


def test_nothing_is_loaded_before_a_text_is_looked_through_and_nothing_is_written_outside(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.worlds import new_services
services = new_services(Path(sys.argv[1]) / "mine.leadapp")
services.home.view()
services.words.find("BAME")
assert services.spelling.is_installed
assert "enchant" not in sys.modules
assert [word.word for word in services.spelling.find("teh staff")] == ["teh"]
services.close()
"""
    own = {"LEADAPP_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path / "home")}
    environment = {name: value for name, value in os.environ.items() if name != "ENCHANT_CONFIG_DIR"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment | own | {"PYTHONPATH": "src:."})
    assert not (tmp_path / "config").exists()
    assert not (tmp_path / "home").exists()
