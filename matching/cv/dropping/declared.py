"""What somebody declares of faith, descent and impairments in passing: "I profess Islam", "of Mapuche descent"."""

from __future__ import annotations

from collections.abc import Iterator

from matching.cv.dropping.personal_words import FAITHS
from matching.cv.dropping.wording import pattern
from matching.cv.dropping.zones import Zone

_RELIGIONS = (
    r"(?:islam|christianity|catholicism|protestantism|orthodoxy|judaism|buddhism|hinduism|sikhism|christianisme|catholicisme|protestantisme|orthodoxie|judaisme|bouddhisme|hindouisme|"
    r"isla[o]?|cristianismo|catolicismo|protestantismo|ortodoxia|judaismo|budismo|hinduismo|islamismo|ислам|православие|христианство|католичество|католицизм|иудаизм|буддизм|"
    r"(?:ال)?(?:اسلام|مسيحيه|يهوديه|دين\s+(?:ال)?(?:اسلامي|مسيحي)))"
)
_PROFESSED = pattern(
    r"(?<!\w)(?:(?:i\s+)?(?:profess|(?:am\s+)?professing)|i\s+(?:practi[sc]e|follow|adhere\s+to|believe\s+in)|(?:je\s+)?(?:professe|pratique)|(?:profeso|practico|professo|pratico|sigo)|"
    r"(?:исповеду(?:ю|ет)|придерживаюсь)|(?:اعتنق|ادين)(?:\s?ب)?)\s*"
    rf"(?:(?:the|le|la|el|o|a)\s+|l')?(?:{_RELIGIONS}|(?:religion|faith|foi|fe|religiao|веру)\s+(?:{FAITHS})|(?:{FAITHS})\s+(?:religion|faith))(?!\w)|"
    rf"(?<!\w)of\s+(?:the\s+)?(?:{FAITHS})\s+(?:faith|religion|confession)(?!\w)|(?<!\w)de\s+(?:confession|religion|foi|fe|confesion|religiao|confissao)\s+(?:{FAITHS})(?!\w)|"
    rf"(?<!\w)(?:{FAITHS})\s+вероисповедани\w+"
)

_I_AM = (
    r"(?:(?:i\s+am|i'm|i\s+identify\s+as|je\s+suis|soy|sou|я|انا|me\s+(?:auto)?(?:identifico|reconozco|declaro)(?:\s+como)?)\s+"
    r"(?:an?\s+|une?\s+|una\s+|uma?\s+)?)"
)
_PEOPLES = (
    r"indigena|aborigen|mestiz[oa]|mulat[oa]|pard[oa]|pret[oa]|negr[oa]|quilombola|afro-?(?:descendiente|descendente|colombian[oa]|peruan[oa]|ecuatorian[oa]|brasileir[oa])|"
    r"autochtone|metis(?:se)?|indigenous|aboriginal|afro-caribbean|african[\s-]american|roma|gitan[oa]|cigan[oa]|mapuche|aymara|quechua|maori"
)
_DESCENT = (
    r"(?:a\s+)?descendant\s+of\s+(?:the\s+)?\w+|of\s+\w+(?:\s\w+)?\s+(?:descent|ancestry|ethnicity|parentage)|(?:registered\s+)?indigenous\s+(?:status|identity|person|man|woman)|(?:first\s+nations?|tribal)\s+(?:member|status|person)|"
    r"(?:enrolled\s+)?member\s+of\s+the\s+\w+\s+(?:tribe|nation|people)|"
    r"(?:issue?|descendante?|membre|originaire)\s+d(?:u|e\s+la|e\s+l'|e\s+l)\s?(?:peuple|ethnie|communaute|tribu)\s+\w+|de\s+l'ethnie\s+\w+|d'ascendance\s+\w+|(?:statut\s+(?:d')?|identite\s+)(?:autochtone|indien(?:ne)?|indigene)|"
    r"descendiente\s+(?:de\s+(?:pueblos?\s+)?)?\w+|(?:calidad|condicion|identidad|ascendencia)\s+(?:de\s+)?(?:indigena|mapuche|aymara|quechua|afrodescendiente)|"
    r"(?:pertene(?:ciente|zco)|miembro)\s+(?:al|del|a\s+la|de\s+la)\s+(?:pueblo|etnia|comunidad)\s+\w+|de\s+ascendencia\s+\w+|"
    r"descendente\s+de\s+\w+|(?:auto-?)?declarad[oa]\s+(?:pret[oa]|pard[oa]|negr[oa]|branc[oa]|indigena|quilombola|amarel[oa])|(?:pertencente|pertenco|membro)\s+(?:ao|do|a|da)\s+(?:povo|etnia|comunidade\s+quilombola)\s+\w+|de\s+ascendencia\s+\w+|"
    r"по\s+(?:национальности|происхождению)\s*-?\s*\w+|этническ(?:ий|ая)\s+\w+|представител\w+\s+коренн\w+\s+(?:малочисленн\w+\s+)?народ\w*|"
    r"(?:انتمي\s+الي|من)\s+(?:قبيله|عشيره|اصول|عرقيه)\s+\w+|من\s+(?:ال)?سكان\s+(?:ال)?اصليين"
)
_DESCENT_PIECE = pattern(rf"(?:{_I_AM}?(?:{_DESCENT})|{_I_AM}(?:{_PEOPLES}))(?:\s+[\w-]+){{0,6}}|{_PEOPLES}")
_DESCENT_SAID = pattern(rf"(?<!\w){_I_AM}(?:{_DESCENT}|{_PEOPLES})(?!\w)")

