"""The older Europass: `SkillsPassport` (schema 3.0 to 3.4), in XML and in JSON, which hold the same elements.

The two differ in their lists ("WorkExperienceList/WorkExperience" and a list under "WorkExperience") and in their dates
(attributes "2016", "--03" and numbers below "From"); both are read by the same walk.
"""

from __future__ import annotations

from matching.cv.forms.draft import Draft, DraftEntry, DraftPeriod
from matching.cv.forms.form_codes import (
    cefr_of,
    country_by_names,
    country_of,
    gender_of,
    language_of,
    language_shown,
    nationality_of,
)
from matching.cv.forms.form_dates import date_in_parts, period
from matching.cv.forms.kinds import education_kind, of_leisure, post_kind
from matching.cv.forms.markup import lines_of
from matching.cv.forms.protected_fields import drop_protected
from matching.cv.forms.spoken import by_skill, native
from matching.cv.forms.tree import Node, json_tree, xml_tree
from matching.cv.forms.written import document_language, write_out
from matching.cv.free.cv_dates import find_periods
from matching.cv.values import EntryKind, Parts, Protected
from matching.errors import UnreadableDocument

_LEVELS = (("Listening", "listening"), ("Reading", "reading"), ("SpokenInteraction", "interaction"),
           ("SpokenProduction", "production"), ("Writing", "writing"))  # fmt: skip
_SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")
_ACHIEVEMENTS: tuple[tuple[str, EntryKind], ...] = (
    ("publication", "publication"), ("course", "training"), ("certification", "training"),
)  # fmt: skip
_REFEREES = "references"  # other people's names and numbers, who did not send them


def read_skills_passport_xml(data: bytes) -> tuple[Parts, Protected]:
    """A CV in SkillsPassport XML, and what must not be kept of it.

    Raises:
        UnreadableDocument: not XML, hostile, or no `LearnerInfo` in it.
    """
    return _read(xml_tree(data, "The Europass CV"))


def read_skills_passport_json(data: bytes) -> tuple[Parts, Protected]:
    """A CV in SkillsPassport JSON, and what must not be kept of it.

    Raises:
        UnreadableDocument: not JSON, hostile, or no `LearnerInfo` in it.
    """
    return _read(json_tree(data, "The Europass CV"))


def _read(root: Node) -> tuple[Parts, Protected]:
    learner = root if root.name == "learnerinfo" else next(root.deep("LearnerInfo"), None)
    if learner is None:
        raise UnreadableDocument(
            "The document is no SkillsPassport.", "It has no LearnerInfo, under which the CV would stand.",
            "Export the CV from Europass again, as XML, JSON or PDF.",
        )  # fmt: skip
    locale = root.attributes.get("locale") or root.value("locale") or root.value("SkillsPassport", "locale")
    draft = Draft(language=language_of(locale))
    drop_protected(learner, draft)
    _person(learner.first("Identification") or Node(""), draft)
    _headline(learner, draft)
    _work(learner, draft)
    _education(learner, draft)
    _achievements(learner, draft)
    _skills(learner, draft)
    draft.language = document_language(draft)
    _languages(learner, draft)
    return write_out(draft)


def _person(person: Node, draft: Draft) -> None:
    name = person.first("PersonName") or Node("")
    draft.name = " ".join(filter(None, [name.value("FirstName"), name.value("Surname")]))
    contacts = person.first("ContactInfo") or Node("")
    for kind, into in (("Email", draft.emails), ("Telephone", draft.phones), ("Website", draft.links)):
        into += [one.value("Contact") or one.text for one in contacts.listed(kind)]
    about = person.first("Demographics") or Node("")
    for node in about.listed("Nationality"):
        words = node.value("Label") or node.value("Code") or node.text
        code = nationality_of(node.value("Code")) or nationality_of(words)
        if code:
            draft.nationalities.append((words, code))
        elif words:
            draft.questions.append(("nationalities", f"Which country does the nationality '{words[:60]}' stand for?"))
    node = about.first("Gender") or Node("")
    said = [node.value("Label"), node.value("Code"), node.text]
    if gender := next((g for word in said if (g := gender_of(word))), None):
        draft.gender = next(filter(None, said)), gender


