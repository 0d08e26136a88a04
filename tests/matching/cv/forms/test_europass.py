"""The Europass CV in XML: what is read, in whatever order and namespace it stands, and what is never kept."""

from __future__ import annotations

from datetime import date

import pytest

from matching.cv.forms import read_europass_xml
from matching.cv.values import Entry, Parts, Protected
from matching.errors import UnreadableDocument

PHOTO = "QUJDREVGRw" * 60
CANDIDATE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson>
 <PersonName><oa:GivenName>Ilse</oa:GivenName><hr:FamilyName>Vandermeulen</hr:FamilyName></PersonName>
 <Communication><ChannelCode>Email</ChannelCode><oa:URI>ilse@example.org</oa:URI></Communication>
 <Communication><ChannelCode>Telephone</ChannelCode><CountryDialing>32</CountryDialing>
<oa:DialNumber>470 12 34 56</oa:DialNumber>
 </Communication>
 <NationalityCode>be</NationalityCode><NationalityCode>el</NationalityCode>
 <hr:BirthDate>1975-04-09</hr:BirthDate><GenderCode>female</GenderCode>
 <PrimaryLanguageCode name="NORMAL">dut</PrimaryLanguageCode>
 <MaritalStatusCode>married</MaritalStatusCode><Disability><Description>a secret of hers</Description></Disability>
</CandidatePerson>
<CandidateProfile languageCode="fr">
 <hr:ExecutiveSummary>&lt;p&gt;Vingt ans au service de l'inspection du travail.&lt;/p&gt;</hr:ExecutiveSummary>
 <EmploymentHistory><EmployerHistory><hr:OrganizationName>Service public fédéral Emploi</hr:OrganizationName>
  <OrganizationContact><Communication><Address><oa:CityName>Bruxelles</oa:CityName>
<CountryCode>be</CountryCode></Address>
  </Communication></OrganizationContact>
  <PositionHistory><PositionTitle typeCode="FREETEXT">Inspectrice</PositionTitle>
   <eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2001-09</hr:FormattedDateTime></eures:StartDate>
    <eures:EndDate><hr:FormattedDateTime>2008</hr:FormattedDateTime></eures:EndDate></eures:EmploymentPeriod>

   <oa:Description>&lt;ul&gt;&lt;li&gt;Visites d'entreprises&lt;/li&gt;&lt;li&gt;Procès-verbaux&lt;/li&gt;
   &lt;/ul&gt;</oa:Description>
  </PositionHistory>
  <PositionHistory><PositionTitle>Directrice</PositionTitle>
   <eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2009-01-15</hr:FormattedDateTime></eures:StartDate>
    <hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod></PositionHistory>
 </EmployerHistory></EmploymentHistory>
 <EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Université de Liège</hr:OrganizationName>
  <AttendancePeriod><StartDate><hr:FormattedDateTime>1993</hr:FormattedDateTime></StartDate>
   <EndDate><hr:FormattedDateTime>1997-06</hr:FormattedDateTime></EndDate></AttendancePeriod>
  <EducationDegree><hr:DegreeName>Licence en droit</hr:DegreeName></EducationDegree></EducationOrganizationAttendance>
 </EducationHistory>
 <eures:Attachment><oa:EmbeddedData>data:image/png;base64,{PHOTO}</oa:EmbeddedData>
<oa:FileType>photo</oa:FileType></eures:Attachment>
 <Certifications><Certification><CertificationName>Auditeur ISO 45001</CertificationName>
  <IssuingAuthority><Name>Institut de normalisation</Name></IssuingAuthority><IssueDate>2015-03</IssueDate>
</Certification></Certifications>
 <Projects><Project><Title>Réforme de l'inspection</Title><Description>Appui à Tunis</Description></Project></Projects>
 <PublicationHistory><Publication><Title>Le contrôle négocié</Title><Year>2012</Year></Publication></PublicationHistory>
 <SocialAndPoliticalActivities><SocialAndPoliticalActivity><Title>Permanente syndicale</Title>
</SocialAndPoliticalActivity>
 </SocialAndPoliticalActivities>
 <PersonQualifications><PersonCompetency><CompetencyID schemeName="NORMAL">fre</CompetencyID>
<hr:TaxonomyID>language</hr:TaxonomyID>
  <eures:CompetencyDimension>
<hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
   <eures:Score><hr:ScoreText>C2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
  <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Speaking-Interaction</hr:CompetencyDimensionTypeCode>
   <eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></eures:CompetencyDimension>
  <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Speaking-Production</hr:CompetencyDimensionTypeCode>
   <eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
  <eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode>
   <eures:Score><hr:ScoreText>B1</hr:ScoreText></eures:Score></eures:CompetencyDimension></PersonCompetency>
</PersonQualifications>
 <Skills><SkillsGroup><Title>Outils</Title><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID>
  <hr:CompetencyName>Tableurs</hr:CompetencyName></PersonCompetency></SkillsGroup></Skills>
 <Others><Title>Loisirs</Title><Other><Title>Chorale de la paroisse</Title></Other></Others>
 <Others><Title>Réseaux</Title><Other><Title>Cercle des inspecteurs</Title></Other></Others>
