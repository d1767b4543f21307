"""Logs as lines of JSON in UTC; nothing that is logged can begin a line of its own (SEC-21)."""

import json
import logging
import sys
from datetime import UTC, datetime

from flask import has_request_context

from ovkk_core.history import actor
from ovkk_core.web.requests import request_id


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object; ``extra={"fields": {...}}`` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, in ASCII, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "actor": actor(),
        }
        if has_request_context():
            line["request"] = request_id()
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line | getattr(record, "fields", {}))


def log_as_json() -> None:
    """Send all logs of this process to standard error, one JSON object per line. For servers and workers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
