"""Refusals as a table: who asks for what, and what stands against it. Nothing moves by any of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.journeys.quarter import Quarter

CURRENT, STALE, MISSING, MALFORMED = "current", "stale", "missing", "malformed"
"""Which version a request names in If-Match."""


@dataclass(frozen=True)
class Refused:
    """A request and its refusal: a status and the problem's code. `{names}` in path and body become ids."""

    who: str
    request: str
    body: Mapping[str, Any] | None
    status: int
    code: str
    version: str = CURRENT


def all_are_refused(quarter: Quarter, table: Sequence[Refused], names: Mapping[str, int] | None = None) -> int:
    """Ask for everything in the table, and hold each answer against it; returns how many were refused.

    names: the ids that stand for themselves in this table, beside those of the quarter.
    """
    council, ids = quarter.council, {**_names(quarter), **(names or {})}
    before = council.record()
    wrong = []
    for each in table:
        method, _, path = each.request.partition(" ")
        path = path.format_map(ids)
        caller = council.nobody if each.who == "nobody" else council[each.who]
        answer = caller.send(method, path, _filled(each.body, ids), **_if_match(quarter, method, path, each.version))
        problem = (
            answer.json() if answer.headers["content-type"] == "application/problem+json" else {"type": answer.text}
        )
        if (answer.status_code, problem["type"].rpartition("/")[2]) != (each.status, each.code):
            wrong.append(f"{each.who}: {each.request} {each.body} is answered {answer.status_code}, {problem}")
    assert wrong == []
    assert council.record() == before, "a refusal moved something"
    return len(table)


def _names(quarter: Quarter) -> dict[str, int]:
    council = quarter.council
    submissions = council["auditor"].items("/submissions", round_id=quarter.id)
    names = {each["unit"]["code"]: each["id"] for each in submissions}
    names |= {ref: entry["id"] for each in submissions for ref, entry in quarter.entries(each["unit"]["code"]).items()}
    bodies = {code: council.bodies[code] for code in council.bodies}
    return {**names, **bodies, "round": quarter.id, "edition": quarter.edition}


def _filled(body: Any, ids: Mapping[str, int]) -> Any:
    if isinstance(body, Mapping):
        return {name: _filled(value, ids) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(each, ids) for each in body]
    if isinstance(body, str) and body[:1] + body[-1:] == "{}":
        return ids[body[1:-1]]
    return body


def _if_match(quarter: Quarter, method: str, path: str, version: str) -> dict[str, str]:
    is_change = method == "PATCH" or path.endswith("/decisions")
    if not is_change or version == MISSING:
        return {}
    if version == MALFORMED:
        return {"If-Match": "three"}
    current = _version_of(quarter, path.removesuffix("/decisions"))
    return {"If-Match": f'"{current if version == CURRENT else current - 1}"'}


def _version_of(quarter: Quarter, path: str) -> int:
    auditor = quarter.council["auditor"]
    if "/entries/" in path:
        entries, _, entry_id = path.rpartition("/")
        return next(each["version"] for each in auditor.items(entries) if each["id"] == int(entry_id))
    return int(auditor.get(path)["version"])
