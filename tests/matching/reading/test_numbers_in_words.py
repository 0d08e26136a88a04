"""Numbers in words, as calls say days of work, years of experience and experts."""

import pytest

from matching.reading.quantities import find_days, find_expert_count, find_years


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("forty-five working days", 45),
        ("twenty-one days", 21),
        ("nineteen days", 19),
        ("dix-sept jours", 17),
        ("vingt et un jours ouvrables", 21),
        ("soixante-dix jours", 70),
        ("quatre-vingt-dix jours", 90),
        ("treinta y cinco días", 35),
        ("vinte e cinco dias", 25),
        ("двадцать пять рабочих дней", 25),
        ("не более сорока пяти дней", 45),
        ("خمسة وعشرين يوماً", 25),
        ("ثلاثة عشر يوما", 13),
    ],
)
def test_a_number_of_several_words_is_read_whole(text, days):
    assert find_days(text) == days


@pytest.mark.parametrize("text", ["cent vingt jours", "one hundred and twenty days", "сто двадцать дней"])
def test_what_is_beyond_the_numbers_known_is_not_read_by_its_end(text):
    assert find_days(text) is None


def test_years_of_experience_are_read_whole():
    assert find_years("au moins dix-sept ans d'expérience") == 17
    assert find_years("не менее двадцати одного года") == 21


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("deux expertes et un expert", 3),
        ("1 expert principal et 2 experts associés", 3),
        ("one expert in pensions and one expert in labour law", 2),
        ("duas peritas e um perito", 3),
        ("пятеро экспертов", 5),
        ("نحتاج إلى خبيرتين", 2),
        ("أربع خبيرات", 4),
        ("trente-deux experts", None),
        ("We need two experts. One expert speaks French.", 2),
    ],
)
def test_experts_who_are_counted_apart_are_counted_together(text, count):
    assert find_expert_count(text) == count
