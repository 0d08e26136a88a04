"""What people say of themselves in six languages: birth, health, faith, union, party, origin, service, as patterns."""

from __future__ import annotations

import re

from matching.cv.dropping.wording import pattern
from matching.cv.dropping.zones import Zone
from matching.cv.free.date_words import month
from matching.reading.folding import plain

BIRTH = pattern(
    r"(?:i\s+was\s+)?born(?!\w)|[bn]\.\s?\d|geb\.\s|geboren(?!\w)|ro[dđ]ena?(?!\w)|ur\.\s?\d|nee?\s+(?:[\w'-]+\s){1,3}(?:le|en)\s+\d|(?:je\s+suis\s+)?nee?(?:\(e\))?\s+(?:le|en|a|au|aux|dans)(?!\w)|nee?\s+l'|nacid[oa](?!\w)|naci(?!\w)|"
    r"natural\s+d[eoa](?!\w)|nascid[oa](?!\w)|nasci(?!\w)|родил(?:ся|ась)(?!\w)|урожен(?:ец|ка)(?!\w)|"
    r"(?:من\s+)?مواليد(?!\w)|ولدت?(?!\w)|مولوده?(?!\w)|(?:ال)?مزداده?(?!\w)|ازدادت?(?!\w)"
)
BIRTH_AFTER = pattern(r"\d\s?(?:г\.?\s?р\b|г(?:ода|\.)?\s?рожд|года\s+рожд)|\d{4}\s+рождения")
STAR = re.compile(r"[*°]\s?\d{1,4}(?:[./-]\d|\s\w|$)")
ROMAN = r"(?:xi{0,2}|ix|iv|vi{0,3}|i{1,3})"  # months in Roman numerals
_DATE = (
    rf"\d{{1,2}}\s?(?:[./-]\s?\d{{1,2}}\s?[./-]|[./-]?\s?(?:de\s+|of\s+)?(?:{month()}|{ROMAN})[\s./-]{{1,2}}(?:de\s+)?)"
    r"\s?(?:19|20)?\d\d(?!\d)"
)
ONLY_DATE = re.compile(
    rf"(?:on\s+|le\s+|el\s+|a\s+|em\s+)?(?P<date>{_DATE})(?:\s?(?:г\.?|года?))?(?:\s+(?:in|at|a|en|em|в)\s+\w+(?:\s\w+)?|\s+ب\w+)?"
)
BIRTH_INSIDE = pattern(
    rf"(?<!\w)(?:born|b\.|nee?\s+le|nacid[oa]\s+el|nac\.?|nascid[oa]\s+(?:a|em)|nasc\.?|n\.|род\.)\s?:?\s?{_DATE}"
)
GENDER_LETTER = pattern(r"[mfhжм]")
GENDER_FIELD = pattern(r"(?:sex|sexe|sexo|gender|genre|genero|пол|(?:ال)?جنس)\s+(?=[^\W\d]+$)")
GENDER_WORD = pattern(
    r"(?:(?:sex|sexe|sexo|gender|genre|genero|пол|(?:ال)?جنس)\s+)?(?:male|female|woman|homme|femme|hombre|mujer|varon|homem|masculin[eo]?|feminin[eo]?|femenino|мужчина|женщина|"
    r"мужской|женский|ذكر|انثي)|[♀♂]"
)

