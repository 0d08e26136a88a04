"""Small parts of the reading of calls: labels, heads of positions, quantities, items, outlines, statuses, countries."""

from __future__ import annotations

import pytest

from matching.reading.folding import plain
from matching.reading.headings import match_label
from matching.reading.items import items_of, unwrapped
from matching.reading.outline import outline
from matching.reading.phases import read_phases
from matching.reading.position_heads import match_position
from matching.reading.position_tables import said_role
from matching.reading.printed_codes import dotted_codes, read_codes
from matching.reading.quantities import find_days, find_years
from matching.reading.status_words import read_statuses
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def test_plain_text_has_the_length_of_the_original():
    text = "Été ﷲ ß İ أيّار ٢٠٢٧ – «x» \u00a0ё"
    assert len(plain(text)) == len(text) and plain("Été أيار٢\u00a0—Ё") == "ete ايار2 -е"


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("Country: Tunisia", "country", "Tunisia"),
        ("**Pays partenaire** : Tunisie", "country", "Tunisie"),
        ("Страна-партнёр: Тунис", "country", "Тунис"),
        ("البلد الشريك: تونس", "country", "تونس"),
        ("3. Expected results of the activity", "results", ""),
        ("## 2. Contexte", "context", ""),
        ("Workload – 18 days", "days", "18 days"),
        ("Dates (indicative): 3–21 May", "dates", "3–21 May"),
        ("- Title: abc", "title", "abc"),
        ("Call reference\tEU/12", "reference", "EU/12"),
        ("(Tasks)", "tasks", ""),
    ],
)
def test_labels_in_six_languages_are_known(line, kind, value):
    label = match_label(line)
    assert label and (label.kind, label.value) == (kind, value)


@pytest.mark.parametrize(
    "line",
    ["", "***", "The objectives of the ministry are many.", "- Experience of reforms", "x" * 200, "Objectives.",
     "Experience of many years in the same office of the same town and country"],
)  # fmt: skip
def test_sentences_and_items_are_no_labels(line):
    assert match_label(line) is None


@pytest.mark.parametrize(
    ("line", "number", "principal", "title"),
    [
        ("Expert 1 (principal expert): Actuary", 1, True, "Actuary"),
        ("Position II – Lawyer (16 days)", 2, None, "Lawyer"),
        ("Experte principale : juriste", None, True, "juriste"),
        ("Deuxième expert (18 jours)", 2, False, ""),
        ("Experto 2: Jurista", 2, None, "Jurista"),
        ("Perito principal - 20 dias úteis", None, True, ""),
        ("Ведущий эксперт – актуарий", None, True, "актуарий"),
        ("الخبير الرئيسي: خبير في التأمين", None, True, "خبير في التأمين"),
        ("First expert: Actuary", 1, None, "Actuary"),
    ],
)
def test_heads_of_positions_in_six_languages(line, number, principal, title):
    head = match_position(line)
    assert head and (head.number, head.principal, head.title) == (number, principal, title)


@pytest.mark.parametrize(
    "line",
    ["The principal expert will lead the team", "Experts required", "Expert 1 was here and there and left again",
     "Principal expert: a long sentence that goes on and on about what this person will have to do in the end."],
)  # fmt: skip
def test_sentences_about_experts_are_no_heads(line):
    assert match_position(line) is None


def test_the_role_beside_a_label_is_yes_no_or_named():
    assert [said_role(x) for x in ("oui", "нет", "نعم", "Second expert", "Lead expert", "perhaps")] == [
        True, False, True, False, True, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("18 working days", 18),
        ("18 (eighteen) jours ouvrables", 18),
        ("eighteen days", 18),
        ("22,5 jours", 22.5),
        ("18 días hábiles", 18),
        ("18 рабочих дней", 18),
        ("١٨ يوم عمل", 18),
        ("خمسة عشر يوما", 15),
        ("5 days at home, 10 on site, total: 15 days", 15),
        ("5 days of notice; 12 days", 5),
        ("30 days before the start", None),
        ("three weeks", None),
        ("Prepare a 2 days seminar", None),
        ("a 3-day national workshop, 12 days in all", 12),
        ("un séminaire de 2 jours", None),
        ("un taller nacional de dos días", None),
        ("um seminário de 3 dias", None),
        ("семинар продолжительностью 2 дня", None),
        ("ندوة مدتها 3 أيام", None),
        ("a 5-day online workshop", None),
        ("2 days seminar", None),
        ("10 days of training for inspectors", 10),
        ("Training expert for 15 days", 15),
        ("20 days conference interpreter", 20),
        ("10 days workshop facilitation", 10),
        ("10 jours de formation", 10),
        ("10 días en oficina", 10),
        ("10 dias de formação", 10),
        ("эксперт по курсам на 10 дней", 10),
    ],
)
def test_days_are_found_in_six_languages(text, days):
    assert find_days(text) == days


