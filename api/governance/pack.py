"""The pack: every document as Markdown, one page of HTML, and the file of answers; made, and written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.governance.answers import NAME, Question, answers_file
from api.governance.documents import make_documents
from api.governance.facts import Facts
from api.governance.page import make_page
from embeddings.disk import folder_in_the_making
from matching.errors import InvalidSetting

PAGE = "index.html"


@dataclass(frozen=True)
class Pack:
    """The files of a pack by name, and the questions its documents ask."""

    files: Mapping[str, str]
    questions: tuple[Question, ...]

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that nobody has answered."""
        return tuple(question for question in self.questions if not question.answer)

    @property
    def content_hash(self) -> str:
        """16 hexadecimal digits of the SHA-256 of all files, by name."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(f"{name}\0{self.files[name]}\0".encode())
        return digest.hexdigest()[:16]


def make_pack(facts: Facts, answers: Mapping[str, str] | None = None) -> Pack:
    """The pack of these facts and answers; the same ones give the same files.

    Raises:
        AnswersUnreadable: an answer is given to what no document asks.
    """
    documents = make_documents(facts, answers)
    questions = tuple(question for document in documents for question in document.questions)
    files = {f"{document.kind.name}.md": document.text for document in documents}
    files |= {PAGE: make_page(documents, facts), NAME: answers_file(questions)}
    return Pack(files, questions)


def write_pack(pack: Pack, out: Path) -> tuple[Path, ...]:
    """Write the files into a new or empty folder, all of them or none; returns where they are.

    Raises:
        InvalidSetting: there is something at `out` already.
        StorageFull: the disk is full or closed to us; nothing half-written is left.
    """
    refuse_other_folder(out)
    with folder_in_the_making(out) as making:
        for name, text in pack.files.items():
            (making / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(out / name for name in pack.files)


def refuse_other_folder(out: Path) -> None:
    """A folder with something in it is never written into: people may have worked in it.

    Raises:
        InvalidSetting: there is a file, or a folder that is not empty, at `out`.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise InvalidSetting(
            f"The governance pack cannot be written to {out}.",
            "It is a file." if out.is_file() else "The folder is not empty.",
            f"Give a new folder; take over what was filled in with --answers {out / NAME if out.is_dir() else NAME}.",
        )