_FIRST_PERSON = (
    r"(?:i\s+am|i'm|i\s+have|i\s+suffer\s+from|living\s+with|suffering\s+from|je\s+suis|j'ai|je\s+souffre\s+d[e']|soy|tengo|padezco|sufro\s+de|sou|tenho|"
    r"sofro\s+de|я|у\s+меня|имею|страдаю|انا|لدي|اعاني\s+من|عندي)\s+(?:an?\s+|une?\s+|una\s+|uma?\s+|de\s+|du\s+)?"
)
_HEALTHY_WORDS = (  # said of a person, not of a subject
    r"(?:registered\s+)?disabled(?:\s+(?:worker|person|veteran))?|(?:person|worker|employee)\s+with\s+(?:an?\s+)?(?:\w+\s+)?disabilit(?:y|ies)|(?:type\s+[12i]+\s+)?diabetic|"
    r"(?:partially\s+|profoundly\s+|partly\s+)?(?:deaf|blind|sighted)|hard\s+of\s+hearing|(?:hearing|visually|sight)[\s-]impaired|wheelchair\s+user|asthmatic|epileptic|hiv[\s-]positive|"
    r"(?:(?:breast|prostate|skin)\s+)?cancer\s+survivor|in\s+remission(?:\s+from\s+\w+)?|(?:currently\s+)?(?:\w+\s+months\s+)?pregnant|teetotal(?:ler)?|non[\s-]drinker|hiv\s+\+|"
    r"(?:sobreviviente|superviviente|sobrevivente)\s+(?:de|a|ao)\s+(?:un\s+|um\s+)?canc(?:er|ro)(?:\s+de\s+\w+)?|survivante?\s+d'un\s+cancer(?:\s+d\w\s\w+)?|en\s+remission|en\s+remision|em\s+remissao|в\s+ремиссии|enceinte(?:\s+de\s+\w+\s+mois)?|grossesse\s+en\s+cours|"
    r"embarazada|gravida\s+de\s+\w+|beneficiaire\s+de\s+l'obligation\s+d'emploi|беременна|(?:امراه\s+)?حامل(?!\s+(?:ل|شهاد|دبلوم|اجاز|ماستر|ماجستير|دكتوراه|بكالوريوس|درج))|مريضه?\s+(?:ب)?(?:ال)?(?:سكري|قلب|ضغط|كلي)|"
    r"(?:in\s+)?(?:good|excellent|perfect)\s+health|non[\s-]?smoker|(?:fully\s+)?vaccinated|"
    r"travailleu(?:r|se)\s+handicapee?|rqth|personne\s+(?:en\s+situation\s+de\s+handicap|handicapee)|en\s+situation\s+de\s+handicap|handicapee?|diabetique|sourde?|malentendante?|malvoyante?|aveugle|"
    r"non[\s-]voyante?|epileptique|asthmatique|(?:en\s+)?(?:bonne|parfaite|excellente)\s+sante|non[\s-]fumeu(?:r|se)|vaccinee?|seropositi(?:f|ve)|en\s+fauteuil(?:\s+roulant)?|"
    r"persona\s+con\s+discapacidad|discapacitad[oa]|diabetic[oa]|sord[oa]|hipoacusic[oa]|cieg[oa]|invidente|epileptic[oa]|asmatic[oa]|(?:de\s+)?(?:buena|excelente)\s+salud|no\s+fumador[a]?|en\s+silla\s+de\s+ruedas|"
    r"pessoa\s+com\s+deficiencia|pcd|surd[oa]|ceg[oa]|invisual|(?:de\s+)?boa\s+saude|nao\s+fuma(?:dor|dora|nte)|em\s+cadeira\s+de\s+rodas|portador[a]?\s+de\s+deficiencia|"
    r"инвалид|(?:i{1,3}|[123])\s+групп[аы]\s+инвалидности|инвалидность\s+(?:i{1,3}|[123])\s+группы|диабетик|глух(?:ой|ая)|слабослышащ\w+|слабовидящ\w+|слеп(?:ой|ая)|(?:практически\s+)?здоров[а]?|не\s+курю|"
    r"(?:شخص\s+)?(?:من\s+)?ذوي\s+(?:ال)?(?:اعاقه|احتياجات\s+(?:ال)?خاصه)|ذو\s+اعاقه|معاقه?|كفيفه?|مكفوفه?|اصم|صماء|بصحه\s+جيده|غير\s+مدخنه?"
)
_ILLNESS = (  # a subject of work as well: only in the first person
    r"diabet\w+|asthma\w*|epileps\w+|cancer|disabilit\w+|handicap|surdite|cecite|discapacidad|sordera|ceguera|deficiencia|surdez|cegueira|asma|инвалидность|диабет|астма|эпилепси[яю]|"
    r"нарушени\w+\s+слуха|اعاقه|(?:مرض\s+)?(?:ال)?سكري|ضعف\s+(?:ال)?(?:سمع|بصر)|hearing\s+loss|low\s+vision"
)
_RHESUS = (
    r"(?:(?:rh|rhesus|resus|rez|рез\w*|резус)\W{0,3}){0,2}"
    r"(?:[+-]+|positi\w+|negati\w+|полож\w*|отриц\w*|موجب|سالب|ايجابي|سلبي)?\)?"
)
_GROUP = (
    r"(?:ab|[abo0]|i{1,3}v?|[1-4]|а|в|о|первая|вторая|третья|четвертая)(?!\w)(?:\s?\(?(?:i{1,3}v?|[abo0]{1,2})\)?)?"
)
BLOOD = pattern(
    r"(?:(?:blood\s+(?:group|type)|blood|groupe\s+sanguin|(?:grupo|tipo)\s+(?:de\s+sangre|sanguine[oa])|sangre(?:\s+tipo)?|"
    rf"(?:группа\s+)?кров[ьи]|(?:ال)?(?:زمره|فصيله)(?:\s+(?:(?:ال)?(?:دم\w*)))?)\W{{0,4}}{_GROUP}\W{{0,3}}{_RHESUS}|"
    r"(?:group|type|groupe|gr\.?|grupo|gpo\.?|tipo|gs|g\.\s?s\.?|группа)\W{0,4}(?:ab|[abo0])\W{0,2}(?:rh\W{0,2})?(?:[+-]+|positi\w+|negati\w+)|"
    rf"(?:ab|[abo0]|i{{1,3}}v?)\W{{0,3}}(?:\([abo0]{{1,2}}\)|\(?i{{1,3}}v?\)?)?\W{{0,3}}(?:(?:rh|rhesus|rez|резус)\W{{0,3}})(?:[+-]+|positi\w+|negati\w+|полож\w*|отриц\w*)?\W?|"
    r"(?:ab|[abo])\s?[+-])\W{0,2}"
)
BODY = re.compile(r"(?:1[.,]\d\d?\s?m|1\d\d\s?cm|\d{2,3}\s?kg)(?:\W{1,4}(?:1[.,]\d\d?\s?m|1\d\d\s?cm|\d{2,3}\s?kg))?")
_ANY_ILLNESS = (  # what somebody "lives with", beside what `_ILLNESS` lists
    r"(?:multiple\s+)?sclero\w+|esclero\w+|склероз\w*|التصلب|hiv|vih|вич|autis\w+|аутизм\w*|adhd|tdah|depressi\w+|bipolar\w*|bipolaire|crohn|lupus|parkinson\w*|dyslexi\w+|"
    r"maladie|illness|disease|enfermedad|doenca|болезн\w+|protesis|prothese|prosthesis|hearing\s+aid|pacemaker"
)
ILL = pattern(  # an illness that somebody declares, with the words that belong to it
    r"(?:(?<=[.;:,|(]\s)|(?<=[-(]\s)|^)(?:(?:i\s+(?:also\s+)?)?suffer(?:s|ing)?\s+from|diagnosed\s+with|(?:je\s+)?souffr(?:e|ant)\s+d(?:e\s|'|u\s)|atteinte?\s+d(?:e\s|'|u\s)|"
    r"padezco|padece|sufro\s+de|afectad[oa]\s+(?:de|por)|diagnosticad[oa]\s+(?:de|con|com)|sofro\s+de|(?:не\s+)?страдаю|болею|(?:لا\s+)?اعاني\s+من|مصابه?\s+(?=ب)|"
    rf"(?:i\s+live|living|je\s+vis|vivant|vivo|viviendo|vivendo|живу|اعيش|اتعايش)\s+(?:with|avec|con|com|с|مع)\s+(?=(?:[\w']+\s){{0,2}}(?:{_ILLNESS}|{_ANY_ILLNESS})))"
    r"[^.,;:|()\t]{2,60}"
)
HEALTH_SAID = pattern(  # within a sentence: "I am deaf in one ear and ..."
    rf"(?<!\w)(?:i\s+am|i'm|je\s+suis|soy|sou|я|انا)\s+(?:an?\s+|une?\s+|una\s+|uma?\s+)?(?:{_HEALTHY_WORDS})(?!\w)(?:\s+(?:in|on|of|d'une|de|del|em|на)\s+\w+\s\w+)?"
)
_RECOGNISED = (
    r"(?:reconnue?|recogni[sz]ed(?:\s+as)?|registered(?:\s+as)?|certified|"
    r"reconocid[oa]|reconhecid[oa]|considerad[oa]|معترف\s+(?:به|بها)\s+ك?)\s+"
)
HEALTH = pattern(
    rf"(?:(?:{_FIRST_PERSON})?(?:{_RECOGNISED})?(?:{_HEALTHY_WORDS})|{_FIRST_PERSON}(?:{_ILLNESS}))(?:\s+[\w%°-]+){{0,4}}"
)

