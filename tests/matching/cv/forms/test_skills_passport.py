"""SkillsPassport in XML and in JSON: two spellings of the same CV are read alike."""

from __future__ import annotations

import json
from datetime import date

import pytest

from matching.cv.forms import read_skills_passport_json, read_skills_passport_xml
from matching.cv.values import Parts
from matching.errors import UnreadableDocument

XML = """<?xml version='1.0' encoding='UTF-8'?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="es"><LearnerInfo>
<Identification><PersonName><FirstName>Marta</FirstName><Surname>Quiroga</Surname></PersonName>
<ContactInfo><Email><Contact>marta@example.org</Contact></Email>
<TelephoneList><Telephone><Contact>+34 600 11 22 33</Contact></Telephone></TelephoneList></ContactInfo>
<Demographics><Birthdate year="1980" month="--02" day="---29"/><Gender><Code>F</Code></Gender>
<NationalityList><Nationality><Code>ES</Code><Label>Española</Label></Nationality></NationalityList></Demographics>
<Photo><MimeType>image/jpeg</MimeType><Data>/9j/4AAQSkZJRg</Data></Photo></Identification>
<WorkExperienceList><WorkExperience><Period><From year="2010" month="--12"/><To year="2015"/></Period>
<Position><Label>Jefa de servicio</Label></Position><Activities>&lt;p&gt;Prestaciones&lt;/p&gt;</Activities>
<Employer><Name>Instituto de la Seguridad Social</Name><ContactInfo><Address><Contact>
<Municipality>Madrid</Municipality>
<Country><Code>ES</Code></Country></Contact></Address></ContactInfo></Employer></WorkExperience>
<WorkExperience><Period><From year="2016" month="--01" day="---04"/><Current>true</Current></Period>
<Position><Label>Directora</Label></Position><Employer><Name>Fondo de Pensiones</Name></Employer>
</WorkExperience></WorkExperienceList>
<EducationList><Education><Period><From year="1998"/><To year="2003"/></Period><Title>Licenciatura en Derecho</Title>
<Organisation><Name>Universidad de Costa Rica</Name></Organisation></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>es</Code><Label>Español</Label>
</Description></MotherTongue>
</MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Label>inglés</Label></Description>
<ProficiencyLevel>
<Listening>C1</Listening><Reading>C1</Reading><SpokenInteraction>B2</SpokenInteraction>
<SpokenProduction>B1</SpokenProduction>
<Writing>B2</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic></Skills>
<AchievementList><Achievement><Title><Code>publications</Code><Label>Publicaciones</Label></Title>
<Description>&lt;p&gt;La pensión mínima, 2014&lt;/p&gt;</Description></Achievement>
<Achievement><Title><Code>references</Code></Title><Description>Pregunte al Sr. Testigo</Description>
</Achievement></AchievementList>
</LearnerInfo></SkillsPassport>"""
JSON = {
    "SkillsPassport": {
        "Locale": "es",
        "LearnerInfo": {
            "Identification": {
                "PersonName": {"FirstName": "Marta", "Surname": "Quiroga"},
                "ContactInfo": {
                    "Email": {"Contact": "marta@example.org"},
                    "Telephone": [{"Contact": "+34 600 11 22 33", "Use": {"Code": "mobile"}}],
                },
                "Demographics": {
                    "Birthdate": {"Year": 1980, "Month": 2, "Day": 29},
                    "Gender": {"Code": "F"},
                    "Nationality": [{"Code": "ES", "Label": "Española"}],
                },
                "Photo": {"MimeType": "image/jpeg", "Data": "/9j/4AAQSkZJRg"},
            },
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2010, "Month": 12}, "To": {"Year": 2015}, "Current": False},
                    "Position": {"Label": "Jefa de servicio"},
                    "Activities": "<p>Prestaciones</p>",
                    "Employer": {
                        "Name": "Instituto de la Seguridad Social",
                        "ContactInfo": {"Address": {"Contact": {"Municipality": "Madrid", "Country": {"Code": "ES"}}}},
                    },
                },
                {
                    "Period": {"From": {"Year": 2016, "Month": 1, "Day": 4}, "Current": True},
                    "Position": {"Label": "Directora"},
                    "Employer": {"Name": "Fondo de Pensiones"},
                },
            ],
            "Education": [
                {
                    "Period": {"From": {"Year": 1998}, "To": {"Year": 2003}},
                    "Title": "Licenciatura en Derecho",
                    "Organisation": {"Name": "Universidad de Costa Rica"},
                }
            ],
            "Skills": {
                "Linguistic": {
                    "MotherTongue": [{"Description": {"Code": "es", "Label": "Español"}}],
                    "ForeignLanguage": [
                        {
                            "Description": {"Label": "inglés"},
                            "ProficiencyLevel": {
                                "Listening": "C1",
                                "Reading": "C1",
                                "SpokenInteraction": "B2",
                                "SpokenProduction": "B1",
                                "Writing": "B2",
                            },
                        }
                    ],
                }
            },
            "Achievement": [
                {
                    "Title": {"Code": "publications", "Label": "Publicaciones"},
                    "Description": "<p>La pensión mínima, 2014</p>",
                },
                {"Title": {"Code": "references"}, "Description": "Pregunte al Sr. Testigo"},
            ],
        },
    }
}