</CandidateProfile></Candidate>"""


@pytest.fixture(scope="module")
def read() -> tuple[Parts, Protected]:
    return read_europass_xml(CANDIDATE.encode())


def dates(entry: Entry) -> tuple[str | None, str | None, bool]:
    return (entry.start and entry.start.iso, entry.end and entry.end.iso, entry.ongoing)


def of_kind(parts: Parts, kind: str) -> list[Entry]:
    return [entry for entry in parts.entries if entry.kind == kind]


def test_every_position_of_an_employer_is_a_post_with_dates_as_precise_as_written(
    read: tuple[Parts, Protected],
) -> None:
    first, second = of_kind(read[0], "post")
    assert (first.title, first.employer, first.country) == ("Inspectrice", "Service public fédéral Emploi", "BE")
    assert dates(first) == ("2001-09", "2008", False)
    assert dates(second) == ("2009-01-15", None, True)
    assert "Visites d'entreprises\nProcès-verbaux" in first.text


def test_studies_certificates_projects_and_publications_are_told_apart(read: tuple[Parts, Protected]) -> None:
    degree, training = of_kind(read[0], "degree")[0], of_kind(read[0], "training")[0]
    assert (degree.title, degree.employer, dates(degree)) == (
        "Licence en droit",
        "Université de Liège",
        ("1993", "1997-06", False),
    )
    assert (training.title, training.employer) == ("Auditeur ISO 45001", "Institut de normalisation")
    assert [e.title for e in of_kind(read[0], "assignment")] == ["Réforme de l'inspection"]
    (book,) = of_kind(read[0], "publication")
    assert (book.title, dates(book)) == ("Le contrôle négocié", ("2012", "2012", False))


def test_of_two_levels_of_speaking_the_lower_one_counts(read: tuple[Parts, Protected]) -> None:
    mother, french = (fact.claim for fact in read[0].languages)
    assert (mother.language, mother.native) == ("nl", True)
    assert (french.language, french.listening, french.reading, french.speaking, french.writing) == (
        "fr",
        "C2",
        None,
        "B2",
        "B1",
    )


def test_several_nationalities_are_kept_and_greece_may_be_called_el(read: tuple[Parts, Protected]) -> None:
    assert [fact.code for fact in read[0].nationalities] == ["BE", "GR"]


def test_every_source_quotes_what_stands_there(read: tuple[Parts, Protected]) -> None:
    parts = read[0]
    facts = [
        parts.name,
        *parts.emails,
        *parts.phones,
        *parts.nationalities,
        parts.gender,
        *parts.languages,
        *parts.entries,
    ]
    sources = [fact.source for fact in facts if fact]
    sources += [s for e in parts.entries for s in (e.title_source, e.employer_source, e.dates_source) if s]
    assert all(parts.text[s.start : s.end][:400] == s.text for s in sources)
    assert parts.name and parts.name.value == "Ilse Vandermeulen"
    assert [e.text for e in parts.entries] == [parts.text[e.source.start : e.source.end] for e in parts.entries]
    assert [p.value for p in parts.phones] == ["+32 470 12 34 56"]


def test_protected_data_is_counted_and_nowhere_else(read: tuple[Parts, Protected]) -> None:
    parts, protected = read
    written = parts.model_dump_json()
    assert protected.birth == date(1975, 4, 9)
    assert protected.dropped == {"birth": 1, "family": 1, "health": 1, "photo": 1, "union": 1}
    assert {d.kind: d.count for d in parts.dropped} == protected.dropped
    for secret in ("1975", "married", "secret", PHOTO[:40], "base64", "syndicale", "paroisse"):
        assert secret not in written


def test_a_declared_gender_is_read_and_one_not_indicated_is_not(read: tuple[Parts, Protected]) -> None:
    assert read[0].gender and read[0].gender.code == "woman"
    other = CANDIDATE.replace(">female<", ">do_not_indicate<")
    assert read_europass_xml(other.encode())[0].gender is None


def test_no_entry_tells_nationality_gender_or_contacts(read: tuple[Parts, Protected]) -> None:
    entries = "\n".join(entry.text for entry in read[0].entries)
    assert not any(word in entries for word in ("example.org", "470", "female", "Nationalité"))


def test_neither_order_nor_namespaces_matter() -> None:
    plain = CANDIDATE.replace("hr:", "").replace("oa:", "x:").replace('xmlns:x="', 'xmlns:oa="').replace("eures:", "")
    plain = (
        plain.replace(' xmlns:oa="http://www.openapplications.org/oagis/9"', "")
        .replace("<x:", "<")
        .replace("</x:", "</")
    )
    start, end = plain.index("<CandidatePerson>"), plain.index("<CandidateProfile")
    moved = plain[:start] + plain[end:].replace("</Candidate>", "") + plain[start:end] + "</Candidate>"
    assert {e.text for e in read_europass_xml(moved.encode())[0].entries} == {
        e.text for e in read_europass_xml(CANDIDATE.encode())[0].entries
    }


def test_dates_that_end_before_they_begin_are_asked_and_not_kept() -> None:
    parts, _ = read_europass_xml(CANDIDATE.replace("2008<", "1999<").encode())
    post = of_kind(parts, "post")[0]
    assert dates(post) == (None, None, False)
    (doubt,) = parts.doubts
    assert doubt.about == f"entries.{parts.entries.index(post)}.dates" and "2001-09 – 1999" in doubt.question


def test_another_xml_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="no Europass CV"):
        read_europass_xml(b"<invoice><total>3</total></invoice>")
