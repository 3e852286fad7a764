"""Loaded by schemathesis in its own process: what no dictionary can say."""

import re
from typing import Any
from uuid import uuid4

import schemathesis

KEY = "Idempotency-Key"


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A well-formed key is made one that nobody has used: otherwise most answers would be about the key."""
    if re.fullmatch(r"[!-~]{1,200}", str(case.headers.get(KEY, ""))):
        case.headers[KEY] = uuid4().hex
