"""The integrators' guide is run: each request as it is printed, each answer as it is promised."""

import json
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.organisation import service
from tests.builders import CouncilBuilder
from tests.docs.reading import blocks, text_of


@dataclass(frozen=True)
class Example:
    """A request and what is promised of its answer."""

    method: str
    address: str
    headers: dict[str, str]
    body: str
    status: int
    promised_headers: dict[str, str]
    promised: Any


def _parts(block: str) -> tuple[str, dict[str, str], str]:
    """(first line, headers, body) of a block."""
    head, _, body = block.strip().partition("\n\n")
    first, *lines = head.splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    return first, headers, body


def examples() -> list[Example]:
    """The requests of the guide with their answers, in order."""
    texts = blocks(text_of("docs", "guides", "integrators.md"), "http")
    found = []
    for asked, answered in zip(texts[::2], texts[1::2], strict=True):
        request, headers, body = _parts(asked)
        status, promised_headers, promised = _parts(answered)
        method, address = request.split(" ")
        content = json.loads(promised) if promised else None
        found.append(Example(method, address, headers, body, int(status), promised_headers, content))
    return found


def _filled(text: str, known: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(known.get(match.group(1), match.group(0))), text)


def _keeps(promised: Any, found: Any) -> bool:
    """Whether an answer holds what was promised: each name with its value; an empty list or a … for anything."""
    if promised in ([], "…"):
        return isinstance(found, type(promised)) and bool(found or promised == [])
    if isinstance(promised, dict):
        return all(name in found and _keeps(value, found[name]) for name, value in promised.items())
    return bool(promised == found)


def test_every_example_does_what_the_guide_says(client: Any, council: CouncilBuilder, session: Session) -> None:
    email, password = "you@example.gov.uk", "a-long-enough-password"
    service.create_administrator(session, Actor.system(council.id), email=email, password=password)
    session.commit()
    known: dict[str, Any] = {"root_id": council.root.id}
    printed = examples()
    assert len(printed) >= 8
    for example in printed:
        name = f"{example.method} {example.address}"
        answer = client.request(
            example.method,
            _filled(example.address, known),
            content=_filled(example.body, known),
            headers=example.headers,
        )
        assert answer.status_code == example.status, f"{name}: {answer.text}"
        for header, value in example.promised_headers.items():
            assert answer.headers[header] == value, f"{name}: {header}"
        if example.promised is not None:
            assert _keeps(example.promised, answer.json()), f"{name}: {answer.text}"
            known |= {key: value for key, value in answer.json().items() if key in {"id", "next_cursor"} and value}