def test_a_bare_number_counts_as_days_only_beside_a_label():
    assert (find_days("18"), find_days("18", labelled=True), find_days("none", labelled=True)) == (None, 18, None)
    assert find_days("0 days") is None and find_days("0", labelled=True) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 days seminar", 2),
        ("a 2-day seminar, 10 days", 10),
        ("One training expert for 8 days", 8),
        ("2 trainers for 15 days course design", 15),
        ("2 trainers for a 3-day workshop", 3),
        ("10 jours de formation et 5 jours de préparation", 10),
        ("5 days before 3 May", None),
    ],
)
def test_beside_a_label_no_bare_number_counts_where_days_are_said(text, days):
    assert find_days(text, labelled=True) == days


@pytest.mark.parametrize(
    ("text", "years"),
    [("at least 10 years", 10), ("dix ans d'expérience", 10), ("не менее 12 лет", 12), ("خبرة لا تقل عن عشر سنوات", 10),
     ("5 years, of which 3 years abroad", 5), ("in the year 1999", None), ("100 years", None)],
)  # fmt: skip
def test_years_of_experience_are_found(text, years):
    assert find_years(text) == years


def test_a_bare_number_counts_as_years_only_beside_a_label():
    assert (find_years("10+"), find_years("10+", labelled=True), find_years("from 3 to 5", labelled=True)) == (
        None,
        10,
        None,
    )


@pytest.mark.parametrize(
    "line", ["Эксперт № 2: пенсии", "Эксперт №2 - пенсии", "Expert N° 2 : paie", "Experto n.º 2: nóminas"]
)
def test_the_sign_for_a_number_stands_before_that_of_a_position(line):
    head = match_position(line)
    assert head is not None and head.number == 2


def test_items_lose_their_marks_and_wrapped_ones_are_put_together():
    assert items_of(["- draft the", "report", "", "2) train-", "ing"]) == ("draft the report", "training")
    assert items_of(["draft; train ; "]) == ("draft", "train")
    assert items_of(["**Draft**", "Train"]) == ("Draft", "Train")


def test_broken_lines_are_joined_and_others_are_left():
    broken = (
        "The service wishes to review how counsellors receive\nyoung jobseekers in its offices and asks for help\n"
        "by experts from public institutions that have modern-\nised theirs.\n- Tasks\nCountry: Togo\n"
    )
    joined = unwrapped(broken, 100)
    assert joined.split("\n")[0].endswith("have modernised theirs.") and "\n- Tasks\nCountry: Togo" in joined
    assert (
        unwrapped(broken, 40) == broken and unwrapped(broken, 100, 0.9) == broken and unwrapped("a\nb", 100) == "a\nb"
    )


def test_rows_that_say_too_little_open_no_position():
    cut = outline("Expert\tFields\tDays\nActuary\tE.10.07\t20\n\t\t\nTotal\t\t\n\tE.10.08\t")
    (part,) = cut.positions
    assert part.head.title == "Actuary" and part.of("fields") == ["E.10.07", "E.10.08"]


def test_cells_under_a_column_that_is_not_known_are_kept_beside_the_position():
    (part,) = outline("Expert\tFields\tDays\tOffice\nActuary\tE.10.07\t20\tLomé").positions
    assert part.loose == ["Lomé"]


def test_headings_above_the_positions_and_unknown_ones_beside_them_close_the_last_position():
    text = "## Positions\n### Expert 1: Actuary\n#### Tasks\n- build\n### Zoology\nNone.\n## Languages\nFrench C1"
    cut = outline(text)
    assert [s.kind for s in cut.positions[0].sections] == ["tasks"]
    assert cut.call.of("languages") == ["French C1"] and cut.call.of("unknown") == ["None."]
    assert outline("## Expert 1: Actuary\nTall.\n# Languages\nFrench").call.of("languages") == ["French"]
    assert outline("Expert 1: Actuary\n3. Tasks\nbuild").positions[0].of("tasks") == ["build"]