FAITHS = (
    r"(?:roman\s+)?catholic|protestant|christian|muslim|islam|jewish|hindu|buddhist|sikh|(?:greek\s+|russian\s+)?orthodox|baptist|methodist|lutheran|anglican|atheist|agnostic|mormon|evangelical|adventist|pentecostal|quaker|shia|sunni|ibadi|ahmadi|sufi|mouride|tidjane|tidiane|jehovah's\s+witness|temoin\s+de\s+jehovah|pentecotiste|copte|maronite|chiite|sunnite|soufie?|"
    r"adventist[ae]|baptiste|bautista|batista|methodiste|metodista|luterano|lutherien(?:ne)?|anglicane?|mormone?|testigo\s+de\s+jehova|testemunha\s+de\s+jeova|animiste|kimbanguiste|vodouisant\w?|"
    r"catholique|protestante?|chretien(?:ne)?|musulmane?|juive?|hindoue?|bouddhiste|orthodoxe|evangelique|athee|laique\s+convaincue?|catolic[oa]|cristian[oa]|musulman[a]?|judi[oa]|evangelic[oa]|ate[oa]|agnostic[oa]|budista|"
    r"candombl(?:e|ecista)|umband(?:a|ista)|espiritista|kardecista|santer[oa]|(?:afro-?brasileir[oa]\s+)?de\s+matriz\s+africana|vaudouisante?|vodun\w*|baha'?i|zoroastri\w+|taoiste?|taoist|rastafari\w*|presbyterian[oa]?|presbiterian[oa]|menn?onite|menonita|calviniste?|calvinista|seventh[\s-]day\s+adventist|salafi\w*|alevi|alaouite|yazidi|yezidi|синтоист\w*|староверк?\w*|"
    r"catolic[oa]|crista[o]?|muculman[oa]|judeu|judia|espirita|православн\w+|католи(?:к|чка|ческ\w+)|мусульман(?:ин|ка|ск\w+)|иуде(?:й|йка|йск\w+)|христиан(?:ин|ка|ск\w+)|буддис\w+|атеист\w*|апостольск\w+|"
    r"(?:ال)?مسلمه?|(?:ال)?مسيحيه?|(?:ال)?قبطيه?|(?:ال)?يهوديه?|(?:ال)?سنيه?|(?:ال)?شيعيه?|(?:ال)?درزيه?|(?:ال)?مارونيه?"
)
FAITH_ALONE = pattern(
    rf"(?:religion\s+|(?:practi[sc]ing|devout|pratiquante?|croyante?|believer|creyente|crente|практикующ\w+|prati[ck]ante|practicante|verующ\w+|верующ\w+)\s+(?:d[aeou]\s+|del\s+|du\s+|of\s+)?)?(?:{FAITHS})(?:\s+(?:practi[sc]ing|pratiquante?|practicante|praticante|{FAITHS}))?|(?:non[\s-])?pratiquante?|croyante?|верующ(?:ий|ая)"
)
_CONGREGATION = pattern(
    r"(?<!\w)(?:irmandades?|confrarias?|irma[o]?\s+d[ao]\s+(?:santa\s+casa|ordem\s+terceira|misericordia)|cofrad(?:e|ia)s?|hermandad(?=\s+de(?:l|\s+la)?\s)|confreries?|"
    r"братств[оа]|parish(?:ioner)?|church|chapel|deacon|pastor|imam|rabbi|diacre|diacono|дьякон|mosque|synagogue|congregation|sunday\s+school|paroiss\w+|eglise|mosquee|catechiste?|parroqui\w+|iglesia|mezquita|sinagoga|catequist\w+|paroqui\w+|igreja|mesquita|"
    r"приход\w*|прихожан\w+|церкв\w+|церковь|мечет\w+|синагог\w*|(?:ال)?كنيسه|(?:ال)?مسجد|(?:ال)?رعيه\s+(?:ال)?كنسيه)(?!\w)"
)
_FAITH_ANYWHERE = pattern(rf"(?<!\w)(?:{FAITHS})(?!\w)")
FAITH_SURE = pattern(
    rf"(?<!\w)(?:{FAITHS})\s+famil(?:y|ia)(?!\w)|(?<!\w)famil(?:le|ia)\s+(?:{FAITHS})(?!\w)|(?<!\w)(?:for|por|pour)\s+(?:religious\s+reasons|(?:motivos|razones|motifs|raisons)\s+religi\w+)|"
    rf"(?<!\w)(?:{FAITHS})\s+(?:practi[sc]ing|pratiquante?|practicante|praticante)(?!\w)|(?<!\w)practi[sc]ing\s+(?:{FAITHS})(?!\w)|"
    rf"(?<!\w)(?:an?\s+)?(?:{FAITHS})\s+(?:lay\s+)?(?:preacher|reader|minister|priest)(?!\w)|"
    r"(?<!\w)(?:pilgrimage|pelerinage|peregrinaci?[oa]n?|peregrinacao|паломничеств\w+)\s+(?:\w+\s+){0,2}(?:mec[ck]a|la\s+mecque|la\s+meca|meca|мекк\w|lourdes|jerusalem)(?:\s+(?:accompli|effectue|completed|performed|made|realizad|feit|совершен)\w*)?(?:\s+(?:in|en|em|в)\s+\d{4})?|"
    r"(?<!\w)(?:соблюда\w+\s+(?:\w+\s+)?пост|совершаю\s+намаз|совершил\w?\s+хадж|(?:i\s+)?(?:observe|fast\s+during)\s+(?:ramadan|lent)|(?:je\s+)?(?:fais|observe)\s+le\s+(?:ramadan|careme)|"
    r"(?:hago|observo|guardo|faco)\s+(?:el\s+|o\s+)?(?:ramadan|ramadao|cuaresma|quaresma)|(?:اديت|ادي)\s+(?:فريضه\s+)?(?:ال)?(?:حج|عمره)|(?:ا|ت)?صوم\s+رمضان)(?!\w)"
)
_INSTITUTION = pattern(
    r"(?<!\w)(?:universi\w+|college|hospital|relief|charit\w+|school|ecole|institut\w*|universit\w+|escuela|colegio|faculda\w+|facult\w+|унив\w+|(?:ال)?جامعه|bank|secours|caritas)(?!\w)"
)

