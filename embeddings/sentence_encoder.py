"""Any sentence-transformers model as an Encoder, run without padding where its architecture allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from embeddings import hardware, packed_attention
from embeddings.encoder import Kind, Progress, Vectors, distinct, unit_rows
from embeddings.errors import BadSetting, ModelDamaged
from embeddings.model_files import content_fingerprint, find_model, prompts_of
from embeddings.tokenizing import tokenizing_of, without_own

Precision = Literal["auto", "float32", "bfloat16"]

LEAST_AGREEMENT = 0.99  # cosine between a text's vectors in the two precisions, below which float32 is kept
_CHUNK = 4096  # texts tokenised at a time: bounds the memory, and is plenty to sort by length
_TOKENS = {"cpu": 4096, "other": 32768}  # tokens per batch: with less, threads of a busy machine wait for each other
_LARGE = 1024  # tokens of a batch from which on what it needed is returned: 100 MB in pieces that fit no other batch
_NO_LIMIT = 10_000_000
_TEXTS = {"cpu": 128, "other": 2048}  # texts that a store should give at a time: enough to fill such batches
_PLAIN_BATCH = 64  # texts per batch for models that tokenise in their own way
_SAMPLE = (
    "The public employment service profiles jobseekers and refers them to training.",
    "Réforme de l'inspection du travail : formation des inspecteurs et dialogue social.",
    "Evaluación de políticas activas de empleo para jóvenes.",
    "Reforma das pensões e financiamento da proteção social, com previsões atuariais até 2060.",
    "Профессиональное обучение и занятость в регионах.",
    "تحديث خدمات التشغيل",
)


class SentenceTransformerEncoder:
    """A sentence-transformers model from a folder or by its hub name; see Encoder for what it does.

    Texts are tokenised once, sorted by length and encoded in batches of a fixed number of tokens; beyond the model's
    longest input they are cut.

    A BERT with mean pooling, as the bundled models are, is run by torch alone: without the libraries, which take 200 MB.
    On a CPU the table of word vectors stays on disk, and a large Unigram vocabulary is held in a sixth of its usual memory:
    both were most of what a multilingual model takes, and the vectors are the same to the last bit.

    Args:
        model: a folder or hub name; the network is used only with `allow_download`.
        precision: "float32", "bfloat16", or "auto": bfloat16 where the hardware multiplies it faster (a CPU with
            AMX, a GPU) and six sample texts agree with float32 to a cosine of at least LEAST_AGREEMENT, else float32.
        name: how to call the model, `model` itself if not given.

    Attributes:
        precision: the one in use, "float32" or "bfloat16".
        agreement: the lowest cosine measured between the two precisions, None where none was measured.
        device: what it runs on, such as "cpu" or "cuda:0"; an accelerator is used where there is one.
        texts_at_once: how many texts are worth encoding at a time.
        longest: tokens of a text that count, its prompt and the special tokens included; None without a limit.
        folder: where the model lies.

    Raises:
        UnknownModel: there is no such folder or local copy.
        ModelDamaged: the files cannot be loaded.
        BadSetting: an unknown precision.
    """

    def __init__(
        self, model: str, *, precision: Precision = "auto", allow_download: bool = False, name: str | None = None
    ) -> None:
        if precision not in get_args(Precision):
            raise BadSetting(
                "The precision is not known", f"Found {precision!r}", f"Use one of {', '.join(get_args(Precision))}"
            )
        self.name = name or model
        self.folder = find_model(model, allow_download=allow_download)
        self._model = _load(self.folder)
        hardware.limit_threads()
        self._on_cpu = self._model.device.type == "cpu"
        self.prompts = prompts_of(self._model.prompts, f"{self.name}/{self.folder.name}")
        self.dimension = int(self._model.get_embedding_dimension())
        self.longest = _limit(self._model.max_seq_length)
        self._tokens = _TOKENS["cpu" if self._on_cpu else "other"]
        self.device = str(self._model.device)
        self.texts_at_once = _TEXTS["cpu" if self._on_cpu else "other"]
        self._padding = int(getattr(self._model.tokenizer, "pad_token_id", None) or 0)
        self._tokenizer = tokenizing_of(self._model, self.longest, small=self._on_cpu)
        self._model = self._lightened(self._model)
        self._first_position: int | None = None
        self._pack_if_equal()
        self.precision: Literal["float32", "bfloat16"] = "float32"
        self.agreement: float | None = None
        self._choose_precision(precision)

    @property
    def packed(self) -> bool:
        """Whether texts are laid end to end, without padding."""
        return self._first_position is not None

    @cached_property
    def fingerprint(self) -> str:
        """See Encoder; computed on first use (the weights are read once, 90 MB in about 0.1 s)."""
        settings = {"prompts": self.prompts, "longest": self.longest}
        return content_fingerprint(self.folder, settings)

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """See Encoder.encode."""
        different, inverse = distinct(texts, kind)
        times = np.bincount(inverse, minlength=len(different))
        vectors = np.empty((len(different), self.dimension), dtype=np.float32)
        report = progress or (lambda done, total: None)
        done = 0
        for start in range(0, len(different), _CHUNK):
            prompted = [self.prompts[kind] + text for text in different[start : start + _CHUNK]]
            for places, rows in self._batches(prompted):
                vectors[start + places] = rows
                done += int(times[start + places].sum())
                report(done, len(texts))
        if not different:
            report(0, 0)
        return unit_rows(vectors)[inverse]

    def _batches(self, texts: list[str]) -> Iterator[tuple[NDArray[np.intp], Vectors]]:
        """Encode texts, longest first: (places in `texts`, their vectors) batch by batch.

        On a CPU several batches are under way, each on a core: threads that share one batch wait for whichever of them
        another program keeps from its core, and all wait while Python goes on to the next step.
        """
        if self._tokenizer is None:
            for start in range(0, len(texts), _PLAIN_BATCH):
                batch = texts[start : start + _PLAIN_BATCH]
                rows = self._model.encode(batch, batch_size=_PLAIN_BATCH, show_progress_bar=False)
                yield np.arange(start, start + len(batch)), rows
            return
        token_ids = self._tokenizer.ids(texts)
        batches = token_batches([len(ids) for ids in token_ids], self._tokens, padded=not self.packed)
        ids = [[token_ids[place] for place in places] for places in batches]
        side_by_side = self._on_cpu and len(batches) > 1
        each = hardware.one_core_each().map(self._vectors, ids) if side_by_side else map(self._vectors, ids)
        yield from zip(batches, each, strict=True)

    def _vectors(self, token_ids: list[list[int]]) -> Vectors:
        """One batch, and what it took given back."""
        import torch

        with torch.inference_mode():
            vectors = self._forward(token_ids)
        if self._on_cpu and sum(map(len, token_ids)) >= _LARGE:
            hardware.return_freed_memory()
        return vectors

    def _forward(self, token_ids: list[list[int]]) -> Vectors:
        """One batch through the model, pooling in float32: in bfloat16 the mean would lose what the layers kept."""
        import torch

        transformer, *others = self._model
        lengths = torch.tensor([len(ids) for ids in token_ids])
        longest = int(lengths.max())
        mask = (torch.arange(longest) < lengths[:, None]).long().to(self._model.device)
        features = {"attention_mask": mask}
        if self._first_position is None:
            padded = [ids + [self._padding] * (longest - len(ids)) for ids in token_ids]
            features = transformer({"input_ids": torch.tensor(padded, device=mask.device), "attention_mask": mask})
            features["token_embeddings"] = features["token_embeddings"].float()
        else:
            features["token_embeddings"] = packed_attention.forward(transformer, token_ids, self._first_position)
        for module in others:
            features = module(features)
        vectors: Vectors = features["sentence_embedding"].float().cpu().numpy()
        return vectors

    def _lightened(self, model: Any) -> Any:
        """The model without what a large vocabulary would take of the memory; before anything is encoded with it."""
        if self._on_cpu:
            from embeddings.rows_on_disk import leave_on_disk

            leave_on_disk(model[0], self.folder)
            without_own(model, self._tokenizer)
            hardware.return_freed_memory()
        return model

    def _pack_if_equal(self) -> None:
        """Leave padding out where the model can do without, and where its vectors prove to stay the same."""
        from embeddings.plain_bert import PlainModel

        if isinstance(self._model, PlainModel):
            self._first_position = 0
            return
        if self._tokenizer is None or not self._on_cpu:
            return
        self._first_position = None
        with_padding = self._sample()
        self._first_position = packed_attention.enable(self._model[0])
        if self._first_position is not None and not _lowest_cosine(with_padding, self._sample()) >= 0.9999:
            packed_attention.disable(self._model[0])
            self._first_position = None

    def _choose_precision(self, wanted: Precision) -> None:
        import torch

        on_gpu = self._model.device.type == "cuda"
        faster = torch.cuda.is_bf16_supported() if on_gpu else hardware.has_bfloat16_units()
        if self._tokenizer is None or wanted == "float32" or (wanted == "auto" and not faster):
            return
        exact = self._sample()
        self._model[0].to(torch.bfloat16)
        self.agreement = _lowest_cosine(exact, self._sample())
        if wanted == "auto" and not self.agreement >= LEAST_AGREEMENT:  # also when it is no number
            # Rounded weights do not come back: take them from the folder again.
            self._model[0] = self._lightened(_load(self.folder))[0]
            self._pack_if_equal()
        else:
            self.precision = "bfloat16"

    def _sample(self) -> Vectors:
        return self.encode(_SAMPLE, kind="passage")


def token_batches(lengths: list[int], tokens: int, *, padded: bool) -> list[NDArray[np.intp]]:
    """Places of texts grouped into batches, longest first.

    Args:
        lengths: tokens in each text.
        tokens: most tokens in a batch, padding counted if `padded`; a longer text is a batch of its own.
    """
    batches: list[list[int]] = []
    total = 0
    for place in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        cost = lengths[batches[-1][0]] if padded and batches else lengths[place]
        if not batches or total + cost > tokens:
            batches.append([])
            cost, total = lengths[place], 0
        batches[-1].append(place)
        total += cost
    return [np.array(batch, dtype=np.intp) for batch in batches]


def _load(folder: Path) -> Any:
    """The model in `folder`, in float32, ready for inference, with no look at the network; by torch alone where it can be.

    On an accelerator the libraries run it, which put it there: what torch alone saves is memory of the machine.
    """
    from embeddings.plain_bert import plain_model

    if not hardware.has_accelerator() and (plain := plain_model(folder)) is not None:
        return plain
    from sentence_transformers import SentenceTransformer

    try:
        with _quietly():
            model = SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # a missing file, cut weights, broken JSON: each library has its own error for it
        raise ModelDamaged(
            f"The model in {folder} cannot be loaded",
            f"sentence-transformers said: {type(error).__name__}: {error}",
            "Copy or download the model again, or choose another",
        ) from error
    return model.float().eval()


def _limit(longest: float | None) -> int | None:
    """A model's longest input; libraries write "no limit" as None, infinity or 10 to the power of 30."""
    return int(longest) if longest and longest < _NO_LIMIT else None


def _lowest_cosine(one: Vectors, other: Vectors) -> float:
    return float(np.einsum("nd,nd->n", one, other).min())


@contextmanager
def _quietly() -> Iterator[None]:
    """No progress bar of the library's own while weights load: the caller shows progress, or nothing."""
    from transformers.utils import logging as untyped

    logging: Any = untyped
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
