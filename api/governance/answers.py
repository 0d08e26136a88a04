"""What people fill in: read from a file of answers, written back with every open question, so that nothing is lost.

The documents are made anew from the facts of the day. What a person has to say stands in `answers.toml` beside them, one
entry for each question, and is taken over from there when the pack is made again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from matching.errors import MatchingError

NAME = "answers.toml"
TO_FILL_IN = "To be filled in by the facility:"
FILLED_IN = "Filled in by the facility:"
PREFACE = """\
# Answers of the facility for the governance documents. Write between the quotes, or between three of them for several
# lines, and make the pack again with: expertmatch governance --out NEW_FOLDER --answers THIS_FILE
"""


class AnswersUnreadable(MatchingError):
    """A file of answers that cannot be opened, is not TOML, or answers what is not asked."""

    code = "answers_unreadable"


@dataclass(frozen=True)
class Question:
    """Something that only the facility can say, and what it has said ("" where it has not)."""

    id: str
    text: str
    about: str = ""
    answer: str = ""

    @property
    def whole(self) -> str:
        """The question as it reads by itself."""
        return f"{self.about}: {self.text}" if self.about else self.text


@dataclass
class Asked:
    """The questions that the documents ask, in order, with the answers given. Each is asked once."""

    answers: Mapping[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def ask(self, id: str, text: str, about: str = "") -> Question:
        """Note a question and find its answer."""
        if any(question.id == id for question in self.questions):
            raise ValueError(f"the question {id!r} is asked twice")
        question = Question(id, text, about, self.answers.get(id, "").strip())
        self.questions.append(question)
        return question


def read_answers(path: Path) -> dict[str, str]:
    """The answers of a file by question.

    Raises:
        AnswersUnreadable: the file cannot be opened, is not TOML, or an answer is no text.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise AnswersUnreadable(
            f"The answers in {path} could not be opened.", f"{error.strerror or error}.", "Check the path."
        ) from error
    except ValueError as error:
        step = 'Mend the file: every answer is written as "name" = "text".'
        raise AnswersUnreadable(f"The answers in {path} are not TOML.", f"{error}.", step) from error
    for id, answer in data.items():
        if not isinstance(answer, str):
            step = f'Write "{id}" = "...", with the name in quotes.'
            raise AnswersUnreadable(f"The answer '{id}' in {path} is no text.", f"Found {answer!r:.80}.", step)
    return data


def check_answers(answers: Mapping[str, str], questions: Iterable[Question]) -> None:
    """Refuse answers to what is not asked: a misspelt name would lose what somebody wrote.

    Raises:
        AnswersUnreadable: naming the answer, and the questions near it.
    """
    known = [question.id for question in questions]
    for id in answers:
        if id not in known and answers[id].strip():
            near = get_close_matches(id, known) or known
            raise AnswersUnreadable(
                f"There is no question '{id}' in the governance documents.",
                f"Its answer begins {answers[id][:60]!r}.",
                f"Answer one of {', '.join(near)}, or take the entry out.",
            )


def answers_file(questions: Iterable[Question]) -> str:
    """The file in which the facility writes: every question as a comment, with its answer or an empty one."""
    entries = [f"# {question.whole}\n{_quoted(question.id)} = {_quoted(question.answer)}\n" for question in questions]
    return "\n".join([PREFACE, *entries])


def _quoted(text: str) -> str:
    """A string as TOML writes it; its escapes are those of JSON, and one character more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
