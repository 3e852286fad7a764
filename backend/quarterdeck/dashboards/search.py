"""Finding things by their ref or words of their name: what the caller may see, the nearest first.

Nearest is what has the ref asked for, then what has a ref or a name that begins with it, then words that begin with
the words asked for, then what holds them anywhere, in its name or another that it goes by.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.matching import words_of
from quarterdeck.core.words import day_words
from quarterdeck.dashboards.searched import Kind, select_candidates

OF_EACH: Final = 20
"""How many of a kind are answered."""
SHOWN: Final = 200
"""How many letters of a name are answered: an action's is a whole paragraph."""


@dataclass(frozen=True)
class Found:
    """One thing that was found, with a line of what else tells it from others."""

    kind: Kind
    id: int
    ref: str
    name: str
    detail: str


@dataclass(frozen=True)
class Search:
    """What was found, by kind and the nearest first, and the kinds of which there is more."""

    found: list[Found]
    more: list[Kind]


def find_things(session: Session, actor: Actor, asked: str, kind: Kind | None = None) -> Search:
    """What answers to all words of `asked`, of one kind or of every one. One query."""
    words = words_of(asked)
    rows = session.connection().execute(select_candidates(actor, words, [kind] if kind else list(Kind)))
    ranked: dict[Kind, list[tuple[Any, ...]]] = defaultdict(list)
    folded, whole = [fold(word) for word in words], fold(asked)
    for row in rows:
        ranked[Kind(row.kind)].append((_rank(row, folded, whole), fold(row.ref), fold(row.name), -row.id, row))
    search = Search([], [])
    for each in Kind:
        nearest = sorted(ranked[each], key=lambda one: one[:-1])
        search.found.extend(_found(each, one[-1]) for one in nearest[:OF_EACH])
        if len(nearest) > OF_EACH:
            search.more.append(each)
    return search


def fold(text: str) -> str:
    """Text as it is compared: without regard to case, and to how its letters are composed."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _rank(row: Any, words: Sequence[str], whole: str) -> int:
    """How near a row is, 0 the nearest."""
    ref, name = fold(row.ref), fold(row.name)
    if ref == whole:
        return 0
    if ref.startswith(whole):
        return 1
    if name.startswith(whole):
        return 2
    text = f" {ref} {name}"
    if all(f" {word}" in text for word in words):
        return 3
    return 4 if all(word in text for word in words) else 5


def _found(kind: Kind, row: Any) -> Found:
    name = row.name if len(row.name) <= SHOWN else f"{row.name[: SHOWN - 1].rstrip()}…"
    told = [row.detail, row.state.replace("_", " ").capitalize()]
    if row.due_on is not None:
        told.append(f"due by {day_words(row.due_on)}")
    return Found(kind, row.id, row.ref, name, ", ".join(part for part in told if part))
