"""Tells whether a row is still what somebody saw, so that nobody overwrites another unknowingly."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

FIELD = "_version"


def version_of(record: Any) -> str:
    """Give a short text that changes whenever a stored field of ``record`` does, but for what programs keep there."""
    own = getattr(record, "UNTRACKED", ())
    values = [[name, _fixed(value)] for name, value in sorted(record.__data__.items()) if name not in own]
    return hashlib.sha256(json.dumps(values, default=repr).encode()).hexdigest()[:24]


def _fixed(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) and value.tzinfo else value
