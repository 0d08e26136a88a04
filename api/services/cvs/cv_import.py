"""CVs imported by the thousand: read in processes of their own; encoded, proposed for and kept here in batches.

A batch is kept whole or not at all, and a document that is on record by its SHA-256 is passed over: an import that was
cut at any moment is simply started again. Memory grows with the number of documents by a line of the report for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from api.services.cvs import cvs
from api.services.cvs.cv_import_report import ImportReport, Line, failure, known_line, line_of
from api.services.cvs.cv_people import person_key
from api.services.cvs.cv_profiles import BATCH, encoded, in_words, profiles_of
from api.services.cvs.cv_reading import Document, Reading
from api.services.cvs.cv_vectors import kept_or_forgotten
from api.services.exchange.json_lines import in_batches
from api.services.office import Office
from api.services.unit import Actor, Unit, writing
from api.storage import cv_documents
from matching.cv.limits import Limits
from matching.cv.taking_sheets import Mapping
from matching.cv.values import ReadProfile
from matching.cv.worker import default_pool
from matching.errors import MatchingError

SOURCE = "import"
OF_THE_DATABASE = ("OperationalError", "InterfaceError", "DatabaseUnavailable")  # no document's fault


def import_cvs(
    office: Office,
    actor: Actor,
    paths: Sequence[Path],
    *,
    mapping: Mapping = (),
    limits: Limits | None = None,
    progress: Callable[[ImportReport], None] = lambda report: None,
    report: ImportReport | None = None,
) -> ImportReport:
    """Read the documents under these paths and keep what they say, for each owner to confirm.

    Args:
        mapping: of the columns of sheets, where the guess is wrong.
        progress: told after every batch.
        report: to fill; whoever interrupts the import has what was done until then.

    Raises:
        DatabaseUnavailable: the database does not answer; what was kept before stays.
    """
    report = ImportReport() if report is None else report
    with office.database.read() as session:
        known = cv_documents.hashes(session)
    # Encoding takes ten times as long as reading: half of the processors read, and half of the readers' memory is saved.
    at_once = max(1, default_pool().size // 2)
    documents = Reading(paths, mapping, known.__contains__, limits, at_once).documents()
    for batch in encoded(in_batches(documents, BATCH), lambda: office.engine):
        report.sheets |= dict(sheet for document in batch for sheet in document.sheet)
        taken = [document for document in batch if document.taken]
        found = profiles_of(taken, office.engine, office.clock.today(), person_key(office)) if taken else []
        lines = _kept(office, actor, taken, found) | _known(office, [one for one in batch if one.known])
        for document in batch:
            report.add(lines.get(id(document)) or failure(document))
        progress(report)
    return report


def look_through(
    paths: Sequence[Path],
    *,
    mapping: Mapping = (),
    progress: Callable[[ImportReport], None] = lambda report: None,
    report: ImportReport | None = None,
) -> ImportReport:
    """What could be read under these paths, and what columns would be taken for; nothing is kept."""
    report = ImportReport(dry_run=True) if report is None else report
    for batch in in_batches(Reading(paths, mapping).documents(), BATCH):
        for document in batch:
            report.sheets |= dict(document.sheet)
            report.add(
                failure(document) if document.problem else line_of(document, "same" if document.known else "new")
            )
        progress(report)
    return report


def _kept(
    office: Office, actor: Actor, documents: Sequence[Document], found: Sequence[ReadProfile | MatchingError]
) -> dict[int, Line]:
    """Keep a batch in one transaction; its lines count only once that has ended well."""
    lines: dict[int, Line] = {}
    if not documents:
        return lines
    with writing(office, actor) as unit:
        for document, one in zip(documents, found, strict=True):
            kept = _keep(office, unit, one) if isinstance(one, ReadProfile) else one
            if isinstance(kept, MatchingError):
                lines[id(document)] = failure(document, kept)
            else:
                lines[id(document)] = line_of(document, kept.outcome, one, kept.expert_id)
    return lines


def _keep(office: Office, unit: Unit, profile: ReadProfile) -> cvs.Kept | MatchingError:
    """Keep one profile; where that cannot be, it alone is undone."""
    said, step = len(unit.said), unit.session.begin_nested()
    try:
        with kept_or_forgotten(office, profile):
            kept = cvs.keep(unit, profile, source=SOURCE)
            unit.session.flush()
    except Exception as error:
        if type(error).__name__ in OF_THE_DATABASE:
            raise
        step.rollback()
        del unit.said[said:]
        return in_words(error)
    step.commit()
    return kept


def _known(office: Office, documents: Sequence[Document]) -> dict[int, Line]:
    """Lines of documents that were read before, with what was found in them then."""
    if not documents:
        return {}
    with office.database.read() as session:
        found = cv_documents.found_before(session, {document.sha256 for document in documents})
    return {id(document): known_line(document, *found.get(document.sha256, ("", {}))) for document in documents}
