"""Settings of an installation: options before environment before defaults, mistakes told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.config import Settings, load_settings
from matching.errors import InvalidSetting


def test_without_anything_said_the_bundled_model_and_the_sample_are_used_on_this_machine_only() -> None:
    settings = load_settings({})
    assert (settings.model, settings.roster, settings.index) == ("bundled", None, None)
    assert (settings.host, settings.port, settings.allow_download) == ("127.0.0.1", 8000, False)


def test_an_option_goes_before_the_environment_and_the_environment_before_the_default() -> None:
    environment = {"EXPERTMATCH_MODEL": "hashing", "EXPERTMATCH_PORT": "9000"}
    settings = load_settings(environment, port=9001, model=None)
    assert (settings.model, settings.port) == ("hashing", 9001)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings({"EXPERTMATCH_ROSTER": " "}).roster is None


def test_a_variable_that_does_not_exist_is_refused_with_the_list_of_those_that_do() -> None:
    with pytest.raises(InvalidSetting) as caught:
        load_settings({"EXPERTMATCH_MODLE": "hashing"})
    assert "EXPERTMATCH_MODLE" in caught.value.what
    assert "EXPERTMATCH_MODEL" in caught.value.next_step


def test_debug_is_no_setting_and_no_mistake() -> None:
    assert load_settings({"EXPERTMATCH_DEBUG": "1"}) == load_settings({})


def test_other_programs_variables_are_left_alone() -> None:
    assert load_settings({"HOME": "/", "PORT": "x"}) == load_settings({})


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("PORT", "many", "port"),
        ("PORT", "70000", "65535"),
        ("PRECISION", "float16", "float32"),
        ("ALLOW_DOWNLOAD", "perhaps", "allow_download"),
        ("ROSTER", "/nowhere/roster.jsonl", "no such file"),
        ("VOCABULARY", "/nowhere/words", "no such folder"),
        ("INDEX", "/nowhere/index", "no such folder"),
        ("TIMEZONE", "Europe/Atlantis", "no such time zone"),
        ("TIMEZONE", "../etc/passwd", "no such time zone"),
        ("CONTACT", "office at facility", "no e-mail address"),
        ("OFFICE_NAME", "Office\nBcc: all@example.org", "one line"),
    ],
)
def test_a_value_that_cannot_be_is_refused_naming_the_variable_and_what_it_may_be(
    variable: str, value: str, word: str
) -> None:
    with pytest.raises(InvalidSetting) as caught:
        load_settings({f"EXPERTMATCH_{variable}": value})
    assert word in str(caught.value)
    assert repr(value) in caught.value.found
    assert f"EXPERTMATCH_{variable}" in caught.value.found
    assert caught.value.next_step


def test_a_mistake_in_an_option_names_the_option() -> None:
    with pytest.raises(InvalidSetting, match="option --port"):
        load_settings({}, port=-1)


def test_a_file_is_no_cache_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(InvalidSetting, match="a folder is needed"):
        load_settings({"EXPERTMATCH_CACHE": str(file)})


def test_a_roster_and_an_index_at_once_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "roster.jsonl"
    file.write_text("")
    with pytest.raises(InvalidSetting, match="one of the two"):
        load_settings({"EXPERTMATCH_ROSTER": str(file)} | {"EXPERTMATCH_INDEX": str(tmp_path)})


def test_a_roster_given_as_an_option_replaces_the_index_of_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "roster.jsonl"
    file.write_text("")
    settings = load_settings({"EXPERTMATCH_INDEX": str(tmp_path)}, roster=file)
    assert (settings.roster, settings.index) == (file, None)


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert load_settings({"EXPERTMATCH_DATA": "~/shortlists"}).data == Path("/somewhere/shortlists")


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_people_are_not_looked_for_in_postgresql_where_the_database_is_a_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="Give the address of a PostgreSQL database"):
        load_settings({"EXPERTMATCH_RETRIEVAL": "postgres"}, data=tmp_path)
    there = {"EXPERTMATCH_RETRIEVAL": "postgres", "EXPERTMATCH_DATABASE": "postgresql://office@db/office"}
    assert load_settings(there, data=tmp_path).retrieval == "postgres"