def test_the_last_item_of_a_numbered_list_is_no_heading():
    cut = outline("2. Tasks\n1. build\n2. write\n3. Present the model")
    assert cut.call.of("tasks") == ["1. build", "2. write", "3. Present the model"]


def test_a_row_of_a_table_without_a_head_speaks_for_itself():
    (part,) = outline("Expert 1: Actuary\tE.10.07\t20 days").positions
    assert part.head.title == "Actuary" and part.loose == ["E.10.07", "20 days"]


def test_a_numbered_line_that_ends_like_a_sentence_is_no_heading():
    cut = outline("1. Objectives\nRenew the law\n2. Train the staff;\n")
    assert cut.call.of("objectives") == ["Renew the law", "2. Train the staff;"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A.35", ("A.35",)),
        ("A 35, E10 07; n-10-01", ("A.35", "E.10.07")),
        ("E. 10 – Social Security / N-15 (Social Security Administration)", ("E.10", "N.15")),
        ("B.00", ("B",)),
        ("D - Labour Law", ("D",)),
        ("Youth Employment", ("A.20.10",)),
        ("Emploi des jeunes, inspection du travail", ("A.20.10", "N.10.01")),
        ("anything else", ()),
        ("", ()),
    ],
)
def test_fields_are_taken_as_codes_in_any_print_or_as_labels_in_any_language(text, codes):
    assert read_codes([text], VOCABULARY.fields).codes == codes


def test_printed_codes_that_are_unknown_are_reported_and_lone_letters_are_not():
    read = read_codes(["A.36; Z"], VOCABULARY.fields)
    assert read.codes == () and [error.unknown for error in read.unknown] == ["A.36"]
    assert read_codes(["5.2 Information; 9"], VOCABULARY.competences, numbered=True).codes == ("5.2", "9")


def test_only_dotted_codes_are_taken_where_no_label_tells_what_stands_there():
    assert dotted_codes("level A1, code A.35, A 45 and Z.99, E.10.07.", VOCABULARY.fields) == ("A.35", "E.10.07")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("advice", ("advice",)),
        ("formation de formateurs, conseil", ("training_of_trainers", "advice")),
        ("policy review and more", ("policy_review",)),
        ("cookery", ()),
    ],
)
def test_types_of_activity_may_be_named_by_part_of_their_label(text, codes):
    assert read_codes([text], VOCABULARY.activity_types, loose=True).codes == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("civil servants, staff of mandated bodies", ("civil_servant", "mandated_body")),
        ("fonctionnaires et agents publics retraités", ("civil_servant", "retired_public")),
        ("государственные служащие и представители социальных партнёров", ("civil_servant", "social_partner")),
        ("الموظفين العموميين والأكاديميين", ("civil_servant", "academic")),
        ("former official in private practice", ("private",)),
        ("Organisation internationale", ("international_organisation",)),
        ("astronauts", ()),
    ],
)
def test_statuses_are_known_by_the_words_that_calls_use(text, codes):
    assert read_statuses([text], VOCABULARY.statuses) == codes


def test_lines_on_deadlines_and_lines_without_dates_are_no_phases():
    assert read_phases(["Deadline for applications: 3 May 2027", "To be confirmed"]).phases == ()
    (phase,) = read_phases(["from 3 to 7 May 2027"], "Mission dates").phases
    assert (phase.name, phase.on_site) == ("Mission dates", False)
    assert read_phases(["3 May 2027"]).phases[0].name == "activity"


@pytest.mark.parametrize(
    ("name", "on_site"),
    [("Mission", True), ("Remote mission", False), ("Mission à distance", False), ("Работа на месте", True),
     ("المهمة الميدانية", True), ("Preparation", False)],
)  # fmt: skip
def test_a_phase_is_on_site_when_its_name_says_so_and_nothing_says_from_home(name, on_site):
    assert read_phases([f"{name}: 2027-05-03"]).phases[0].on_site is on_site
