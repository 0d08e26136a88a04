"""The service's log on the screen: text or JSON, ids and places only; what people wrote or are called never gets in."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from api.errors import trace_without_words

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class WithoutWords(logging.Formatter):
    """Text lines; of an exception its kind and places, not its message: messages can quote names and CVs."""

    def formatException(self, ei: object) -> str:
        """Where an error arose, without what it says."""
        error = ei[1] if isinstance(ei, tuple) else None
        return trace_without_words(error) if isinstance(error, BaseException) else ""


class JsonLines(WithoutWords):
    """One JSON object a line: time, level, logger, message, and where an error arose."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def set_up(form: Literal["text", "json"], level: int = logging.INFO) -> None:
    """Let everything of ours go to the standard error in this form."""
    handler = logging.StreamHandler()
    handler.setLevel(level)  # some libraries set their own loggers to say everything
    handler.setFormatter(JsonLines() if form == "json" else WithoutWords(TEXT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("api", "matching", "embeddings"):
        logging.getLogger(ours).setLevel(level)