MEMBER = (
    r"(?:(?:active|paid-up|life|founding|long-standing|membre|miembro|membro|active?)\s+)?(?:member(?:ship)?|affiliated?(?:\s+(?:to|with))?|delegate|activist|shop\s+steward|adherente?|membre|affiliee?|syndiquee?|deleguee?|"
    r"militante?|encartee?|representante?|elue?|afiliad[oa]|miembro|soci[oa]|delegad[oa]|filiad[oa]|membro|sindicalizad[oa]|sindicalista|associad[oa]|dirigente|"
    r"член\w*|состою|состоит|активист\w*|профорг|прихожан\w+|volunteer|benevole|voluntari[oa]|волонтер\w*|deacon|elder|chorister|"
    r"عضوه?|منخرطه?|منتسبه?|مناضله?|مندوبه?)"
)
_BEFORE = (
    r"(?:(?:(?:since|from|depuis|desde|с|de|منذ)\s+)?(?:19|20)\d\d(?:\s*-\s*(?:(?:19|20)\d\d|\w+)?)?\s*[:,.]?\s*)?"
    r"(?:(?:i\s+am|je\s+suis|soy|sou|я|انا|also|and|et|y|e|и)\s+)?(?:an?\s+|une?\s+|um[a]?\s+|the\s+)?"
)
_MEMBER = pattern(rf"{_BEFORE}{MEMBER}(?!\w)")
_UNION = pattern(
    r"(?<!\w)(?:union\s+(?:for|of)\s+(?:\w+\s+){0,3}(?:workers|servants|teachers|employees|staff|nurses|officials|journalists)|"
    r"(?:ال)?اتحاد\s+(?:ال)?(?:عام|وطني|مغربي|تونسي)\s+(?:\w+\s+)?(?:لل?عمال|للشغل|للشغالين)|trade[\s-]union\w*|labou?r\s+union|(?:teachers|workers|staff|employees|nurses|miners|officers|servants)'?\s+union|union\s+(?:member|rep|representative|delegate|steward|branch)|"
    r"syndicat\w*|syndical\w*|force\s+ouvriere|sindicat\w*|sindical\w*|comisiones\s+obreras|профсоюз\w*|профком\w*|профорг|[وبل]?(?:ال)?اتحاد\s+(?:ال)?(?:عام|وطني|مغربي|نقابي)?\s?(?:ال)?\w*\s?(?:لل|ل\s?ل)?(?:شغل|عمال|شغالين)|(?:\w+\s){0,3}(?:workers'?|teachers'?|services?|employees'?|staff|nurses'?|officers'?|servants'?)\s+union(?:\s+(?:section|branch))?$|(?:ال)?نقاب\w+(?!\s+(?:ال)?(?:محام|مهندس|اطباء|صيادل|صحفي)))(?!\w)"
)
_UNION_ROLE = pattern(
    rf"{_BEFORE}(?:syndiquee?|deleguee?\s+syndicale?|representante?\s+syndicale?|delegad[oa]\s+sindical|enlace\s+sindical|representante\s+sindical|dirigente\s+sindical|sindicalizad[oa]|shop\s+steward|"
    r"(?:trade\s+)?union\s+(?:member|rep|representative|delegate|steward|activist)|профорг|член\s+профсоюза|نقابيه?)(?!\w)"
)
_UNION_NAMES = re.compile(
    r"(?<!\w)(?:CFDT|CGT(?:-FO)?|CFTC|CFE-CGC|UNSA|FSU|FGTB|CSC|UGTT|UMT|CDT|UGTA|CNTS|UNSTB|CCOO|CC\.OO\.|UGT|CUT|CSIF|PIT-CNT|CGTP(?:-IN)?|STE|FENPROF|FO|UNISON|Unison|GMB|SIPTU|Fórsa|Forsa|"
    r"ver\.di|IG Metall|AFL-CIO|COSATU|TUC|NASUWT|Unite the Union|ФНПР|"
    r"LCGB|OGBL|CGSLB|ACV|ABVV|FNV|CNV|CGIL|CISL|ÖGB|OPZZ|CITUB)(?!\w)"
)
_OFFICE = pattern(  # an office held in a union, named right after it
    rf"{_BEFORE}(?:(?:former|ancien(?:ne)?|ex-?|antigu[oa]|antig[oa]|бывш\w+)\s*)?(?:(?:general|deputy|vice)\s+)?"
    r"(?:secretary|treasurer|president|chair\w*|secretaire|tresoriere?|presidente?|responsable|secretari[oa]|tesorer[oa]|tesoureir[oa]|vocal|председател\w+|секретар\w+|казначе\w+)(?!\w)"
)
_OF_UNION = pattern(  # "treasurer of the General Workers' Union", "председатель профкома"
    r"\s+(?:(?:of|de|du|del|d[ao]|da|la|the|le|el|о|local|section|seccion|secao|branch)\s+){0,4}(?:l'|d')?"
    r"(?:(?:[\w']+\s){0,4}(?:workers'?|teachers'?|employees'?|civil\s+servants'?|trade)\s+union|syndicat\w*(?!\s+d'initiative)|sindicat\w*|профком\w*|профсоюз\w*|профорганизаци\w*|(?:ال)?نقاب\w+)(?!\w)"
)
_OFFICE_REACH = 40  # characters from an office to the name of the union
_NAMED_MEMBER = re.compile(
    rf"{_UNION_NAMES.pattern}\s+(?:trade\s)?(?:union\s)?(?:member|activist|delegate|rep\b|representative|steward)"
)
_JOINED = pattern(  # to be affiliated to something in capitals is to be in a union or a party
    rf"{_BEFORE}(?:filiad[oa]|afiliad[oa]|sindicalizad[oa]|adherente?|affiliee?|syndiquee?|encartee?|affiliated)\s+"
    r"(?:(?:a|ao|al|to|de|la|le|au|du|the|do)\s+)*"
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{3,}(?!\w)")
_BODY = pattern(
    r"(?<!\w)(?:committee|council|commission|board|panel|group|team|comite|conseil|groupe|commission|comision|consejo|grupo|mesa|comissao|conselho|комисси\w+|совет\w*|комитет\w*|групп\w+|(?:ال)?لجن\w+|(?:ال)?مجلس|(?:ال)?فريق)(?!\w)"
)
_PARTY = pattern(r"(?<!\w)(?:(?<!third\s)(?<!third-)party|parti|partido|парти[ияю]|(?:ال)?حزب)(?!\w)")
_NO_PARTY = pattern(r"беспартийн\w+")
_PARTY_NAMES = re.compile(
    r"(?<!\w)(?:PSOE|PCE|PCF|КПСС|КПРФ|ЛДПР|SPD|CDU|ANC|PRI|MORENA|PSDB|MDB|PCP|PSD|FRELIMO|RENAMO|MPLA|UNITA|PAIGC|FLN|RND|PJD|RPF|PS|LR|LFI|PP|PT)(?!\w)"
)
ORIGIN = pattern(
    r"(?:de\s+)?(?:cor|raca|raza)\s+(?:parda|preta|branca|amarela|indigena|negra|blanca|mestiza)|(?:pueblo|povo|etnia|ethnie)\s+(?:indigena\s+)?\w+|"
    r"d'ethnie\s+\w+|de\s+etnia\s+\w+|of\s+\w+\s+(?:origin|descent|heritage|ancestry|ethnicity)|ethnic(?:ally)?\s+\w+|d'origine\s+\w+|de\s+origen\s+\w+|de\s+origem\s+\w+|\w+\s+происхождения|من\s+اصل\s+\w+"
)
MILITARY = pattern(
    r"military\s+service\s+(?:completed|exempted?|done|fulfilled|performed).*|exempt(?:ed)?\s+from\s+military\s+service|degagee?\s+des\s+obligations\s+militaires|service\s+(?:militaire|national)\s+(?:accompli|effectue).*|"
    r"servicio\s+militar\s+(?:cumplido|prestado|exento)|libre\s+de\s+(?:obligaciones\s+militares|servicio\s+militar)|servico\s+militar\s+cumprido|situacao\s+militar\s+regularizada|reservista|"
    r"(?:не)?военнообязанн?\w+|служил\s+в\s+армии.*|(?:معفي|معافي)\s+من\s+(?:ال)?خدمه.*|ادي\s+(?:ال)?خدمه\s+(?:ال)?(?:عسكريه|وطنيه).*"
)


def personal_kind(flat: str, zone: Zone) -> str | None:
    """The kind of protected data that a whole piece of plain text is, if any."""
    if HEALTH.fullmatch(flat) or BLOOD.fullmatch(flat) or (zone == "personal" and BODY.fullmatch(flat)):
        return "health"
    if FAITH_ALONE.fullmatch(flat):
        return "religion"
    if MILITARY.fullmatch(flat):
        return "military"
    if zone == "personal" and ORIGIN.fullmatch(flat):
        return "origin"
    return "political" if _NO_PARTY.fullmatch(flat) else None


UNION_ALONE = re.compile(  # a union's own name, or words that only unions bear, at the beginning of a line
    rf"\W*(?:{_UNION_NAMES.pattern}|(?i:(?:trade\s)?union\b|syndicat\b|fédération syndicale|sindicato\b|central sindical|"
    r"confederación sindical|"
    r"профсоюз\b|(?:ال)?نقابة|(?:ال)?اتحاد (?:ال)?عام \w+ للشغل|الاتحاد \w+ للشغل)|.{0,40}(?i:\bunion\b|\btrade union\b)\W*$)"
)


def is_union(text: str) -> bool:
    """Whether a union is named, by its kind or by its own name."""
    return bool(_UNION.search(plain(text)) or _UNION_NAMES.search(text))


def membership(flat: str, text: str, zone: Zone) -> str | None:
    """Union, party or faith that a clause declares somebody a member of; a seat on a committee with unions is work."""
    if zone != "summary" and _UNION_ROLE.match(flat):
        return "union"
    if (joined := _JOINED.match(flat)) and _CAPITALS.match(text, joined.end()):
        return "union"
    member = _MEMBER.match(flat)
    if zone != "summary" and not _INSTITUTION.search(flat) and _CONGREGATION.search(flat) and len(flat) <= 120:
        return "religion"
    if _NAMED_MEMBER.search(text):
        return "union"
    office = _OFFICE.match(flat) if zone != "summary" else None
    if office and (
        _UNION_NAMES.search(text, office.end(), office.end() + _OFFICE_REACH) or _OF_UNION.match(flat, office.end())
    ):
        return "union"
    if not member:
        return None
    reach = len(flat) if zone != "summary" else member.end() + 30
    for kind, found in (
        ("union", _UNION.search(flat, member.start(), reach) or _UNION_NAMES.search(text, member.end(), reach)),
        (
            "political",
            _PARTY.search(flat, member.end(), reach) or _PARTY_NAMES.search(text, member.end(), member.end() + 12),
        ),
        ("religion", None if _INSTITUTION.search(flat) else _FAITH_ANYWHERE.search(flat, member.end(), reach)),
    ):
        if found and not _BODY.search(flat, member.end(), max(found.start(), member.end())):
            return kind
    return None
