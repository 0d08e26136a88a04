"""What people write in the story: a partner's letter, terms of reference, reasons; none of it is anybody's but ours."""

from __future__ import annotations

from typing import Any

LETTER = """\
Objet : accompagnement des demandeurs d'emploi de plus de cinquante-cinq ans

Notre agence reçoit chaque mois davantage de personnes qui perdent leur poste peu avant la retraite. Les conseillers
des services de l'emploi ne savent pas comment établir leur profil ni comment les orienter, et personne ne sait ce
qu'une retraite progressive coûterait au régime de pensions. Nous souhaitons une formation technique pour vingt
conseillers et un avis sur les règles de pension.
"""

EARLIER = "Formation des conseillers des services de l'emploi au profil des jeunes demandeurs d'emploi"

TERMS = """\
Titre : Demandeurs d'emploi âgés : conseil et règles de pension
Référence : 2027-03-A1
Pays : Togo
Institution : Agence nationale pour l'emploi

Objectifs
- Les conseillers établissent le profil des demandeurs d'emploi de plus de cinquante-cinq ans et les orientent.
- L'agence connaît l'effet d'une retraite progressive sur le régime de pensions.

Langue de travail : français (oral C1, écrit C1)

Dates
Mission sur place : du 8 au 19 mars 2027

Expert principal : conseil aux demandeurs d'emploi
Tâches
- Former les conseillers au profil des demandeurs d'emploi.
Jours : 18

Expert 2 : régimes de pensions
Tâches
- Projeter les pensions de vieillesse en cas de retraite progressive.
Jours : 16
"""

CAREER: dict[str, Any] = {
    "segments": [
        {
            "text": "Cheffe du service d'orientation : profil des demandeurs d'emploi et formation des conseillers.",
            "kind": "post",
            "language": "fr",
            "start": "2008-01-01",
        }
    ],
    "status": "civil_servant",
    "languages": [{"language": "fr", "speaking": "C2", "writing": "C2"}],
    "fields": ["A.35"],
    "competences": ["3.6"],
    "activity_types": ["technical_training"],
    "countries": ["TG"],
}

PARTNER = "Agence nationale pour l'emploi"
FROM_A_MEMBER_STATE = """\
We ask for computers and software licences for our job centres; no exchange with other administrations is needed.
"""
MESSAGE = "J'ai formé des conseillers à Lomé en 2019 et je connais bien cette agence."
NOTES = {
    "expert": "Exactly this work, in French; little on the organisation of an agency of this size.",
    "bert": "Has led such a unit through a reform, which the agency is about to begin.",
}
WHY_DEPARTS = "The agency asked for somebody who has led a reform; the second of the ranking has, the first has not."