def _headline(learner: Node, draft: Draft) -> None:
    headline = learner.first("Headline") or Node("")
    words = headline.value("Description", "Label") or headline.value("Description")
    draft.entries.append(DraftEntry("summary", details=(words,) if words else (), section="summary"))


def _work(learner: Node, draft: Draft) -> None:
    for job in learner.listed("WorkExperience"):
        employer = job.first("Employer") or Node("")
        title, name, when = _labelled(job.first("Position")), employer.value("Name"), _period(job)
        city, country = _place(employer)
        kind, country = post_kind(title, when.start, when.end), country or country_by_names(city, name)
        draft.entries.append(DraftEntry(kind, title, name, city, country, when, (job.value("Activities"),), "work"))


def _education(learner: Node, draft: Draft) -> None:
    for study in learner.listed("Education"):
        school = study.first("Organisation") or Node("")
        title, name, (city, country) = _labelled(study.first("Title")), school.value("Name"), _place(school)
        kind = education_kind(title, study.value("Level", "Code") or study.value("Level", "Label"))
        country = country or country_by_names(city, name)
        texts = tuple(filter(None, [_labelled(study.first("Field")), study.value("Activities")]))
        draft.entries.append(DraftEntry(kind, title, name, city, country, _period(study), texts, "education"))


def _achievements(learner: Node, draft: Draft) -> None:
    for one in learner.listed("Achievement"):
        code, title = one.value("Title", "Code").lower(), _labelled(one.first("Title"))
        if code == _REFEREES or of_leisure(title):
            continue
        kinds = (kind for word, kind in _ACHIEVEMENTS if word in (code or title.lower()))
        kind: EntryKind = next(kinds, "other")
        if kind == "publication":
            lines = lines_of(one.value("Description"))[0]
            draft.entries += [DraftEntry(kind, line, period=_published(line), section=title) for line in lines]
        else:
            draft.entries.append(DraftEntry(kind, details=(one.value("Description"),), section=title or "other"))


def _published(line: str) -> DraftPeriod:
    """When what a line tells was published: the last date in it."""
    found = [p for p in find_periods(line) if p.lone and p.start]
    return DraftPeriod(found[-1].start, found[-1].start, written=found[-1].text) if found else DraftPeriod()


def _skills(learner: Node, draft: Draft) -> None:
    skills = learner.first("Skills") or Node("")
    texts = [_labelled(one) or one.value("Description") for name in _SKILLS for one in skills.every(name)]
    draft.entries.append(DraftEntry("skills", section="skills", details=tuple(filter(None, texts))))


def _languages(learner: Node, draft: Draft) -> None:
    linguistic = learner.first("Skills", "Linguistic") or Node("")
    for kind in ("MotherTongue", "ForeignLanguage"):
        for spoken in linguistic.listed(kind):
            described = spoken.first("Description") or spoken
            words = described.value("Label") or described.value("Code") or described.text
            code = language_of(described.value("Code")) or language_of(words)
            if code is None:
                if words:
                    draft.questions.append(("languages", f"Which language is '{words[:60]}'?"))
                continue
            name = language_shown(words, code, draft.language)
            if kind == "MotherTongue":
                draft.languages.append(native(name, code, draft.language))
                continue
            level = spoken.first("ProficiencyLevel") or Node("")
            found = [(key, given) for element, key in _LEVELS if (given := cefr_of(level.value(element)))]
            draft.languages.append(by_skill(name, code, found, None, draft.language))


def _labelled(node: Node | None) -> str:
    return (node.value("Label") or node.text) if node else ""


def _place(organisation: Node) -> tuple[str, str | None]:
    address = organisation.first("ContactInfo", "Address", "Contact") or Node("")
    country = address.first("Country") or Node("")
    code = country_of(country.value("Code")) or country_of(country.value("Label") or country.text)
    return address.value("Municipality"), code


def _period(node: Node) -> DraftPeriod:
    dates = node.first("Period")
    if dates is None:
        return DraftPeriod()
    ongoing = dates.value("Current").lower() in ("true", "1")
    return period(date_in_parts(dates.first("From")), date_in_parts(dates.first("To")), ongoing)
