"""Questions to peers in six languages: whether those who truly know stand first, also where no language is shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.baselines import BASELINES, order, queries_of
from evaluation.charts import dots
from evaluation.encoding import with_memory
from evaluation.findings import Chart, Figure, Findings
from evaluation.measures import ndcg
from evaluation.statistics import figure, interval
from evaluation.subject import Subject
from fixtures.judgements import USELESS_KINDS, WORTH, field_match, grade
from fixtures.load import SAMPLE_TODAY, load_truth
from fixtures.peers import PeerQuestion, load_questions
from matching.codes import WORKING_LANGUAGES, language_name
from matching.peers import ask
from matching.peers.people import score_people

JUDGE = "peers"
MAIN = "nDCG@10"
AIM = 0.85
EVERYBODY, ACROSS = "whole roster", "no language shared"
AS_PEERS, AS_FOR_CALLS = "as peers", "as for calls"
PENSIONS, ARABIC, THERE = "pension-ages", "ar", frozenset({"en", "fr", "es"})
QUICK_QUESTIONS = 2
# A question wants an answer, not a mission: whoever did solid work in the very field can give it as well as who knows it
# in depth. Everything else is graded as for calls.
KNOWS, SOME_WAY, NEAR = WORTH[2], 0.42, 0.25

Grades = Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """One question in one language, and how everybody was ranked for it. `spoken`: languages of each person's texts."""

    question: PeerQuestion
    language: str
    people: tuple[str, ...]  # who may be named, best first
    plain: Mapping[str, tuple[str, ...]]  # the same by each plain method


def peers(subject: Subject) -> Findings:
    """nDCG@10 per language, among everybody and among those without a text in the language of the question."""
    questions = load_questions("report")[: QUICK_QUESTIONS if subject.quick else None]
    spoken = {e.id: frozenset(s.language for s in e.segments if s.language) for e in subject.roster.experts}
    asked = list(_asked(subject, questions))
    findings, rows = Findings(), []
    for reading, rule in ((AS_PEERS, peer_grade), (AS_FOR_CALLS, call_grade)):
        graded = {q.id: grades_of(q, rule) for q in questions}
        for pool in (EVERYBODY, ACROSS):
            found = {
                language: [
                    measured(one.people, graded[one.question.id], without(one.language, spoken, pool))
                    for one in asked
                    if one.language == language
                ]
                for language in WORKING_LANGUAGES
            }
            way = f"{pool}, {reading}"
            findings.figures.append(_figure([v for values in found.values() for v in values], way))
            findings.figures += [_figure(values, f"{language}, {way}") for language, values in found.items()]
            if reading == AS_PEERS:
                rows += [_row(language, pool, values) for language, values in found.items()]
        findings.figures += list(_plain(asked, graded, spoken, reading))
    findings.figures += _arabic(asked, spoken)
    findings.charts = [_chart(rows)]
    findings.weak = _weak(findings.figures)
    findings.notes = _notes(len(questions))
    return findings


def peer_grade(person: Mapping[str, Any], fields: Mapping[str, float]) -> int:
    """How well somebody can answer a question, 0 to 3, by the truth alone: 3 for solid work in the very fields.

    Args:
        person: a line of the truth file.
        fields: that one has to know to answer it, with their weights.
    """
    if person["kind"] in USELESS_KINDS:
        return 0
    match = field_match(person["fields"], fields) + 1e-9
    return 3 if match >= KNOWS else 2 if match >= SOME_WAY else 1 if match >= NEAR else 0


def call_grade(person: Mapping[str, Any], fields: Mapping[str, float]) -> int:
    """The same as a call that asks for these fields alone would grade: 3 for deep work in them."""
    return grade(person, {"fields": fields})


def grades_of(question: PeerQuestion, rule: Any) -> dict[str, int]:
    """Grades above 0 of everybody of the sample for a question."""
    graded = {person["id"]: rule(person, question.fields) for person in load_truth()}
    return {person: points for person, points in graded.items() if points}


def without(language: str, spoken: Mapping[str, frozenset[str]], pool: str) -> frozenset[str]:
    """Who is left out of a pool: nobody, or everybody with a text in the language of the question."""
    if pool == EVERYBODY:
        return frozenset()
    return frozenset(person for person, languages in spoken.items() if language in languages)


