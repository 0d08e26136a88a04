"""The language of a text: one of the six, a mixture, too short to tell, or a refusal."""

from __future__ import annotations

import pytest

from matching.errors import InvalidCall
from matching.reading import language_of, read_language

SIX = {
    "en": "The national employment service wishes to review how it receives young jobseekers in its regional offices.",
    "fr": "Le service national de l'emploi souhaite revoir l'accueil des jeunes demandeurs d'emploi dans ses agences.",
    "es": "El servicio nacional de empleo desea revisar la atención a los jóvenes desempleados en sus oficinas.",
    "pt": "O serviço nacional de emprego deseja rever o atendimento aos jovens desempregados nas suas agências.",
    "ru": "Государственная служба занятости намерена пересмотреть работу с молодыми безработными в своих отделениях.",
    "ar": "ترغب الخدمة الوطنية للتشغيل في مراجعة استقبال الشباب الباحثين عن عمل في مكاتبها الجهوية بمختلف المناطق.",
}


@pytest.mark.parametrize("code", SIX)
def test_each_of_the_six_is_recognised(code):
    assert read_language(SIX[code]).main == code and not read_language(SIX[code]).others
    assert language_of(SIX[code])[0] == code


def test_a_text_of_two_languages_names_both():
    mixed = read_language(f"{SIX['fr']}\n{SIX['fr']}\n{SIX['en']}")
    assert (mixed.main, mixed.others) == ("fr", ("en",))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Die Rentenversicherung sucht zwei Fachleute, die Erfahrung mit der Reform von Beiträgen haben.",
            "German",
        ),
        (
            "Il servizio nazionale per l'impiego desidera rivedere l'accoglienza dei giovani nelle sue sedi.",
            "Italian",
        ),
        (
            "Державна служба зайнятості має намір переглянути роботу з молодими безробітними у своїх відділеннях.",
            "Ukrainian",
        ),
    ],
)
def test_another_language_is_refused_by_name(text, name):
    with pytest.raises(InvalidCall, match=name):
        read_language(text)


def test_short_texts_are_not_refused():
    assert read_language("Renten").main is not None
    assert read_language("42 !").main is None
