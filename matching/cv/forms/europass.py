"""The Europass CV in XML: `Candidate`, schema 3.x and what the editor writes since (HR-Open, OAGIS, EURES elements).

The tree is walked from top to bottom and only what is known is read: person, employment, education, languages, then the
other sections. Where a file holds the CV in several languages, the fullest one is read.

What is told of hobbies is left out: it says nothing of work and much of what is nobody's business.

Levels: of spoken interaction and spoken production, and of several levels of one skill, the lower one counts.
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
from matching.cv.forms.form_dates import written_period
from matching.cv.forms.kinds import education_kind, of_leisure, post_kind
from matching.cv.forms.protected_fields import drop_protected
from matching.cv.forms.spoken import by_skill, native
from matching.cv.forms.tree import Node, xml_tree
from matching.cv.forms.written import write_out
from matching.cv.values import EntryKind, Parts, Protected
from matching.errors import UnreadableDocument

# Sections read alike: (element, its entries, kind, label). Entries without a name of their own are not kept.
SECTIONS: tuple[tuple[str, str, EntryKind, str], ...] = (
    ("Projects", "Project", "assignment", "projects"),
    ("Certifications", "Certification", "training", "certificates"),
    ("CourseCertifications", "CourseCertification", "training", "certificates"),
    ("PublicationHistory", "Publication", "publication", "publications"),
    ("CreativeWorks", "CreativeWork", "publication", "works"),
    ("ConferencesAndSeminars", "ConferenceAndSeminar", "other", "events"),
    ("VoluntaryWorks", "VoluntaryWork", "other", "volunteering"),
    ("NetworksAndMemberships", "NetworkAndMembership", "other", "memberships"),
    ("HonorsAndAwards", "HonorAndAward", "other", "awards"),
)
_SKILL_TEXTS = (
    "CommunicationAndInterpersonalSkills", "ManagementAndLeadershipSkills", "OrganisationalSkills", "DigitalSkills",
    "JobRelatedSkills", "OtherSkills",
)  # fmt: skip
_DIMENSIONS = (("writing", "writing"), ("listening", "listening"), ("reading", "reading"), ("interaction", "interaction"),
               ("production", "production"), ("speaking", "interaction"))  # fmt: skip
_TITLES = (
    "Title",
    "CertificationName",
    "CertificationTypeCode",
    "ProjectName",
    "Name",
    "PositionTitle",
    "FormattedName",
)
_HOLDERS = ("IssuingAuthority", "IssuingOrganization", "OrganizationName", "Organisation", "Organization", "Publisher",
            "Journal", "AwardingBody")  # fmt: skip
_TEXTS = ("Description", "FormattedPublicationDescription", "Role", "Abstract", "Reference", "Authors", "Comment")
_STARTS = ("StartDate", "FirstIssuedDate", "IssueDate", "PublicationDate", "Date", "Year")
_ENDS = ("EndDate", "CompletionDate")


def read_europass_xml(data: bytes) -> tuple[Parts, Protected]:
    """A Europass CV, and what must not be kept of it.

    Raises:
        UnreadableDocument: not XML, hostile, or no `Candidate` in it.
    """
    root = xml_tree(data, "The Europass CV")
    candidate = root if root.name == "candidate" else next(root.deep("Candidate"), None)
    if candidate is None:
        raise UnreadableDocument(
            "The document is no Europass CV.", f"Its root is <{root.name[:60]}>, and no <Candidate> stands in it.",
            "Export the CV from Europass again, as XML or PDF.",
        )  # fmt: skip
    profile = max(candidate.every("CandidateProfile"), key=lambda node: len(node.whole()), default=Node(""))
    draft = Draft(language=language_of(profile.attributes.get("languagecode", "")))
    drop_protected(candidate, draft)
    _person(candidate.first("CandidatePerson") or Node(""), draft)
    _summary(profile, draft)
    _employment(profile, draft)
    _education(profile, draft)
    for section, one, kind, key in SECTIONS:
        for group in profile.every(section):
            draft.entries += [_plain_entry(node, kind, key) for node in _members(group, one)]
    for group in profile.every("Others"):
        title = group.value("Title")
        if not of_leisure(title):
            draft.entries += [_plain_entry(node, "other", title or "other") for node in _members(group, "Other")]
    _skills(profile, draft)
    _languages(profile, draft)
    return write_out(draft)


def _person(person: Node, draft: Draft) -> None:
    name = person.first("PersonName") or Node("")
    given = [name.value("GivenName"), name.value("MiddleName"), *(node.text for node in name.every("FamilyName"))]
    draft.name = " ".join(filter(None, given)) or name.value("FormattedName")
    for channel in person.every("Communication"):
        address, number = channel.value("URI"), _number(channel)
        if "@" in address and "://" not in address:
            draft.emails.append(address.removeprefix("mailto:"))
        elif address:
            draft.links.append(address)
        elif number:
            draft.phones.append(number)
    for node in person.every("NationalityCode"):
        code = nationality_of(node.text)
        if code:
            draft.nationalities.append((node.attributes.get("name") or code, code))
        elif node.text:
            draft.questions.append(
                ("nationalities", f"Which country does the nationality '{node.text[:60]}' stand for?")
            )
    said = person.value("GenderCode")
    if gender := gender_of(said):
        draft.gender = said, gender
    for node in person.every("PrimaryLanguageCode"):
        if code := language_of(node.text):
            draft.languages.append(native(language_shown(node.text, code, draft.language), code, draft.language))
        elif node.text:
            draft.questions.append(("languages", f"Which language is '{node.text[:60]}'?"))


def _number(channel: Node) -> str:
    country = channel.value("CountryDialing").lstrip("+").removeprefix("00")
    rest = " ".join(filter(None, [channel.value("AreaDialing"), channel.value("DialNumber")]))
    rest = rest or channel.value("FormattedNumber")
    return f"+{country} {rest}" if country and rest and not rest.startswith(("+", "00")) else rest


def _summary(profile: Node, draft: Draft) -> None:
    said = profile.value("ExecutiveSummary") or profile.value("PersonalStatement")
    wanted = profile.first("CandidatePositionPreferences")
    headline = (wanted.value("PositionTitle") or wanted.value("Description")) if wanted else ""
    draft.entries.append(DraftEntry("summary", section="summary", details=tuple(filter(None, [headline, said]))))


def _employment(profile: Node, draft: Draft) -> None:
    for employer in profile.every("EmploymentHistory", "EmployerHistory"):
        name, (town, land) = employer.value("OrganizationName"), _place(employer)
        for position in list(employer.every("PositionHistory")) or [Node("")]:
            when = _period(position.first("EmploymentPeriod") or employer.first("EmploymentPeriod"))
            title, city = position.value("PositionTitle"), position.value("City") or town
            country = country_of(position.value("Country")) or land or country_by_names(city, name)
            texts = tuple(node.whole() for node in position.every("Description"))
            kind = post_kind(title, when.start, when.end)
            draft.entries.append(DraftEntry(kind, title, name, city, country, when, texts, "work"))


def _education(profile: Node, draft: Draft) -> None:
    for school in profile.every("EducationHistory", "EducationOrganizationAttendance"):
        degrees = list(school.every("EducationDegree"))
        title = next(filter(None, (d.value("DegreeName") for d in degrees)), "") or school.value("ProgramName")
        level = school.value("EducationLevelCode") or next(
            filter(None, (d.value("DegreeTypeCode") for d in degrees)), ""
        )
        name, (city, country) = school.value("OrganizationName"), _place(school)
        texts = [node.whole() for d in degrees for node in d.deep("OccupationalSkillsCovered", "Thesis", "Description")]
        texts += [node.whole() for node in school.every("Description")]
        kind, when = education_kind(title, level), _period(school.first("AttendancePeriod"))
        country = country or country_by_names(city, name)
        draft.entries.append(DraftEntry(kind, title, name, city, country, when, tuple(texts), "education"))


def _place(organisation: Node) -> tuple[str, str | None]:
    """(town, country) of an organisation, wherever among its contacts they stand."""
    addresses = list(organisation.every("OrganizationContact", "Communication", "Address"))
    city = next((a.value("CityName") for a in addresses if a.value("CityName")), "")
    codes = (country_of(a.value("CountryCode")) for a in addresses)
    return city, next((code for code in codes if code), None)


def _period(dates: Node | None) -> DraftPeriod:
    if dates is None:
        return DraftPeriod()
    said = [dates.value("CurrentIndicator"), dates.value("Ongoing")]
    return written_period(_day(dates, _STARTS), _day(dates, _ENDS), "true" in [word.lower() for word in said])


def _day(node: Node, names: tuple[str, ...]) -> str:
    """The first date of some names, as written: in the element or in one for a formatted date below it."""
    found = (one for name in names for one in node.every(name))
    return next(
        filter(None, (one.value("FormattedDateTime") or one.value("DateText") or one.text for one in found)), ""
    )


def _members(group: Node, one: str) -> list[Node]:
    """The entries of a section: by their name, else every child that has children of its own."""
    return list(group.every(one)) or [child for child in group.children if child.children]


def _plain_entry(node: Node, kind: EntryKind, section: str) -> DraftEntry:
    """An entry of a section that has no structure beyond title, holder, dates and texts."""
    title = next(filter(None, (node.value(name) for name in _TITLES)), "")
    holder = next((found for name in _HOLDERS for one in node.every(name) if (found := one.whole().split("\n")[0])), "")
    within = next(iter(node.deep("EffectiveTimePeriod", "Period", "EmploymentPeriod", "AttendancePeriod")), None)
    dates = within or next((d for d in node.every("Date") if d.children and d.first("StartDate")), None) or node
    when = _period(dates)
    if kind == "publication" and when.start and not when.end and not when.ongoing:
        when = DraftPeriod(when.start, when.start)
    texts = tuple(one.whole() for name in _TEXTS for one in node.every(name))
    return DraftEntry(kind, title, holder, node.value("City"),
                      country_of(node.value("Country")), when, texts, section)  # fmt: skip


def _skills(profile: Node, draft: Draft) -> None:
    lines: list[str] = []
    loose = [n for n in profile.every("PersonQualifications", "PersonCompetency") if not _is_language(n)]
    loose += [n for skills in profile.every("Skills") for n in skills.every("PersonCompetency") if not _is_language(n)]
    lines.append(", ".join(filter(None, map(_skill_name, loose))))
    for group in profile.every("Skills", "SkillsGroup"):
        names = ", ".join(filter(None, map(_skill_name, group.every("PersonCompetency"))))
        lines.append(": ".join(filter(None, [group.value("Title"), names])))
    lines += [one.whole() for name in _SKILL_TEXTS for one in profile.every(name)]
    draft.entries.append(DraftEntry("skills", section="skills", details=tuple(filter(None, lines))))


def _skill_name(node: Node) -> str:
    return node.value("CompetencyName") or node.value("CompetencyID")


def _is_language(competency: Node) -> bool:
    return competency.value("TaxonomyID").lower() == "language" or any(
        "cef" in code.text.lower() for code in competency.every("CompetencyDimension", "CompetencyDimensionTypeCode")
    )


def _languages(profile: Node, draft: Draft) -> None:
    for competency in profile.deep("PersonCompetency"):
        written = competency.value("CompetencyID") or competency.value("CompetencyName")
        if not _is_language(competency) or not written:
            continue
        code = language_of(written) or language_of(competency.value("CompetencyName"))
        if code is None:
            draft.questions.append(("languages", f"Which language is '{written[:60]}'?"))
            continue
        levels = []
        for dimension in competency.every("CompetencyDimension"):
            kind = dimension.value("CompetencyDimensionTypeCode").lower()
            skill = next((skill for word, skill in _DIMENSIONS if word in kind), None)
            score = next((one.text for one in dimension.deep("ScoreText", "ScoreNumeric", "ScoreValue")), "")
            if skill and (level := cefr_of(score)):
                levels.append((skill, level))
        overall = cefr_of(competency.value("ProficiencyLevel", "ScoreText") or competency.value("ProficiencyLevel"))
        name = language_shown(written, code, draft.language)
        draft.languages.append(by_skill(name, code, levels, overall, draft.language))