_SENSE = (
    r"(?:(?:hearing|visual|vision|sight|mobility|motor|physical|speech)\s+(?:impairment|disability|loss)|"
    r"(?:deficience|incapacite|handicap|deficit)\s+(?:auditi(?:f|ve)|visuel(?:le)?|mot(?:eur|rice)|physique)|"
    r"(?:discapacidad|incapacidad|deficiencia|limitacion|incapacidade|perda|perdida)\s+(?:auditiva|visual|motora|motriz|fisica|intelectual|psicosocial)|baixa\s+visao|baja\s+vision|"
    r"(?:инвалидность|нарушение|потеря|снижение)\s+(?:по\s+)?(?:слух[ау]|зрени[юя]|опорно-двигательного\s+аппарата)|(?:ال)?اعاقه\s+(?:ال)?(?:سمعيه|بصريه|حركيه|جسديه))"
)
_HOW_MUCH = (
    r"(?:mild|slight|moderate|severe|profound|partial|legere?|modere+|severe|profonde?|partiel(?:le)?|leve|moderada|severa|grave|profunda|parcial|ligeira|total|registered|recogni[sz]ed|certified|reconnue?|reconocida|reconhecida|acreditada|"
    r"легк\w+|умеренн\w+|тяжел\w+|частичн\w+|خفيفه|متوسطه|شديده|جزييه)"
)
_WITH = (
    r"(?:(?:with|i\s+have|having|avec|j'ai|con|tengo|presento|com|tenho|имею|у\s+меня|لدي|عندي)\s+"
    r"(?:an?\s+|une?\s+|una\s+|uma?\s+)?)"
)
_RATE = (
    r"(?:(?:taux|degre|grado|grau|degree|rate)\s+(?:de\s+|d'|of\s+))?(?:incapacite|invalidite|handicap|discapacidad|minusvalia|incapacidad|incapacidade|deficiencia|disability|инвалидность)"
    r"(?:\s+(?:reconnue?|permanent[e]?|reconocid[oa]|reconhecid[oa]|acreditad[oa]|legal))?(?:\s+(?:de|del|of|a|au))?\W{0,2}\s?\d{2,3}\s?%"
)
_IMPAIRED_PIECE = pattern(
    rf"{_WITH}?(?:{_HOW_MUCH}\s+{_SENSE}|{_SENSE}\s+{_HOW_MUCH})(?:\s+[\w-]+){{0,4}}|{_WITH}{_SENSE}(?:\s+[\w-]+){{0,4}}|{_RATE}(?:\s+[\w-]+){{0,3}}|"
    r"us[ao]\s+aparelho"
)
_IMPAIRED_ALONE = pattern(  # few signs between the mark and the word: a line of nothing but marks would cost hours
    rf"(?:^\W*|[.;|•]\s\W{{0,20}})(?P<said>{_SENSE})(?=\s*(?:$|[.;|•(]))"
)
_AIDED = pattern(
    r"(?<!\w)(?:(?:i\s+)?(?:am\s+)?(?:use|using|wear|wearing)\s+(?:an?\s+|two\s+)?(?:hearing\s+aids?|wheelchair|cochlear\s+implant|white\s+cane|prosthe\w+)|"
    r"(?:je\s+)?(?:porte|utilise|me\s+deplace\s+en)\s+(?:une?\s+|des\s+)?(?:appareils?\s+auditifs?|protheses?(?:\s+auditives?)?|fauteuil\s+roulant|canne\s+blanche)|"
    r"(?:uso|utilizo|usa|llevo)\s+(?:un\s+|una\s+)?(?:audifonos?|protesis|silla\s+de\s+ruedas|implante\s+coclear|baston\s+blanco)|"
    r"(?:uso|usa|utilizo)\s+(?:um\s+|uma\s+)?(?:aparelhos?\s+auditivos?|protese(?:\s+auditiva)?|cadeira\s+de\s+rodas|implante\s+coclear)|"
    r"(?:пользуюсь|пользуется|ношу|передвигаюсь\s+(?:на|в))\s+(?:инвалидн\w+\s+)?(?:коляск\w+|слухов\w+\s+аппарат\w*|протез\w*)|"
    r"(?:استخدم|استعمل)\s+(?:كرسي\w*\s+متحرك\w*|(?:كرسي\s+)?(?:ال)?معاقين|سماعه?(?:\s+طبيه)?))(?!\w)"
)


def declared_kind(flat: str, zone: Zone) -> str | None:
    """The kind of protected data that a whole piece of plain text declares, in the parts that speak of the person."""
    if zone not in ("personal", "other"):
        return None
    if _DESCENT_PIECE.fullmatch(flat):
        return "origin"
    return "health" if _IMPAIRED_PIECE.fullmatch(flat) else None


def find_declared(flat: str, zone: Zone) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of what a plain line declares within its sentences; subjects of work read otherwise."""
    for kind, said in (("religion", _PROFESSED), ("origin", _DESCENT_SAID), ("health", _AIDED)):
        yield from ((*found.span(), kind) for found in said.finditer(flat))
    if zone in ("personal", "other"):
        yield from ((*found.span("said"), "health") for found in _IMPAIRED_ALONE.finditer(flat))
