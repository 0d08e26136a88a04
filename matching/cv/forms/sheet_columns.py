"""What the columns of a roster hold, guessed from their heads in six languages and from their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from matching.cv.forms.form_codes import language_of
from matching.errors import UnreadableDocument
from matching.reading.folding import for_plain, plain

Field = Literal[
    "name", "given_name", "family_name", "email", "phone", "link", "nationality", "gender", "birth", "employer", "position",
    "start", "end", "country", "place", "countries", "languages", "language", "native", "summary", "education", "work",
    "skills", "fields", "photo", "age", "family", "religion", "health", "union", "origin", "identity number", "skip",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)
PROTECTED = ("photo", "age", "family", "religion", "health", "union", "origin", "identity number")
# In this order: "country of birth" is no country, "date of birth" no date, "nom de famille" no name of somebody.
_HEADS: tuple[tuple[Field, str], ...] = (
    ("birth", r".*(?:birth|naissance|nacimiento|nascimento|рождени\w*|ميلاد|ولاده).*|d\.?o\.?b\.?|born|ne\(?e?\)? le"),
    ("age", r"age|edad|idade|возраст|(?:ال)?عمر|(?:ال)?سن"),
    ("family", r".*(?:marital|civil status|etat civil|estado civil|children|enfants|hijos|filhos|situation (?:de famille|"
               r"familiale)|семейное|дети|(?:ال)?حاله (?:ال)?(?:اجتماعيه|عاءليه)).*"),
    ("religion", r".*(?:religio\w*|confession|вероисповедание|(?:ال)?ديانه).*"),
    ("health", r".*(?:disab\w+|handicap\w*|discapacidad|deficiencia|health|sante|salud|saude|инвалидность|здоровье|اعاقه).*"),
    ("union", r".*(?:trade union|union member|syndicat\w*|sindica\w*|профсоюз\w*|(?:ال)?نقابه).*"),
    ("origin", r".*(?:ethnic\w*|ethnie|origine|race|etnia|origen|origem|национальная принадлежность).*"),
    ("identity number", r".*(?:passport|passeport|pasaporte|passaporte|national id|id (?:card|number|no)|carte d'identite|"
                        r"cedula|d\.?n\.?i\.?|n\.?i\.?f\.?|cpf|паспорт\w*|снилс|инн|social security (?:no|number)|"
                        r"جواز|(?:ال)?رقم (?:ال)?وطني).*"),
    ("photo", r"photo\w*|picture|image|foto\w*|фото\w*|(?:ال)?صوره"),
    ("gender", r"gender|sex|sexe|genre|genero|sexo|пол|(?:ال)?جنس|(?:ال)?نوع(?: (?:ال)?اجتماعي)?"),
    ("nationality", r"(?:nationalit|nacionalid|citizenship|citoyennete|ciudadania|cidadania|гражданств|(?:ال)?جنسي(?:ه|ات)).*"),
    ("email", r".*(?:e-?mail|courriel|mail|correo|mel|почта|بريد).*"),
    ("phone", r".*(?:phone|mobile|tel|telephone|telefono|telefone|portable|gsm|celular|whatsapp|телефон|هاتف|جوال).*"),
    ("family_name", r"(?:family|last) ?name|surname|nom(?: de famille)?|apellidos?|apelidos?|sobrenome|фамилия|"
                    r"(?:ال)?لقب|اسم (?:ال)?عاءله"),
    ("given_name", r"(?:first|given) ?names?|forenames?|prenoms?|nombres?(?: de pila)?|primeiros? nomes?|"
                   r"nomes? propri\w+|имя(?: и отчество)?|(?:ال)?اسم (?:ال)?(?:اول|شخصي)"),
    ("name", r"(?:full |complete )?name(?: of (?:the )?expert)?|expert(?: name)?|candidat[eo]?|nom(?: et |/| & |-)prenoms?|"
             r"nom complet|nombre (?:completo|y apellidos?)|apellidos y nombres?|nome(?: completo)?|ф\.?\s?и\.?\s?о\.?|"
             r"полное имя|эксперт|(?:ال)?اسم(?: (?:ال)?كامل)?|expert[eo]?"),
    ("native", r".*(?:mother tongue|native language|langue maternelle|lengua materna|lingua materna|родной язык|"
               r"(?:ال)?لغه (?:ال)?ام).*"),
    ("languages", r"(?:(?:working |spoken |other )?languages?|langues?|idiomas?|lenguas?|linguas?|языки|(?:ال)?لغات)"
                  r"(?: .*|\W.*)?"),
    ("countries", r".*(?:countries|pays d'experience|paises|страны|(?:ال)?بلدان|(?:ال)?دول).*|country experience"),
    ("start", r"(?:start|from|since|in post since|date from|debut|depuis|desde|inicio|fecha de inicio|data de inicio|с|"
              r"начало|من|منذ)(?: date)?"),
    ("end", r"(?:end|to|until|date to|fin|jusqu'?a|hasta|ate|fim|termino|по|до|окончание|الي|حتي)(?: date)?"),
    ("country", r"country(?: .*)?|pays(?: .*)?|pais(?: .*)?|страна(?: .*)?|(?:ال)?(?:بلد|دوله)(?: .*)?"),
    ("place", r"city|town|place|location|duty station|ville|lieu|ciudad|lugar|cidade|local(?:idade)?|город|место|"
              r"(?:ال)?مدينه"),
    ("employer", r".*(?:employer|organi[sz]ation|institution|company|administration|ministry|agency|employeur|organisme|"
                 r"entreprise|societe|structure|empleador|organizacion|institucion|empresa|entidad|empregador|organizacao|"
                 r"instituicao|entidade|работодатель|организация|учреждение|место работы|مءسسه|جهه|هيءه|(?:ال)?مشغل).*"),
    ("position", r".*(?:position|post|job title|function|occupation|title|poste|fonction|cargo|puesto|funcion|posicion|"
                 r"profesion|funcao|profissao|должность|профессия|منصب|وظيفه).*"),
    ("education", r".*(?:education|degree|diploma|studies|qualification|diplome|formation|etudes|educacion|estudios|titulo|"
                  r"formacion|titulacion|educacao|formacao|habilitac\w+|образование|диплом|تعليم|شهاد\w+|مءهل\w*).*"),
    ("fields", r".*(?:fields?|areas?|expertise|speciali[sz]ation|themes?|domaines?|thematiques?|specialites?|ambitos?|"
               r"especialidad\w*|especialidade\w*|temas?|специализация|област\w+|сфер\w+|مجال\w*|تخصص\w*).*"),
    ("skills", r".*(?:skills?|competenc\w+|competences?|habilidades|навыки|компетенции|مهارات|كفاءات).*"),
    ("work", r".*(?:experience|experiencia|experienc\w+|опыт|خبر\w+|missions?|career|carriere|trayectoria).*"),
    ("summary", r".*(?:summary|profile|bio\w*|resume|cv|profil|perfil|resumen|resumo|о себе|резюме|نبذه|سيره|about|notes?).*"),
    ("link", r".*(?:web|url|site|linkedin|sitio|сайт|موقع).*"),
    ("skip", r"id|no\.?|n°|nr\.?|#|ref\w*|code|номер|№|رقم|date|timestamp|horodateur|status|statut|estado"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(for_plain(words))) for kind, words in _HEADS)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|00|\()?[\d\s()./-]{8,20}")
_LEVEL = re.compile(r"[ABC][12]\+?(?:\s?/\s?[ABC][12])?|[0-5]", re.IGNORECASE)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_COUNT = re.compile(  # "12", "10+ years", "de 5 à 10 ans": how long somebody did something tells of nothing that they did
    for_plain(
        r"(?:[<>≥≤~+]|(?:more than|over|at least|about|plus de|au moins|environ|mas de|al menos|unos|mais de|cerca de|"
        rf"более|свыше|около|اكثر من|حوالي)(?!\w))?\s?(?:(?:from|de|от|من) )?"
        rf"{_NUMBER}(?:\s?(?:-|to|a|до|الي)\s?{_NUMBER})?\s?\+?\s?"
        r"(?:(?:years?|yrs?|y|months?|ans?|annees?|mois|anos?|mes(?:es)?|лет|год(?:а|ов)?|месяц\w*|سن(?:ه|وات|ين)|عام(?:ا)?|اعوام|"
        r"شهرا?|اشهر)(?!\w))?\.?"
    )
)
_TOLD = ("work", "position", "education", "skills", "fields", "summary")  # what takes words, of which a number is none
_VALUE = re.compile(r"[@\d]")  # hardly in a head
_HEAD_ROWS = 20  # in which the head may stand below a title
_ENOUGH = 0.6  # share of a column's values that must look alike


@dataclass(frozen=True)
class Column:
    """One column: where it stands (from 0), its head, what it is taken for, and by what (head, values, given)."""

    index: int
    head: str
    field: Field
    by: Literal["head", "values", "given", "nothing"]
    language: str | None = None  # of a column that holds the level of one language


def guess_columns(
    rows: Sequence[Sequence[str]], named: Collection[str | int] = ()
) -> tuple[int | None, tuple[Column, ...]]:
    """(row of the head, from 0, or None; the columns). Where no head is known the values alone decide.

    Args:
        rows: the sheet.
        named: heads that somebody named, which count as known.
    """
    heard = {plain(str(name)).strip() for name in named}
    known = [[bool(field_of_head(c) or (c and plain(c).strip() in heard)) for c in row] for row in rows[:_HEAD_ROWS]]
    best, at = max(((sum(row), -i) for i, row in enumerate(known)), default=(0, 0))
    head_row = -at if best >= 2 or (best == 1 and not any(map(_VALUE.search, rows[-at]))) else None
    heads = list(rows[head_row]) if head_row is not None else []
    body = rows[(head_row + 1) if head_row is not None else 0 :][:200]
    width = max((len(row) for row in [heads, *body]), default=0)
    return head_row, tuple(_column(i, heads[i] if i < len(heads) else "", body) for i in range(width))


def field_of_head(head: str) -> tuple[Field, str | None] | None:
    """What a head stands for: (field, language of a column for one language), or None."""
    flat = " ".join(plain(head).replace("_", " ").split()).strip(" :*.?")[:80]
    if not flat or (not any(map(str.isalpha, flat)) and flat not in ("#", "n°")):
        return None
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(flat):
            return kind, None
    code = language_of(flat) if len(flat) > 3 and len(flat.split()) <= 4 else None
    return ("language", code) if code else None


def _column(index: int, head: str, body: Sequence[Sequence[str]]) -> Column:
    values = [row[index] for row in body if index < len(row) and row[index]]
    if found := field_of_head(head):
        if values and all(is_count_only(found[0], value) for value in values):
            return Column(index, head, "skip", "values")
        return Column(index, head, found[0], "head", found[1])
    if _share(values, _EMAIL):
        return Column(index, head, "email", "values")
    if _share(values, _PHONE) and not _share(values, re.compile(r"\d{4}([-/.]\d+)*")):
        return Column(index, head, "phone", "values")
    if _share(values, _LEVEL) and (code := language_of(head)):
        return Column(index, head, "language", "values", code)
    return Column(index, head, "skip", "nothing")


def is_count_only(field: Field, value: str) -> bool:
    """Whether a cell that takes words holds only how long something was done."""
    return field in _TOLD and bool(_COUNT.fullmatch(plain(value).strip()))


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return bool(values) and sum(bool(pattern.fullmatch(v.strip())) for v in values) >= _ENOUGH * len(values)


def corrected(columns: Sequence[Column], mapping: Mapping[str | int, str]) -> tuple[Column, ...]:
    """The columns with some of them set by hand: a head, or a place from 1, to a field ("language:fr" names the language).

    Raises:
        UnreadableDocument: a head or a field that is not known; the known ones are listed.
    """
    out = {column.index: column for column in columns}
    for key, wanted in mapping.items():
        chosen = next(
            (c for c in columns if c.index + 1 == key or plain(c.head).strip() == plain(str(key)).strip()), None
        )
        kind, _, code = wanted.partition(":")
        language = language_of(code) if code else None
        if chosen is None:
            heads = ", ".join(c.head or str(c.index + 1) for c in columns)
            raise UnreadableDocument(
                f"The sheet has no column '{key}'.", f"Its columns are: {heads}.", "Name one of them."
            )
        if kind not in FIELDS or (kind == "language" and language is None):
            raise UnreadableDocument(
                f"A column cannot be read as '{wanted}'.", f"What can be read: {', '.join(FIELDS)}.",
                "Choose one of these; for the level of one language write, for example, 'language:fr'.",
            )  # fmt: skip
        field = next(known for known in FIELDS if known == kind)
        out[chosen.index] = Column(chosen.index, chosen.head, field, "given", language)
    return tuple(out.values())
