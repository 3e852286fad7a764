"""Typed references: a kind and an id, for what may belong to many kinds of thing (evidence, an action's source).

A lower subject keeps a reference instead of importing what stands above it. Each subject registers
its kinds: how to find one that the actor may see, where it belongs, and what to call it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import invalid, not_found


@dataclass(frozen=True)
class Referent:
    """What a reference points at: its label for people and its place for permissions."""

    kind: str
    id: int
    label: str
    place: Place


# Answers None where there is no such thing or the actor may not see it.
Finder = Callable[[Session, Actor, int], Referent | None]
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Let references of this kind be resolved. Called once, where the kind's subject is defined."""
    _finders[kind] = finder


def kinds() -> list[str]:
    return sorted(_finders)


def resolve(session: Session, actor: Actor, kind: str, subject_id: int, pointer: str = "/kind") -> Referent:
    """The referent, if the actor may see it; 422 for an unknown kind, 404 otherwise.

    pointer: where the kind stood in the request.
    """
    finder = _finders.get(kind)
    if finder is None:
        raise invalid(pointer, "unknown_kind", f"kind is one of: {', '.join(kinds())}.")
    found = finder(session, actor, subject_id)
    if found is None:
        raise not_found(kind.replace("_", " "))
    return found
