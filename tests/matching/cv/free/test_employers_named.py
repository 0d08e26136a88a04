"""Which of the names in the head of an entry is its employer, and where entries begin that networks and tables print."""

from __future__ import annotations

import pytest

from matching.cv.free.reading import read_free
from tests.matching.cv.free.building import cv, dates, shown


def first_employer(written: str) -> str | None:
    return next(e for e in read_free(cv(written)).entries if e.kind in ("post", "assignment")).employer


@pytest.mark.parametrize(
    ("line", "employer"),
    [
        ("Labour Standards Commission, Midlands Office", "Labour Standards Commission"),
        ("Le Relais, Direction territoriale de Mons", "Le Relais"),
        ("Instituto do Trabalho, Delegação Regional do Norte", "Instituto do Trabalho"),
    ],
)
def test_an_organisation_comes_before_its_office_in_a_region(line: str, employer: str) -> None:
    assert first_employer(f"# Employment\n!Inspector\n{line}\n2012 – 2016\n- Inspections") == employer


def test_an_employer_under_two_names_keeps_both() -> None:
    read = first_employer(
        "# Employment\nLabour Inspector\t2013 – 2019\nWages Rights Authority / Labour Relations Commission, Carlow"
    )
    assert read == "Wages Rights Authority / Labour Relations Commission"


def test_who_paid_stands_in_brackets_and_is_not_the_client() -> None:
    read = first_employer(
        "# Consultancies\n2021: Costing of a maternity benefit, National Pension Authority, Zambia (for ILO)\n"
        "2018: Peer review, Rwanda Social Security Board"
    )
    assert read == "National Pension Authority"


def test_a_direction_keeps_the_fields_that_it_lists() -> None:
    read = first_employer("# Experiência\nTécnica\nDireção do Trabalho, Emprego e Formação Profissional\n2012 – 2016")
    assert read == "Direção do Trabalho, Emprego e Formação Profissional"


def test_a_cell_holds_what_the_head_of_its_column_lists_in_that_order() -> None:
    entries = read_free(
        cv(
            "!Employment record\nPeriod\tEmploying organisation, title and location\tSummary of activities\n"
            "Jul 2004 – Dec 2014\tJobs Plus, Department for Work; District Manager; Leeds, UK\tRan offices; chaired a forum.\n"
            "Oct 1991 – Jun 2004\tJobs Service; Adviser, then Manager; Hull, UK\tCounselling of jobseekers."
        )
    ).entries
    assert [shown(entry) for entry in entries] == [
        "post | District Manager | Jobs Plus, Department for Work | 2004-07/2014-12 | GB",
        "post | Adviser, then Manager | Jobs Service | 1991-10/2004-06 | GB",
    ]


def test_a_network_names_the_employer_in_the_same_letters_as_the_tasks() -> None:
    entries = read_free(
        cv(
            """
# Experience
Agency for Vocational Education
8 years 3 months
!Senior Adviser
August 2020 - Present (4 years 6 months)
Uppsala, Sweden
Secretary of the council for the framework.
!Investigator
November 2016 - July 2020 (3 years 9 months)
Wrote the standard for validation.
Region Norra Dalarna
!Coordinator
January 2012 - October 2016 (4 years 10 months)
"""
        )
    ).entries
    assert [e.employer for e in entries] == ["Agency for Vocational Education"] * 2 + ["Region Norra Dalarna"]
    firsts = [e.text.split("\n")[0] for e in entries]
    assert firsts == ["Senior Adviser", "Investigator", "Region Norra Dalarna"]