@pytest.fixture(scope="module")
def parts() -> Parts:
    return read_skills_passport_xml(XML.encode())[0]


def test_xml_and_json_of_the_same_cv_say_the_same(parts: Parts) -> None:
    assert read_skills_passport_json(json.dumps(JSON).encode())[0] == parts


def test_the_birth_date_is_passed_on_and_the_photo_only_counted() -> None:
    for _, protected in (read_skills_passport_xml(XML.encode()), read_skills_passport_json(json.dumps(JSON).encode())):
        assert (protected.birth, protected.dropped) == (date(1980, 2, 29), {"birth": 1, "photo": 1})


def test_posts_studies_and_languages_are_read(parts: Parts) -> None:
    found = [
        (e.kind, e.title, e.employer, e.country, e.start and e.start.iso, e.end and e.end.iso, e.ongoing)
        for e in parts.entries
    ]
    assert found == [
        ("post", "Jefa de servicio", "Instituto de la Seguridad Social", "ES", "2010-12", "2015", False),
        ("post", "Directora", "Fondo de Pensiones", None, "2016-01-04", None, True),
        ("degree", "Licenciatura en Derecho", "Universidad de Costa Rica", "CR", "1998", "2003", False),
        ("publication", "La pensión mínima, 2014", None, None, "2014", "2014", False),
    ]
    spanish, english = (fact.claim for fact in parts.languages)
    assert spanish.native and english.speaking == "B1" and english.writing == "B2"
    assert english.origin and "B2" in english.origin


def test_labels_are_in_the_language_of_the_document(parts: Parts) -> None:
    assert "Experiencia profesional" in parts.text and "hasta la fecha" in parts.text


def test_other_peoples_data_under_references_is_left_out(parts: Parts) -> None:
    assert "Testigo" not in parts.model_dump_json()


def test_a_nationality_that_is_no_country_is_asked() -> None:
    parts, _ = read_skills_passport_xml(XML.replace("<Code>ES</Code><Label>Española", "<Label>Zubrowkan").encode())
    assert parts.nationalities == () and "Zubrowkan" in parts.doubts[0].question


@pytest.mark.parametrize("day", ["31", "9" * 11, "9" * 5_000])
def test_an_impossible_birth_date_is_dropped_without_a_crash(day: str) -> None:
    _, protected = read_skills_passport_xml(XML.replace('day="---29"', f'day="---{day}"').encode())
    assert (protected.birth, protected.dropped["birth"]) == (None, 1)


def test_json_without_a_learner_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="LearnerInfo"):
        read_skills_passport_json(b'{"total": 3}')
