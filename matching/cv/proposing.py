"""What a CV shows beyond what it states: status, fields, competences, types of activity, countries, years.

Nothing here is a fact yet: each proposal carries a confidence and the sentence that shows it, for its owner to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matching.cv.encoded_entries import EncodedEntries
from matching.cv.proposed_fields import made_ready, propose_competences, propose_fields
from matching.cv.proposed_places import propose_activity_types, propose_countries
from matching.cv.status import propose_status
from matching.cv.values import CodeProposal, Parts
from matching.engine import Engine


@dataclass(frozen=True)
class Proposals:
    """What is proposed from one CV, the likeliest of each first."""

    status: CodeProposal | None = None
    fields: tuple[CodeProposal, ...] = ()
    competences: tuple[CodeProposal, ...] = ()
    activity_types: tuple[CodeProposal, ...] = ()
    countries: tuple[CodeProposal, ...] = ()


def propose(parts: Parts, encoded: EncodedEntries, engine: Engine, today: date) -> Proposals:
    """Everything that the entries of a CV speak of; `today` ends posts that are still held."""
    read = made_ready(parts, encoded, engine, today)
    return Proposals(
        status=propose_status(parts.entries, parts.text, today),
        fields=propose_fields(read, engine, today) if read else (),
        competences=propose_competences(read, engine) if read else (),
        activity_types=propose_activity_types(parts, engine.vocabularies.activity_types, today),
        countries=propose_countries(parts, today),
    )
