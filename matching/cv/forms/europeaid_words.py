"""How the EuropeAid CV form words its fields and the heads of its tables, in five languages, over plain text."""

from __future__ import annotations

import re

from matching.reading.folding import for_plain

# Field -> how its label begins. Fields marked in DISTINCTIVE stand in no ordinary CV.
FIELDS: dict[str, str] = {
    "role": r"proposed (?:role|position|function)|(?:role|fonction|poste) propose\w*|(?:funcion|papel|cargo|puesto) "
            r"propuest[oa]|(?:funcao|papel|cargo|posicao) propost[oa]|предлагаем\w+ (?:роль|должность|функци\w+)|"
            r"(?:ال)?دور المقترح|(?:ال)?وظيفه المقترحه",
    "family_name": r"family names?|surname|last name|noms? de famille|nom|apellidos?|apelidos?|sobrenome|"
                   r"nome de familia|"
                   r"фамилия|اسم العائله|اللقب(?: العائلي)?",
    "first_names": r"first names?|given names?|forenames?|names?|prenoms?(?:\(s\))?|nombres?(?: de pila)?|"
                   r"nomes? propri\w+|"
                   r"primeiros? nomes?|nomes?|имя(?: и отчество)?|имена|(?:ال)?اسم(?: (?:الاول|الشخصي))?|"
                   r"(?:ال)?اسماء الاولي",
    "birth": r"dates? (?:and place )?of birth|date (?:et lieu )?de naissance|fecha (?:y lugar )?de nacimiento|"
             r"data (?:e local )?de nascimento|дата (?:и место )?рождения|تاريخ (?:ومكان )?(?:الميلاد|الولاده)",
    "nationality": r"nationalit(?:y|ies|e|es)|nacionalidad(?:es)?|nacionalidades?|гражданство|(?:ال)?جنسيه",
    "civil": r"(?:civil|marital) status|etat civil|situation (?:de famille|familiale)|estado civil|"
             r"семейное положение|(?:ال)?حاله (?:الاجتماعيه|المدنيه|العائليه)",
    "education": r"education(?:al background)?|formation(?: academique| initiale)?|diplomes|etudes|educacion|"
                 r"formacion(?: academica)?|educacao|formacao(?: academica)?|habilitacoes(?: \w+)?|образование|"
                 r"(?:ال)?تعليم|(?:ال)?مؤهلات (?:العلميه|الاكاديميه)|(?:ال)?دراسه",
    "languages": r"languages? skills?|language(?:s| proficiency)|"
                 r"(?:connaissances?|competences?|aptitudes?) linguistiques|"
                 r"langues|(?:conocimientos?|competencias?|aptitudes) (?:linguistic[oa]s|de idiomas)|idiomas|"
                 r"(?:competencias?|conhecimentos?|aptidoes) (?:linguistic[oa]s|de linguas)|linguas|"
                 r"(?:знание языков|языковые навыки|владение языками|языки)|"
                 r"(?:knowledge of|foreign|linguistic) (?:languages?|skills?|knowledge|competences?)|"
                 r"(?:connaissance|maitrise) des langues|"
                 r"langues (?:parlees|etrangeres|pratiquees)|(?:conocimiento|dominio) de (?:idiomas|lenguas)|lenguas|"
                 r"(?:conhecimento|dominio) de (?:linguas|idiomas)|"
                 r"(?:знание |владение )?(?:иностранн\w+ )?язык(?:и|ов|ами)|"
                 r"(?:ال)?مهارات اللغويه|(?:ال)?لغات|(?:معرفه|اتقان) اللغات",
    "memberships": r"memberships?(?: (?:of|in) professional (?:bodies|organi[sz]ations|associations))?|"
                   r"(?:affiliation|appartenance)s? (?:a|aupres) .{0,40}professionnel\w*|"
                   r"(?:afiliacion|pertenencia|membresia)\w* .{0,40}profesional\w*|"
                   r"(?:filiacao|pertenca|membro) .{0,40}profissiona\w*|членство в профессиональн\w+ .{0,40}|"
                   r"(?:ال)?عضويه .{0,30}(?:ال)?مهنيه",
    "other_skills": r"other (?:relevant )?skills|autres (?:competences|aptitudes)|"
                    r"otras (?:competencias|capacidades|aptitudes|habilidades)|"
                    r"outras (?:competencias|aptidoes|habilidades)|"
                    r"(?:другие|прочие) навыки|مهارات اخري",
    "present_position": r"(?:present|current) position|(?:situation|fonction|position|poste) (?:actuel\w*|present\w*)|"
                        r"(?:cargo|puesto|posicion|situacion) actual|(?:cargo|posicao|funcao|situacao) atual|"
                        r"(?:настоящая|текущая|занимаемая) должность|(?:ال)?(?:وظيفه|منصب) الحالي\w*",
    "years_in_firm": r"years? (?:within|with|of work within) the (?:firm|company|organi[sz]ation)|"
                     r"years? of professional experience|annees? d'(?:anciennete|experience) .{0,40}|"
                     r"anciennete .{0,40}|(?:anos|antiguedad|antiguidade) (?:en|na|no|em|de) .{0,40}|"
                     r"(?:стаж|количество лет работы) .{0,40}|(?:عدد )?سنوات (?:العمل|الخبره|الخدمه) .{0,40}",
    "qualifications": r"(?:key|main|principal) qualifications?|"
                      r"(?:principales? )?qualifications? (?:principales?|cles?)|"
                      r"principales qualifications|(?:principales )?(?:cualificaciones|calificaciones|competencias)"
                      r"(?: (?:principales|clave))|principales (?:cualificaciones|calificaciones)|"
                      r"(?:principais qualificacoes|qualificacoes (?:principais|chave))|основн\w+ квалификаци\w+|"
                      r"(?:ال)?مؤهلات الرئيسيه",
    "region": r"(?:specific|professional) experience in (?:the region|.{0,30}countries)|"
              r"experience specifique (?:dans|de) .{0,40}|experiencia especifica (?:en|na|no) .{0,40}|"
              r"(?:особый |специальный )?опыт работы в регионе|(?:ال)?خبره (?:الخاصه|المحدده) في .{0,30}",
    "experience": r"professional experience(?: record)?|work experience|experiences? professionnelles?|"
                  r"experiencia profesional|experiencia profissional|профессиональный опыт|опыт работы|"
                  r"(?:ال)?خبره المهنيه|(?:ال)?خبرات المهنيه",
    "other": r"other relevant information|autres? informations?(?: \w+)?|"
             r"otr[ao]s? (?:informacion(?:es)?|datos)(?: \w+)?|"
             r"outras? informac\w+(?: \w+)?|(?:другая|прочая|дополнительная) (?:важная )?информация|publications?|"
             r"معلومات اخري(?: .{0,30})?",
}  # fmt: skip
DISTINCTIVE = frozenset(
    ("role", "civil", "memberships", "present_position", "years_in_firm", "qualifications", "region")
)
COLUMNS: dict[str, str] = {
    "date": r"dates?|period\w*|du|from|fechas?|datas?|desde|даты?|период|من\s?-?\s?الي|(?:ال)?(?:تاريخ|فتره|مده)",
    "location": r"location|place|country|lieu|pays|lugar|pais|ubicacion|local\w*|место|страна|(?:ال)?(?:مكان|بلد|موقع)",
    "company": r"company|organi[sz]ation|employer|firm|societe|entreprise|employeur|organisme|empresa|compania|"
               r"organizac\w+|entidad\w*|empregador|sociedade|instituc?t?i\w+|institution|etablissement|компания|"
               r"организация|работодатель|учреждение|учебное заведение|establecimiento|estabelecimento|universi\w+|"
               r"(?:ال)?(?:جهه|مؤسسه|شركه|منظمه|جامعه)",
    "position": r"position|post|function|job title|title|poste|fonction|cargo|puesto|funcion|posicion|posicao|funcao|"
                r"должность|(?:degree|diploma|qualification)\S*(?: .*)?|(?:diplome|titre)\S*(?: .*)?|titulo\S*(?: .*)?|"
                r"grau\S*(?: .*)?|диплом\w*(?: .*)?|степень(?: .*)?|полученн\w+ .*|"
                r"(?:ال)?(?:وظيفه|منصب|شهاده|شهادات|درجه)(?: .*)?",
    "description": r"(?:job )?description|main tasks|tasks|responsibilities|taches|descripcion|descricao|"
                   r"tareas|tarefas|описание|обязанности|(?:ال)?(?:وصف|مهام)(?: .*)?",
}  # fmt: skip
SCALE = re.compile(
    for_plain(
        r"(?:scale|echelle|escala|шкал\w+)\D{0,30}1\s*(?:to|a|-|до|al|à)\s*5|1\s*[-=:–(]\s*(?:niveau )?(?:excel|отличн)"
    )
)
_NUMBER = r"(?:(?P<number>\d{1,2})\s*[.)\-:]?\s*)?"
_TAIL = r"(?P<tail>(?:\s*\([^)]{0,120}\))?\s{0,3}(?::|$|(?=\t)))"
_FIELD = {
    kind: re.compile(for_plain(rf"^\s*{_NUMBER}(?:{words})(?!\w)(?P<more>[^:\t]{{0,60}}?){_TAIL}"))
    for kind, words in FIELDS.items()
}
_COLUMN = {kind: re.compile(for_plain(rf"^\W*(?:{words})(?!\w)")) for kind, words in COLUMNS.items()}


def field_at(flat: str) -> tuple[str, int, bool] | None:
    """(field, where its value begins, whether it has a number) of a line or cell that begins with the label of a field."""
    for kind, pattern in _FIELD.items():
        found = pattern.match(flat)
        if found and (found["number"] or not found["more"].strip()):
            return kind, found.end(), found["number"] is not None
    return None


def column_of(flat: str) -> str | None:
    """The column that a cell heads, or None."""
    return next((kind for kind, pattern in _COLUMN.items() if pattern.match(flat)), None)