def measured(people: Sequence[str], graded: Grades, left_out: frozenset[str]) -> float:
    """nDCG@10 among those who may be named and are not left out."""
    kept = [person for person in people if person not in left_out]
    among = set(kept)
    return ndcg(kept, {person: points for person, points in graded.items() if person in among})


def _asked(subject: Subject, questions: Sequence[PeerQuestion]) -> Iterable[Asked]:
    engine, roster = with_memory(subject.engine), subject.roster
    places = [(question, language) for question in questions for language in WORKING_LANGUAGES]
    for done, (question, language) in enumerate(places, start=1):
        prepared = ask(question.texts[language], engine)
        scores = score_people(prepared, roster, engine, today=SAMPLE_TODAY)
        people = tuple(roster.ids[int(scores.rows[place])] for place in scores.ranked)
        failing = set(roster.ids) - set(people)
        query = queries_of(prepared.call, engine)[0]
        plain = {
            name: tuple(order(roster, method(roster, engine, query), failing)) for name, method in BASELINES.items()
        }
        yield Asked(question, language, people, plain)
        subject.progress("questions", done, len(places))


def _plain(
    asked: Sequence[Asked], graded: Mapping[str, Grades], spoken: Mapping[str, frozenset[str]], reading: str
) -> Iterable[Figure]:
    """Plain methods on the same questions, where no language is shared."""
    for name in BASELINES:
        values = [
            measured(one.plain[name], graded[one.question.id], without(one.language, spoken, ACROSS)) for one in asked
        ]
        yield figure(JUDGE, MAIN, values, f"{name}: {ACROSS}, {reading}", "questions", higher_is_better=None)


def _arabic(asked: Sequence[Asked], spoken: Mapping[str, frozenset[str]]) -> list[Figure]:
    """The question on pension reform in Arabic, among those who wrote in English, French or Spanish and not in Arabic."""
    found = []
    for one in asked:
        if (one.question.id, one.language) == (PENSIONS, ARABIC):
            out = frozenset(p for p, languages in spoken.items() if ARABIC in languages or not languages & THERE)
            for reading, rule in ((AS_PEERS, peer_grade), (AS_FOR_CALLS, call_grade)):
                value = measured(one.people, grades_of(one.question, rule), out)
                group = f"pension reform asked in Arabic, texts in English, French or Spanish, {reading}"
                found.append(Figure(JUDGE, MAIN, value, value, value, 1, group, "questions", None))
    return found


def _figure(values: Sequence[float], group: str) -> Figure:
    return figure(JUDGE, MAIN, values, group, "questions")


def _row(language: str, pool: str, values: Sequence[float]) -> dict[str, float | str]:
    mean, low, high = interval(values)
    return {"language": f"{language_name(language)}, {pool}", "value": mean, "low": low, "high": high}


def _chart(rows: Sequence[dict[str, float | str]]) -> Chart:
    caption = (
        f"Mean {MAIN} of questions to peers by the language of the question, with 95 % intervals: among everybody, and among "
        "those who have no text in that language."
    )
    return dots("peers-languages", "Questions to peers in six languages", rows, "language", caption, MAIN)


def _weak(figures: Sequence[Figure]) -> list[str]:
    said = []
    for f in figures:
        language, _, way = f.group.partition(", ")
        if language in WORKING_LANGUAGES and f.value < AIM:
            said.append(f"Questions in {language_name(language)} ({way}): {MAIN} {f.value:.3f}, {AIM:.2f} aimed at.")
    return said


def _notes(questions: int) -> list[str]:
    return [
        f"{questions} questions of our own in each of six languages, the same subjects in every language, written from the "
        "subjects without looking at a CV. Each says which fields one has to know to answer it; who truly knows them is what "
        "the truth of the sample says, which no matcher reads. The search was built on other questions (twenty, of other "
        "subjects but for pensions); ten of these were a report before, of which 0.775 was reached, and were then built on. "
        "The examples that questions are compared with are of the same hand as the questions.",
        f'Two readings. "{AS_PEERS}": 3 for solid work in the very field, 2 for some of it or deep work next to it, 1 for a '
        f'touch; "{AS_FOR_CALLS}": the rule by which calls are graded, where only deep work earns 3.',
        f'Two pools. "{EVERYBODY}": who fails neither gate. "{ACROSS}": of these only people without a single text in the '
        "language of the question, so that words cannot help. Intervals are drawn over questions; one question alone has "
        "none. Nobody is graded by what our method found.",
        "The plain methods read the question alone, too, and leave out the same people.",
    ]
