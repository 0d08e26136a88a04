"""Calls of our own in six languages, and how the tests read them."""

from __future__ import annotations

from datetime import date

from matching.entities import Call, LanguageNeed
from matching.reading import read_call
from matching.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()

ENGLISH = """CALL FOR EXPERTS

1. Country: Kenya
2. Partner institution: State Department for Labour
3. Background
Kenya wants to renew its inspection service. The plan of 2024-2028 foresees 200 posts.
4. Objectives
1. Renew the inspection forms
2. Train the inspectors
3. Publish results
5. Expected results
a) forms in use
b) 40 inspectors trained
6. Dates
Preparation: 3-7 May 2027 (home-based)
Mission: 10 to 21 May 2027 in Nairobi
Report by 30 June 2027
7. Positions
Principal expert (18 working days)
Fields: N.10.01, A.75, A.36
Competences: 1.2 Policy making; 5.1
Eligible statuses: civil servants and retired public officials
Tasks: lead the team; draft the report
Profile:
- At least ten years in a labour inspectorate
- Perfect written English
- Knowledge of Kenya would be an asset
Second expert - 16 days
Fields: N 10 01
Region: East Africa
8. Languages
Fluent English (C1 written). Swahili is an asset.
9. Logistics
The office is in Nairobi.
10. How to apply
Send your application before 12 March 2027.
"""

FRENCH_PROSE = """Appel à experts : appui à la réforme des retraites au Sénégal

La Caisse de retraite souhaite accueillir deux experts, du 3 au 21 mai 2027, pour revoir le calcul des pensions.
L'expert principal (20 jours) conduira la mission ; le second expert (18 jours) préparera le modèle actuariel.
Maîtrise du français exigée, capacité de rédaction. L'anglais (B2 à l'oral) serait un atout.
Les candidatures sont reçues du 1 au 30 mars 2027.
"""

SPANISH_MARKDOWN = """# Convocatoria: Inspección de trabajo en el campo

**País socio:** Perú
**Institución contraparte:** SUNAFIL
**Acción:** 2026-14 - Campo seguro
**Actividad:** 3. Guía de inspección

| N.º | Puesto | Principal | Áreas | Días |
|---|---|---|---|---|
| 1 | Experto en inspección | sí | N.10.01 | 22 |
| 2 | Experto en formación | no | F.15.03 | 20 |
|  |  |  | A.75 | |

## Fechas
| Fase | Inicio | Fin | Lugar |
|---|---|---|---|
| Preparación | 03/05/2027 | 07/05/2027 | a distancia |
| Misión | 10/05/2027 | 21/05/2027 | en el país |

## Idiomas
| Idioma | Oral | Escrito |
|---|---|---|
| Español | C1 | C1 |
| Inglés | B2 | B1 (deseable) |
"""

PORTUGUESE = """Termos de referência
Título: Formação de inspetores
País: Angola
Período: de 3 a 21 de maio de 2027

Perito principal
Duração: 20 dias úteis
Áreas de especialização: Inspeção do trabalho
Requisitos: pelo menos dez anos de experiência; domínio da língua portuguesa falada e escrita

Perito 2
Duração: 15 dias úteis
"""

RUSSIAN = """Техническое задание: развитие службы занятости
Страна: Казахстан
Партнерское учреждение: Министерство труда
Сроки: с 3 по 21 мая 2027 г.

Ведущий эксперт – 18 рабочих дней
Задачи:
- провести оценку
- подготовить отчет
Требования: опыт работы не менее десяти лет
Второй эксперт – 16 рабочих дней

Рабочий язык: русский, уровень C1 (письменно и устно)
"""

ARABIC = """دعوة للخبراء: إصلاح نظام التقاعد
البلد: الأردن
المؤسسة الشريكة: المؤسسة العامة للضمان الاجتماعي
الفترة: من ٣ إلى ٢١ أيار ٢٠٢٧

الخبير الرئيسي (١٨ يوم عمل)
المهام:
- إعداد التقرير
- تدريب الموظفين
الشروط: خبرة لا تقل عن عشر سنوات
الخبير الثاني (١٦ يوم عمل)

لغة العمل: العربية، إتقان تام كتابة وتحدثا
"""

SIDE_BY_SIDE = """Title: Review of unemployment insurance
Country: Armenia
Version: draft 2
Date: 4 January 2027
Reference: EM/27/3 (draft)
Type of support: advice; study visit
Type of assistance: A.02.02

Positions
\tPosition 1\tPosition 2
Role\tPrincipal expert\tTechnical expert
Fields\tA.70\tE.10
Days\t18\t16
Notes\tonly mornings\t

Dates: 31 June 2027
Working language: English
"""


def read(text: str, **how) -> Call:
    return read_call(text, VOCABULARY, **how)


def about(call: Call) -> list[str]:
    return [question.about for question in call.questions]


def need(language: str, speaking: str | None, writing: str | None, required: bool = True) -> LanguageNeed:
    return LanguageNeed(language=language, speaking=speaking, writing=writing, required=required)


MAY = [(date(2027, 5, 3), date(2027, 5, 21))]
