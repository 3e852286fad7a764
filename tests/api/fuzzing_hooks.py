"""Loaded by schemathesis in its own process: what no dictionary can say."""

import os
import re
from typing import Any
from uuid import uuid4

import httpx
import schemathesis
from schemathesis.specs.openapi import checks

KEY, IF_MATCH = "Idempotency-Key", "If-Match"
# The part of a path behind the thing whose version counts.
BEHIND = re.compile(r"/(decisions|due-changes|holdings/[^/]*)$")

# Each operation is tried with tokens that are no good; after ten of those the answer is 429, and refuses as well.
checks.AUTH_REJECTION_STATUSES = frozenset({*checks.AUTH_REJECTION_STATUSES, 429})


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """A well-formed key becomes one that nobody has used, a well-formed version mostly the one that stands.

    Otherwise nearly all answers would be about keys and versions; or about two viewpoints, of which one is dropped.
    """
    if {"as_of", "pack"} <= case.query.keys():
        del case.query["as_of" if len(str(case.query)) % 2 else "pack"]
    if re.fullmatch(r"[!-~]{1,200}", str(case.headers.get(KEY, ""))):
        case.headers[KEY] = uuid4().hex
    if re.fullmatch(r'"[0-9]{1,18}"', str(case.headers.get(IF_MATCH, ""))):
        case.headers[IF_MATCH] = _version_of(case) or case.headers[IF_MATCH]


def _version_of(case: Any) -> str | None:
    """The ETag of the thing that a request is about, as far as it is one."""
    thing = BEHIND.sub("", case.formatted_path)
    if "/entries/" in thing:
        entries, _, entry_id = thing.rpartition("/")
        items = _read(entries).json().get("items", [])
        return next((f'"{each["version"]}"' for each in items if str(each["id"]) == entry_id), None)
    return _read(thing).headers.get("etag")


def _read(path: str) -> httpx.Response:
    cookies = {"quarterdeck_session": os.environ["FUZZING_SESSION"]}
    return httpx.get(os.environ["FUZZING_URL"] + path, cookies=cookies)
