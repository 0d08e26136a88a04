"""Whatever is wrong with what was given: words on the standard error, exit status 2, no traceback."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from api.commands import shortlist as shortlist_command
from embeddings import disk
from tests.api.command_line import CALL_TEXT, call_data, run, write_lines

pytest_plugins = ("tests.api.small_installation",)
pytestmark = pytest.mark.usefixtures("home")
DOCUMENTS = files("fixtures") / "documents"


def refused(*arguments: object, stdin: str | bytes | None = None) -> str:
    """The message of a command that must refuse what it was given."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    assert "Error: " in result.stderr
    assert "Next: " in result.stderr
    return result.stderr


def test_an_empty_request(roster: Path) -> None:
    assert "empty" in refused("shortlist", "-", "--roster", roster, stdin="")


def test_a_request_of_one_word(roster: Path) -> None:
    refused("shortlist", "-", "--roster", roster, stdin="Help")


def test_a_scan_without_text(roster: Path) -> None:
    message = refused("shortlist", str(DOCUMENTS / "image_only.pdf"), "--roster", roster)
    assert "image_only.pdf" in message or "The document" in message
    assert "text" in message


def test_a_word_file_that_is_not_one(roster: Path, tmp_path: Path) -> None:
    path = tmp_path / "call.docx"
    path.write_bytes(b"PK\x03\x04 not an archive")
    assert "damaged" in refused("shortlist", path, "--roster", roster)


def test_a_file_that_is_not_there(roster: Path) -> None:
    assert "could not be opened" in refused("shortlist", "nowhere.docx", "--roster", roster)


def test_an_unknown_language(roster: Path, call_file: Callable[..., Path]) -> None:
    path = call_file(languages=[{"language": "Klingon", "speaking": "C1"}])
    assert "Klingon" in refused("shortlist", path, "--roster", roster)


def test_an_unknown_code_names_near_ones(roster: Path, call_file: Callable[..., Path]) -> None:
    path = call_file(positions=[{"id": "1", "fields": ["E.10.99"], "tasks": ["Reform of pensions"]}])
    message = refused("shortlist", path, "--roster", roster)
    assert "E.10.99" in message
    assert "Near ones" in message


def test_impossible_dates(roster: Path, call_file: Callable[..., Path]) -> None:
    path = call_file(phases=[{"name": "on site", "start": "2027-03-19", "end": "2027-03-08"}])
    assert "before it starts" in refused("shortlist", path, "--roster", roster)


def test_contradictory_rules(roster: Path, call_file: Callable[..., Path]) -> None:
    message = refused("shortlist", call_file(), "--roster", roster, "--include", "anna", "--exclude", "anna")
    assert "anna" in message


def test_a_target_without_a_basis_in_writing(roster: Path, call_file: Callable[..., Path]) -> None:
    assert "legal basis" in refused("shortlist", call_file(), "--roster", roster, "--mode", "target")


def test_every_weight_at_nought(roster: Path, call_file: Callable[..., Path]) -> None:
    names = ["relevance", "fields", "competences", "activities", "seniority", "context", "public", "languages"]
    weights = ",".join(f"{name}=0" for name in names)
    assert "every weight is 0" in refused("shortlist", call_file(), "--roster", roster, "--weights", weights)


@pytest.mark.parametrize("weights", ["relevance", "relevnace=3", "relevance=much"])
def test_weights_that_are_none(roster: Path, call_file: Callable[..., Path], weights: str) -> None:
    assert "relevance" in refused("shortlist", call_file(), "--roster", roster, "--weights", weights)