@pytest.mark.parametrize(
    "line",
    [
        "Consultora en ventanillas de empleo, Secretaría de Trabajo y Seguridad Social de los Pueblos, Honduras, 2018.",
        "Assistência técnica à carteira de cursos. Direção do Trabalho e do Emprego, São Tomé e Príncipe. Maio de 2018.",
    ],
)
def test_a_date_behind_a_place_or_alone_at_the_end_dates_an_assignment(line: str) -> None:
    entries = read_free(cv(f"# Consultorías\n- Ministerio de Trabajo, Paraguay, junio de 2021\n- {line}")).entries
    assert [dates(e)[:4] for e in entries] == ["2021", "2018"]


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [("ENSEIGNEMENT ET EXPERTISE", True), ("Docencia y consultoría", True), ("Loisirs", False)],
)
def test_teaching_and_consulting_are_work(heading: str, is_read: bool) -> None:
    entries = read_free(
        cv(
            f"# Formation\n- Licence, Université de Thiès, 2002\n# {heading}\n!Chargé de cours | depuis 2014\nÉcole du Nord"
        )
    ).entries
    assert any(entry.kind == "post" for entry in entries) is is_read


@pytest.mark.parametrize(
    ("told", "employer"),
    [
        ("à la Commission des partenaires du marché, où elle", "Commission des partenaires du marché"),
        (
            "au ministère de l'Emploi et de la Solidarité sociale dans",
            "ministère de l'Emploi et de la Solidarité sociale",
        ),
    ],
)
def test_a_name_that_goes_on_in_small_letters_is_read_whole(told: str, employer: str) -> None:
    line = f"De 2013 à 2020, elle a été coordonnatrice de l'apprentissage {told} a élaboré des normes."
    other = "De 2006 à 2013, elle était conseillère au Centre de services de la Capitale, chargée des programmes."
    assert [entry.employer for entry in read_free(cv(f"Ève Lind\n{line}\n{other}")).entries] == [
        employer,
        "Centre de services de la Capitale",
    ]


def test_a_town_may_follow_dates_behind_an_arabic_comma() -> None:
    written = "# الخبرة المهنية\n!مدير جهوي، وكالة التشغيل\nمن مارس 2011 إلى ديسمبر 2017، المحرس\n- مرافقة طالبي الشغل"
    assert [dates(entry) for entry in read_free(cv(written)).entries] == ["2011-03/2017-12"]


@pytest.mark.parametrize(
    ("line", "title", "employer"),
    [
        ("De mai 2011 à janvier 2018 : Directeur des prestations de la Caisse nationale de sécurité sociale (CNSS), Conakry",
         "Directeur des prestations", "Caisse nationale de sécurité sociale (CNSS)"),
        ("2015 – 2020 Director of the National Employment Agency, Tirana", "Director", "National Employment Agency"),
        ("2016–2022 Директор Департамента занятости Министерства труда Республики Беларусь, Минск",
         "Директор Департамента занятости", "Министерства труда Республики Беларусь"),
        ("2006 – 2011: Asesora parlamentaria, Asamblea Legislativa", "Asesora parlamentaria", "Asamblea Legislativa"),
        ("2006–2012  State Counsel, Attorney General's Chambers", "State Counsel", "Attorney General's Chambers"),
        ("2008-2012 VDAB – Consulent", "Consulent", "VDAB"),
        ("Inspectrice principale (Office national d'assurance-vieillesse (ONA)), Cap-Haïtien, 2010 à 2019",
         "Inspectrice principale", "Office national d'assurance-vieillesse (ONA)"),
    ],
)  # fmt: skip
def test_an_employer_is_found_inside_the_title_beside_it_and_in_brackets(line: str, title: str, employer: str) -> None:
    entry = read_free(cv(f"# Employment\n2018 – 2020 Adviser, Ministry of Labour\n{line}")).entries[1]
    assert (entry.title, entry.employer) == (title, employer)


def test_the_client_stands_between_the_country_and_what_was_done() -> None:
    assert first_employer("# Missions\n2023\tCameroun, CNPS, évaluation actuarielle des pensions") == "CNPS"


