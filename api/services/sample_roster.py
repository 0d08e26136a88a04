"""What the sample office has beside people: CVs to confirm, who answers for institutions, notes on assignments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from api.services.cvs.cvs import keep
from api.services.people import performance
from api.services.people.focal_points import FocalPointData
from api.services.people.performance import PerformanceNoteData
from api.services.unit import Unit, new_id
from api.storage import institutions
from api.storage.tables import FocalPointRow
from matching.cv.proposed_places import propose_activity_types, propose_countries
from matching.cv.status import propose_status
from matching.cv.taking import take
from matching.cv.values import ReadProfile
from matching.entities import Expert
from matching.texts import detect_language
from matching.vocabulary import Vocabularies

SOURCE = "sample"
CVS = (
    """{name}
Date of birth: 3 May 1974

Work experience

2023 - to date: Head of the unit for vocational training, Secrétariat général du gouvernement, pôle social, Paris, France
Plans a fund for apprenticeships with employers and unions, and trains twenty inspectors of training centres.

March 2022 - April 2022: Short-term expert, National Employment Agency, Lomé, Togo
Workshop on programmes in modules for ten trades; report with a plan of twelve months.

Education

1998: Master in public administration, University of Lyon, France

Languages
French: native
English: B2
Spanish: fair
""",
    """{name}
Situation de famille : marié, deux enfants

Expérience professionnelle

Depuis 2019 : Chef de projet, Caisse nationale de retraite, Dakar, Sénégal
Réforme du recouvrement des cotisations ; formation de quarante agents de guichet.

2012 - 2019 : Chargé d'études, Ministère du Travail, Dakar, Sénégal
Études actuarielles du régime des pensions et appui aux partenaires sociaux.

Formation
2011 : Master en actuariat, Université de Dakar, Sénégal

Langues
Français : langue maternelle
Anglais : courant
""",
)
ANSWERING = (  # name, address before the @, field, days since they began, days since they left
    ("Adele Brunato", "adele.brunato", None, 700, None),
    ("Tomas Velkin", "tomas.velkin", "A.35", 420, None),
    ("Irene Salvatera", "irene.salvatera", "A.20", 610, None),
    ("Paul Dembowa", "paul.dembowa", None, 1500, 90),
    ("Lucia Ferrandez", "lucia.ferrandez", None, 88, None),
    ("Mikael Tornqvist", "mikael.tornqvist", "A.20", 240, None),
)
NOTES = (
    (4, "Reports came in time and could be used as they were; the partner asked for the same person again."),
    (2, "The second half of the workshop was given by the other expert. To be talked about before the next one."),
)


def lay_roster(unit: Unit, people: Sequence[Expert], vocabularies: Vocabularies, domain: str) -> None:
    """Lay all of it; `people`: those of the sample, by id, the first to be shown first."""
    with_career = [one for one in people if one.segments and one.name]
    for person, text in zip(with_career, CVS, strict=False):
        keep(unit, _read(text.format(name=person.name), unit.today, vocabularies), source=SOURCE, expert_id=person.id)
    been_out = (one for one in people if one.missions)
    for person, (grade, text) in zip(been_out, NOTES, strict=False):
        note = PerformanceNoteData(action_code=person.missions[0].action, grade=grade, text=text)
        performance.note(unit, person.id, note)
    lending = institutions.institutions(
        unit.session, country=None, collaborative=True, limit=len(ANSWERING), after=None
    )
    for row, (name, address, category, since, until) in zip(lending.rows, ANSWERING, strict=False):
        point = FocalPointData(
            institution_id=row.id,
            category=category,
            name=name,
            email=f"{address}@{domain}",
            since=unit.today - timedelta(days=since),
            until=unit.today - timedelta(days=until) if until else None,
        )
        unit.session.add(FocalPointRow(id=new_id("focal"), **point.model_dump()))
    unit.session.flush()


def _read(text: str, today: date, vocabularies: Vocabularies) -> ReadProfile:
    """What a CV says, as it is read from any text. Fields and competences are left out: no model is loaded yet."""
    data = text.encode()
    taken = take(data, "cv.txt")
    parts = taken.parts
    return ReadProfile(
        format=taken.format,
        language=detect_language(parts.text),
        pages=taken.pages,
        sha256=hashlib.sha256(data).hexdigest(),
        parts=parts,
        status=propose_status(parts.entries, parts.text, today),
        activity_types=propose_activity_types(parts, vocabularies.activity_types, today),
        countries=propose_countries(parts, today),
        warnings=taken.warnings,
    )
