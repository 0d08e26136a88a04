"""One made-up person, about whom everything is in order but for what a test says."""

from __future__ import annotations

from matching.entities import Expert


def person(expert_id: str, **facts: object) -> Expert:
    """An expert about whom everything that a gate asks is known and in order, but for what is given."""
    known: dict[str, object] = {
        "id": expert_id,
        "name": f"Person {expert_id}",
        "status": "civil_servant",
        "institution": f"Institution {expert_id}",
        "languages": [{"language": "fr", "speaking": "C1", "writing": "C1", "reading": "C2"}],
        "fields": ["A.35"],
        "competences": ["3.6"],
        "activity_types": ["technical_training"],
        "absences": [],
        "conflicts": [],
        "validated": True,
        "consent": True,
        "segments": [
            {
                "text": "Head of the counselling unit of the public employment service: profiling of jobseekers.",
                "kind": "post",
                "language": "en",
                "start": "2010-01-01",
                "end": "2019-12-31",
            }
        ],
    }
    return Expert.model_validate(known | facts)