@pytest.mark.parametrize("content", ["{", "[]", '{"colour": "red"}', '{"rules": {"min_women": 1}}', '{"rules": 3}'])
def test_a_file_of_settings_that_is_none(
    roster: Path, call_file: Callable[..., Path], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    refused("shortlist", call_file(), "--roster", roster, "--settings", path)


def test_a_file_of_settings_that_is_not_there(roster: Path, call_file: Callable[..., Path]) -> None:
    refused("shortlist", call_file(), "--roster", roster, "--settings", "nowhere.json")


def test_a_roster_with_an_id_twice_and_broken_lines_names_each_of_them(
    tmp_path: Path, call_file: Callable[..., Path]
) -> None:
    good = {"id": "a", "segments": [{"text": "Counsellor of jobseekers."}]}
    path = write_lines(tmp_path / "roster.jsonl", [good, "{", good, {"id": "b"}])
    message = refused("shortlist", call_file(), "--roster", path)
    for line in (2, 3, 4):
        assert f"line {line}" in message
    assert "--skip-broken" in message


def test_broken_lines_can_be_skipped(tmp_path: Path, call_file: Callable[..., Path]) -> None:
    good = {"id": "a", "segments": [{"text": "Counsellor of jobseekers."}]}
    path = write_lines(tmp_path / "roster.jsonl", [good, "{"])
    assert run("shortlist", call_file(), "--roster", path, "--skip-broken").exit_code == 0


def test_an_empty_roster(tmp_path: Path, call_file: Callable[..., Path]) -> None:
    path = write_lines(tmp_path / "roster.jsonl", [{"id": "a", "segments": []}])
    refused("shortlist", call_file(), "--roster", path)


def test_a_roster_that_is_not_there(call_file: Callable[..., Path]) -> None:
    assert "no such file" in refused("shortlist", call_file(), "--roster", "nowhere.jsonl")


def test_an_unknown_model(roster: Path, call_file: Callable[..., Path]) -> None:
    message = refused("shortlist", call_file(), "--roster", roster, "--model", "./no-such-model")
    assert "no-such-model" in message


def test_the_index_of_another_model(roster: Path, call_file: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert run("index", "--roster", roster, "--out", folder).exit_code == 0
    label = json.loads((folder / "label.json").read_text())
    (folder / "label.json").write_text(json.dumps(label | {"model": "another", "fingerprint": "0" * 16}))
    message = refused("shortlist", call_file(), "--index", folder)
    assert "another" in message
    assert "expertmatch index" in message


def test_an_index_that_is_none(tmp_path: Path) -> None:
    refused("index", "--check", tmp_path)


def test_an_index_is_made_or_checked(roster: Path, tmp_path: Path) -> None:
    refused("index", "--roster", roster)
    refused("index", "--out", tmp_path / "a", "--check", tmp_path)


def test_an_index_does_not_replace_what_is_none(roster: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("x")
    assert "holds other files" in refused("index", "--roster", roster, "--out", tmp_path / "photos")
    assert (tmp_path / "photos" / "one.jpg").exists()


def test_a_full_disk(
    roster: Path, call_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("shortlist", call_file(), "--roster", roster)  # so that all vectors are stored

    def full(descriptor: int, content: bytes) -> None:
        os.write(descriptor, bytes(content)[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "put", full)
    out = tmp_path / "new" / "found.json"
    message = refused("shortlist", call_file(), "--roster", roster, "--out", out)
    assert "no room" in message
    assert list(out.parent.iterdir()) == []


def test_a_folder_is_no_file_to_write(roster: Path, call_file: Callable[..., Path], tmp_path: Path) -> None:
    assert "is a folder" in refused("shortlist", call_file(), "--roster", roster, "--out", tmp_path)


def test_a_tag_of_two_words(roster: Path, tmp_path: Path) -> None:
    requests = write_lines(tmp_path / "r.jsonl", [{"id": "1", "text": "Pensions"}])
    refused("rank", "--experts", roster, "--requests", requests, "--out", tmp_path / "run", "--tag", "my run")


def test_a_port_that_is_taken(roster: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert "--port" in refused("serve", "--roster", roster, "--port", port)


def test_a_misspelt_variable(monkeypatch: pytest.MonkeyPatch, call_file: Callable[..., Path]) -> None:
    monkeypatch.setenv("EXPERTMATCH_ROOSTER", "x")
    assert "EXPERTMATCH_ROOSTER" in refused("shortlist", call_file())


# --- what is no mistake of the reader ---


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("what somebody wrote".upper())


def test_an_unexpected_error_gets_a_number_and_its_message_goes_nowhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlist_command, "_content", broken)
    result = run("shortlist", "-")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    log = (home / "state" / "expertmatch" / "log" / "errors.log").read_text()
    number = log.split()[1]
    assert number in result.stderr
    assert "RuntimeError" in log
    assert "WHAT SOMEBODY WROTE" not in log + result.stderr


def test_a_traceback_is_shown_to_who_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist_command, "_content", broken)
    monkeypatch.setenv("EXPERTMATCH_DEBUG", "1")
    assert "Traceback" in run("shortlist", "-").stderr


def test_a_log_that_cannot_be_written_does_not_hide_the_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "state").write_text("a file where a folder is needed")
    monkeypatch.setattr(shortlist_command, "_content", broken)
    assert "no log could be written" in run("shortlist", "-").stderr


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shortlist_command, "_content", interrupted)
    result = run("shortlist", "-")
    assert (result.exit_code, result.stderr) == (130, "Interrupted.\n")


def test_an_option_that_does_not_exist_is_told_by_typer() -> None:
    result = run("shortlist", "-", "--colour", "red")
    assert result.exit_code == 2
    assert "--colour" in result.stderr


def test_many_broken_lines_are_cut_short(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "r.jsonl", ["{"] * 60)
    message = refused("understand", "--requests", path, "--out", tmp_path / "u.jsonl")
    assert "line 50" in message
    assert "line 51" not in message
    assert "and 10 more" in message


def test_the_call_text_of_these_tests_is_in_order(roster: Path) -> None:
    assert run("shortlist", "-", "--roster", roster, stdin=CALL_TEXT).exit_code == 0
    assert call_data()["positions"]


def test_a_command_does_not_write_over_what_it_reads(tmp_path: Path, roster: Path) -> None:
    requests = tmp_path / "q.jsonl"
    requests.write_text('{"id": "1", "text": "Reform of pension funds."}\n', encoding="utf-8")
    before = requests.read_text(encoding="utf-8")
    for arguments in (
        ("understand", "--requests", requests, "--out", requests),
        ("rank", "--experts", roster, "--requests", requests, "--out", requests),
        ("shortlist", requests, "--roster", roster, "--format", "json", "--out", requests),
    ):
        result = run(*arguments)
        assert result.exit_code == 2 and "cannot be written by it" in result.stderr
    assert requests.read_text(encoding="utf-8") == before


def test_request_lines_that_are_left_out_are_named(tmp_path: Path) -> None:
    requests = tmp_path / "q.jsonl"
    requests.write_text('{"id": "1", "text": "Reform of pension funds."}\n{"id": "2"\n' + "[" * 100_000 + "\n", "utf-8")
    result = run("understand", "--requests", requests, "--out", tmp_path / "u.jsonl", "--skip-broken")
    assert result.exit_code == 0 and "line 2: not JSON" in result.stderr and "line 3: not JSON" in result.stderr


def test_a_file_of_a_kind_that_is_not_written_is_refused_with_those_that_are(
    tmp_path: Path, roster: Path, call_file: Callable[..., Path]
) -> None:
    out = tmp_path / "shortlist.odt"
    message = refused("shortlist", call_file(), "--roster", roster, "--out", out)
    assert ".odt" in message and ".docx" in message and not out.exists()
    assert run("shortlist", call_file(), "--roster", roster, "--format", "table", "--out", out).exit_code == 0


def test_a_place_that_the_system_refuses_is_named_with_its_reason(roster: Path, call_file: Callable[..., Path]) -> None:
    message = refused("shortlist", call_file(), "--roster", roster, "--out", "/proc/shortlist.json")
    assert "/proc" in message and os.strerror(errno.ENOENT) in message and "unexpected" not in message


def test_what_was_found_is_said_once(roster: Path, tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text("[]", encoding="utf-8")
    assert "Found: list." in refused("shortlist", path, "--roster", roster)


def test_a_setting_is_refused_without_words_of_the_library(roster: Path, call_file: Callable[..., Path]) -> None:
    assert "Value error" not in refused("shortlist", call_file(), "--roster", roster, "--mode", "target")


@pytest.mark.parametrize("text", ["pension \\ud800 reform", "pension reform " * 40_000])
@pytest.mark.parametrize("command", ["rank", "understand"])
def test_requests_with_half_characters_are_read_and_endless_ones_named(
    tmp_path: Path, roster: Path, command: str, text: str
) -> None:
    requests, out = tmp_path / "q.jsonl", tmp_path / "out"
    requests.write_text(f'{{"id": "1", "text": "{text}"}}\n', encoding="utf-8")
    experts = ("--experts", roster) if command == "rank" else ()
    result = run(command, *experts, "--requests", requests, "--out", out)
    if len(text) < 100:
        assert result.exit_code == 0, result.stderr
    else:
        assert result.exit_code == 2 and "line 1, field 'text': 599,999 characters" in result.stderr
