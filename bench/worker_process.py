"""A worker of `bench.workers`: takes commands on its standard input, answers with a line of JSON each.

`python -m bench.worker_process DATABASE ENCODER`: ENCODER is as the setting `model` has it. "go" encodes with whoever else
does until nothing is left, "end" ends it.
"""

from __future__ import annotations

import json
import sys
import time

from api.services.roster.encoding import EncodingWorker
from api.storage.database import Database
from api.storage.vectors import DatabaseVectors
from embeddings import load_encoder, load_english_encoder
from embeddings.errors import EmbeddingError
from matching.engine import build_engine
from matching.vocabulary import load_vocabulary


def main(url: str, model: str) -> None:
    """Serve the commands."""
    database = Database(url)
    store = DatabaseVectors(lambda: database)
    english = load_english_encoder() if model == "bundled" else None
    worker = EncodingWorker(
        database, build_engine(load_encoder(model), load_vocabulary(), store, english=english), many=True
    )
    _say(fingerprint=worker.fingerprint)
    for line in sys.stdin:
        if line.strip() == "end":
            return
        store.new = store.again = 0
        begun, used, before = time.perf_counter(), time.process_time(), worker.people
        last, spent = begun, used
        while worker.is_behind():
            if worker.work():
                last, spent = time.perf_counter(), time.process_time()
            else:
                time.sleep(0.1)
        _say(
            people=worker.people - before,
            new=store.new,
            again=store.again,
            seconds=last - begun,
            used=spent - used,
        )


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except EmbeddingError as error:
        sys.exit(str(error))
