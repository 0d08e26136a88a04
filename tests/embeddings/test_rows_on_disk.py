"""The table of word vectors stays on disk, and what is read of it is what was loaded."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import save_file

from embeddings import ModelDamaged, SentenceTransformerEncoder
from embeddings.rows_on_disk import RowsOnDisk, leave_on_disk

ROWS, VALUES = 50, 8


def model(folder: Path, stored: torch.dtype = torch.float32, name: str = "bert.embeddings") -> SimpleNamespace:
    """The part of a model that matters here, whose table was saved beside another tensor."""
    table, norm = torch.nn.Embedding(ROWS, VALUES), torch.nn.LayerNorm(VALUES)
    tensors = {"a.first": torch.ones(3), f"{name}.word_embeddings.weight": table.weight.detach().to(stored)}
    save_file(tensors, folder / "model.safetensors")
    return SimpleNamespace(
        auto_model=SimpleNamespace(embeddings=SimpleNamespace(word_embeddings=table, LayerNorm=norm))
    )


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_rows_read_are_those_of_the_table_in_the_precision_of_the_layers(
    tmp_path: Path, precision: torch.dtype
) -> None:
    small = model(tmp_path)
    embeddings = small.auto_model.embeddings
    table = embeddings.word_embeddings.weight.detach().clone()
    leave_on_disk(small, tmp_path)
    embeddings.LayerNorm.to(precision)
    ids = torch.tensor([[0, 7, 7, ROWS - 1], [3, 2, 1, 0]])
    assert isinstance(embeddings.word_embeddings, RowsOnDisk)
    assert torch.equal(embeddings.word_embeddings(ids), table.to(precision)[ids])
    assert list(embeddings.word_embeddings.parameters()) == []


def test_a_table_that_is_not_the_one_loaded_is_left_in_memory(tmp_path: Path) -> None:
    for other in (model(tmp_path, stored=torch.float16), model(tmp_path, name="bert.other")):
        leave_on_disk(other, tmp_path)
        assert isinstance(other.auto_model.embeddings.word_embeddings, torch.nn.Embedding)
    mine = model(tmp_path)
    model(tmp_path)  # others of the same size take the place of the file
    leave_on_disk(mine, tmp_path)
    assert isinstance(mine.auto_model.embeddings.word_embeddings, torch.nn.Embedding)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    leave_on_disk(mine, tmp_path)
    assert isinstance(mine.auto_model.embeddings.word_embeddings, torch.nn.Embedding)


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    small = model(tmp_path)
    leave_on_disk(small, tmp_path)
    path = tmp_path / "model.safetensors"
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4 * VALUES * 10)
    with pytest.raises(ModelDamaged):
        small.auto_model.embeddings.word_embeddings(torch.arange(ROWS))


def test_the_bundled_model_leaves_its_table_on_disk(bundled: SentenceTransformerEncoder) -> None:
    assert isinstance(bundled._model[0].auto_model.embeddings.word_embeddings, RowsOnDisk)
