"""The English model: found where its package lies, and told in words where it does not."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from embeddings import Encoder, UnknownModel, load_english_encoder
from embeddings.english import MODULE, NAME, english_model


def test_it_is_the_packages_model_under_its_usual_name(minilm: Encoder) -> None:
    encoder = load_english_encoder("float32")
    assert encoder.name == NAME and encoder.dimension == 384 and encoder.fingerprint == minilm.fingerprint
    texts = ["Reform of the pension fund", "Changes to how old-age benefits are financed", "A recipe for onion soup"]
    one, near, far = encoder.encode(texts, kind="passage")
    assert one @ near > one @ far + 0.2
    np.testing.assert_allclose(one, minilm.encode(texts[:1], kind="query")[0], atol=1e-5)


def test_its_package_is_located_and_never_imported() -> None:
    english_model()
    assert MODULE not in sys.modules


@pytest.mark.parametrize("places", [None, [], ["empty"]])
def test_without_the_package_or_its_model_the_way_out_is_told(
    places: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = None if places is None else ModuleSpec(MODULE, None, is_package=True)
    if spec is not None:
        spec.submodule_search_locations = [str(tmp_path / place) for place in places or []]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(UnknownModel, match="EXPERTMATCH_ENGLISH") as caught:
        english_model()
    assert "pip install" in caught.value.next_step
