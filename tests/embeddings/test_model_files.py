from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from embeddings import UnknownModel, load_encoder
from embeddings.model_files import content_fingerprint, find_model, prompts_of


@pytest.fixture(autouse=True)
def empty_hub_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path / "hub"))
    return tmp_path / "hub"


def test_an_unknown_name_says_how_to_get_the_model_offline() -> None:
    with pytest.raises(UnknownModel, match=r"not on this machine.*connected machine.*bundled") as caught:
        load_encoder("intfloat/multilingual-e5-base")
    assert "huggingface-cli download" in caught.value.next_step


def test_without_permission_the_network_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def connect(*_: object) -> None:
        raise AssertionError("the network was tried")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    with pytest.raises(UnknownModel):
        find_model("all-mpnet-base-v2")


@pytest.mark.parametrize("name", ["/no/such/folder", "./model", "~/model", "a/b/c", " "])
def test_a_path_that_is_not_there_is_no_hub_name(name: str) -> None:
    with pytest.raises(UnknownModel, match="folder does not exist"):
        find_model(name, allow_download=True)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"neither modules.json nor config.json"):
        find_model(str(tmp_path))


def test_a_name_no_hub_would_take_is_unknown() -> None:
    with pytest.raises(UnknownModel, match="not on this machine"):
        find_model("what is this?")


def test_a_local_copy_is_found_without_its_owner(empty_hub_cache: Path) -> None:
    repository = empty_hub_cache / "models--sentence-transformers--small"
    copy = repository / "snapshots" / "abc"
    copy.mkdir(parents=True)
    (copy / "config.json").write_text("{}")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc")
    assert find_model("small") == copy


def test_a_download_is_tried_only_when_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import huggingface_hub

    asked: list[str] = []
    local = huggingface_hub.snapshot_download

    def download(name: str, *, local_files_only: bool = False, **options: object) -> str:
        if local_files_only:
            return str(local(name, local_files_only=True, cache_dir=options["cache_dir"]))
        asked.append(name)
        if name.startswith("sentence-transformers/"):
            raise ConnectionError("no route")
        return str(tmp_path)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    assert find_model("small", allow_download=True) == tmp_path
    assert asked == ["sentence-transformers/small", "small"]
    with pytest.raises(UnknownModel, match=r"could not be downloaded.*no route"):
        find_model("sentence-transformers/other", allow_download=True)


@pytest.mark.parametrize(
    ("saved", "name", "query", "passage"),
    [
        ({"query": "q: ", "passage": "p: "}, "any", "q: ", "p: "),
        ({"query": "q: ", "document": "d: "}, "any", "q: ", "d: "),
        ({"query": "q: ", "document": ""}, "intfloat/e5-base", "q: ", ""),
        ({"corpus": "c: ", "query": None}, "any", "", "c: "),
        ({"query": "", "document": ""}, "intfloat/multilingual-e5-base", "query: ", "passage: "),
        ({}, "/models/e5_small/", "query: ", "passage: "),
        ({}, "intfloat/multilingual-e5-large-instruct", "", ""),
        ({}, "sentence-transformers/all-MiniLM-L6-v2", "", ""),
        ({}, "some/none5-model", "", ""),
    ],
)
def test_prompts_come_from_the_model_else_from_the_e5_rule(
    saved: dict[str, str | None], name: str, query: str, passage: str
) -> None:
    assert prompts_of(saved, name) == {"query": query, "passage": passage}


def test_a_fingerprint_passes_over_what_vectors_do_not_depend_on(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    first = content_fingerprint(tmp_path, {})
    (tmp_path / "README.md").write_text("about")
    (tmp_path / ".hidden.json").write_text("{}")
    assert content_fingerprint(tmp_path, {}) == first
    assert content_fingerprint(tmp_path, {"longest": 1}) != first
    (tmp_path / "model.safetensors").write_bytes(b"other")
    assert content_fingerprint(tmp_path, {}) != first


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, embeddings;"
        "print(sorted({'torch', 'faiss', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
