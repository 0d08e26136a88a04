"""JSON Resume, schema 1.0 (and the key "company" of its drafts).

A post without an end date is one still held: that is how the schema's own pages show it. Levels of languages are free
words and read as such. References are other people's data and are left out, and so are hobbies ("interests").
"""

from __future__ import annotations

from matching.cv.forms.draft import Draft, DraftEntry, DraftPeriod
from matching.cv.forms.form_codes import (
    country_by_names,
    country_in,
    country_of,
    gender_of,
    language_of,
    language_shown,
    nationality_of,
)
from matching.cv.forms.form_dates import written_period
from matching.cv.forms.kinds import education_kind, post_kind
from matching.cv.forms.protected_fields import drop_protected
from matching.cv.forms.spoken import in_words
from matching.cv.forms.tree import Node, json_tree
from matching.cv.forms.written import document_language, write_out
from matching.cv.values import EntryKind, Parts, Protected
from matching.errors import UnreadableDocument

SECTIONS = (
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "projects",
)  # fmt: skip


def read_json_resume(data: bytes) -> tuple[Parts, Protected]:
    """A CV in JSON Resume, and what must not be kept of it.

    Raises:
        UnreadableDocument: not JSON, hostile, or none of the schema's sections in it.
    """
    root = json_tree(data, "The JSON Resume")
    if not any(True for section in SECTIONS for _ in root.every(section)):
        raise UnreadableDocument(
            "The document is no JSON Resume.", "It has none of the sections of the schema, such as basics or work.",
            "Send the CV as JSON Resume 1.0, or as .docx or .pdf.",
        )  # fmt: skip
    basics = root.first("basics") or Node("")
    draft = Draft(language=language_of(root.value("meta", "language")))
    drop_protected(root, draft)
    _person(basics, draft)
    details = tuple(filter(None, [basics.value("label"), basics.value("summary")]))
    draft.entries.append(DraftEntry("summary", details=details, section="summary"))
    _work(root, draft)
    _education(root, draft)
    _other(root, draft)
    _skills(root, draft)
    draft.language = document_language(draft)
    _languages(root, draft)
    return write_out(draft)


def _person(basics: Node, draft: Draft) -> None:
    draft.name = basics.value("name")
    draft.emails = [node.text for node in basics.every("email")]
    draft.phones = [node.text for node in basics.every("phone")]
    draft.links = [node.text for key in ("url", "website") for node in basics.every(key)]
    draft.links += [profile.value("url") for profile in basics.every("profiles")]
    for node in [*basics.every("nationality"), *basics.every("nationalities")]:
        if code := nationality_of(node.text):
            draft.nationalities.append((node.text, code))
        elif node.text:
            draft.questions.append(
                ("nationalities", f"Which country does the nationality '{node.text[:60]}' stand for?")
            )
    said = basics.value("gender")
    if gender := gender_of(said):
        draft.gender = said, gender


def _work(root: Node, draft: Draft) -> None:
    for job in root.every("work"):
        ongoing = bool(job.value("startDate")) and not job.value("endDate")
        employer = job.value("name") or job.value("company")
        draft.entries.append(_post(job, "post", "work", job.value("position"), employer, ongoing))
    for job in root.every("volunteer"):
        draft.entries.append(_post(job, "other", "volunteering", job.value("position"), job.value("organization")))
    for project in root.every("projects"):
        title = " – ".join(filter(None, [project.value("name"), *(node.text for node in project.every("roles"))]))
        draft.entries.append(_post(project, "assignment", "projects", title, project.value("entity")))


def _post(job: Node, kind: EntryKind, section: str, title: str, employer: str, ongoing: bool = False) -> DraftEntry:
    where = job.first("location") or Node("")
    place = where.text or where.value("city")
    country = country_of(where.value("countryCode")) or country_in(place) or country_by_names(place, employer)
    when = _period(job, ongoing)
    kind = post_kind(title, when.start, when.end) if kind == "post" else kind
    texts = tuple(node.text for key in ("description", "summary", "highlights") for node in job.every(key))
    return DraftEntry(kind, title, employer, place, country, when, texts, section)


def _period(node: Node, ongoing: bool = False) -> DraftPeriod:
    return written_period(node.value("startDate"), node.value("endDate"), ongoing)


def _education(root: Node, draft: Draft) -> None:
    for study in root.every("education"):
        title = ", ".join(filter(None, [study.value("studyType"), study.value("area")]))
        courses = tuple(node.text for node in study.every("courses"))
        kind, name = education_kind(title), study.value("institution")
        draft.entries.append(
            DraftEntry(
                kind,
                title,
                name,
                country=country_by_names(name),
                period=_period(study),
                details=courses,
                section="education",
            )
        )


def _other(root: Node, draft: Draft) -> None:
    add = draft.entries.append
    for one in root.every("certificates"):
        dates = written_period(one.value("date"), one.value("date"))
        add(DraftEntry("training", one.value("name"), one.value("issuer"), period=dates, section="certificates"))
    for one in root.every("publications"):
        dates = written_period(one.value("releaseDate"), one.value("releaseDate"))
        details, journal = (one.value("summary"),), one.value("publisher")
        add(
            DraftEntry("publication", one.value("name"), journal, period=dates, details=details, section="publications")
        )
    for one in root.every("awards"):
        dates, told = written_period("", one.value("date")), (one.value("summary"),)
        add(DraftEntry("other", one.value("title"), one.value("awarder"), period=dates, details=told, section="awards"))


def _skills(root: Node, draft: Draft) -> None:
    lines = []
    for skill in root.every("skills"):
        words = ", ".join(filter(None, (node.text for node in skill.every("keywords"))))
        name = skill.value("name") or skill.text
        level = skill.value("level")
        lines.append(": ".join(filter(None, [f"{name} ({level})" if level else name, words])))
    draft.entries.append(DraftEntry("skills", details=tuple(filter(None, lines)), section="skills"))


def _languages(root: Node, draft: Draft) -> None:
    for spoken in root.every("languages"):
        name = spoken.value("language") or spoken.value("name") or spoken.text
        code = language_of(name)
        if code:
            shown = language_shown(name, code, draft.language)
            draft.languages.append(
                in_words(shown, code, spoken.value("fluency") or spoken.value("level"), draft.language)
            )
        elif name:
            draft.questions.append(("languages", f"Which language is '{name[:60]}'?"))