def test_a_post_named_at_the_beginning_of_its_tasks_leaves_the_line_above_to_the_employer() -> None:
    written = (
        "# Experiencia\n2018 – 2022\tFundación Chile\nDirectora. Estudios sobre la demanda de los municipios del país.\n"
        "2010 – 2018\tChileValora\nSecretaria Ejecutiva. Novecientos perfiles acordados en mesas tripartitas del sector."
    )
    assert [e.employer for e in read_free(cv(written)).entries] == ["Fundación Chile", "ChileValora"]


def test_a_label_of_tasks_ends_no_section() -> None:
    block = "Institución: Ministerio del Trabajo\nCargo: Inspectora\nDesde: {} Hasta: {}\nActividades: inspecciones, mediación."
    written = "# Trayectoria\n" + "\n".join(
        (block.format("06/2019", "la actualidad"), block.format("09/2012", "05/2019"))
    )
    assert [dates(e) for e in read_free(cv(written)).entries if e.kind == "post"] == ["2019-06/...", "2012-09/2019-05"]


@pytest.mark.parametrize(
    ("line", "title", "employer"),
    [
        ("Senior auditor (Ministry of Works, Pensions Department)", "Senior auditor", "Ministry of Works, Pensions Department"),
        ("Manager, Actuarial Data (National Provident Fund)", "Manager, Actuarial Data", "National Provident Fund"),
        ("Auditor, private practice (Okello & Sons, Partners)", "Auditor, private practice", "Okello & Sons, Partners"),
        ("متفقدة شغل مركزية (الإدارة العامة لتفقد الشغل، وزارة الشؤون الاجتماعية)", "متفقدة شغل مركزية",
         "الإدارة العامة لتفقد الشغل، وزارة الشؤون الاجتماعية"),
        ("Attachée d'enseignement (ATE), Université de Vannes", "Attachée d'enseignement (ATE)", "Université de Vannes"),
        ("Inspectora médica jefe (INSS)", "Inspectora médica jefe", "INSS"),
        ("Human Resources Manager (HRM)", "Human Resources Manager (HRM)", None),
        ("Consejera de trabajo (Embajada de España)", "Consejera de trabajo", "Embajada de España"),
        ("начальник Государственной инспекции труда по Ошской области", "начальник", "Государственной инспекции труда"),
        ("Head of unit (benefits and fund raising)", "Head of unit (benefits and fund raising)", None),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_behind_a_position_is_its_employer_where_it_names_one(
    line: str, title: str, employer: str | None
) -> None:
    entry = read_free(cv(f"# Experience\n2012 – 2016: {line}\n- Inspections")).entries[0]
    assert (entry.title, entry.employer) == (title, employer)


def test_an_agency_in_general_is_no_employer() -> None:
    read = first_employer(
        "# Missions\nExpertise : accueil des jeunes en agence, ANPEJ, Dakar ; octobre 2023 (10 jours)"
    )
    assert read == "ANPEJ"


def test_a_cell_for_the_employer_keeps_the_service_behind_a_dash() -> None:
    read = first_employer(
        "# Empleos\nFechas\tEntidad\tPuesto\n2012 - 2018\tLanbide - Servicio Vasco de Empleo\tTécnico"
    )
    assert read == "Lanbide - Servicio Vasco de Empleo"


def test_a_local_mission_is_an_employer_of_its_own() -> None:
    entries = read_free(
        cv(
            "# Parcours\n2001 – 2008 : Conseillère, ANPE, Moulins\n1995 – 2000 : Chargée d'insertion, Mission locale de Thouars"
        )
    ).entries
    assert [entry.employer for entry in entries] == ["ANPE", "Mission locale de Thouars"]


def test_on_whose_behalf_something_was_done_is_the_employer_alone() -> None:
    read = first_employer(
        "# Misiones\nPerú, mayo de 2022: manual de valoración, por encargo del Ministerio de Trabajo y Empleo"
    )
    assert read == "Ministerio de Trabajo y Empleo"


def test_initials_stand_before_a_town_that_we_do_not_know() -> None:
    assert first_employer("# Parcours\n2001 – 2008 : Conseillère, ANPE, Moulins") == "ANPE"
