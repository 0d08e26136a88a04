"""Numbers in words, as calls say days of work, years of experience and experts."""

import pytest

from matching.reading.quantities import find_days, find_years


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


@pytest.mark.parametrize(
    "text",
    [
        "cent vingt jours",
        "cent-vingt jours",
        "cent quarante-cinq jours",
        "cent quatre-vingt-six jours",
        "one hundred and twenty days",
        "one-hundred-and-twenty days",
        "one hundred and forty-five days",
        "ciento treinta y cinco días",
        "сто двадцать дней",
        "сто сорок пять дней",
    ],
)
def test_what_is_beyond_the_numbers_known_is_not_read_by_its_end(text):
    assert find_days(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("два-три дня", 3),
        ("deux-trois jours", 3),
        ("quatre-cinq jours", 5),
        ("ten–twelve days", 12),
        ("ten-to-twelve days", 12),
        ("expert input—ten days", 10),
        ("quatre-vingt-dix jours", 90),
        ("soixante-et-onze jours", 71),
        ("soixante-et-dix jours", 70),
        ("vingt-et-un jours", 21),
        ("nonante-cinq jours", 95),
    ],
)
def test_a_hyphen_stands_in_a_number_or_between_two_of_which_the_last_is_read(text, days):
    assert find_days(text) == days


def test_a_word_that_ends_like_a_hundred_is_none():
    assert find_days("вместо пяти дней") == 5


def test_years_of_experience_are_read_whole():
    assert find_years("au moins dix-sept ans d'expérience") == 17
    assert find_years("не менее двадцати одного года") == 21
    assert find_years("пять-семь лет опыта") == 7
    assert find_years("cinq-dix ans d'expérience") == 10
