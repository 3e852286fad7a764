"""What is a person's own until somebody takes it over. Each subject registers its kind: how to find it, to hand it on.

A lower subject asks for it without importing what stands above.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor


@dataclass(frozen=True)
class Possession:
    """A thing that a person has: its kind, its id, and what it is called."""

    kind: str
    id: int
    label: str


Find = Callable[[Session, Actor, int], list[Possession]]
HandOn = Callable[[Session, Actor, int, int], None]
_kinds: list[tuple[Find, HandOn | None]] = []


def register(find: Find, hand_on: HandOn | None = None) -> None:
    """Let people who leave be asked for these things. Called once, where the kind's subject is defined.

    find: (session, actor, person id) to what that person has now. hand_on: (session, actor, from whom, to whom) gives
    all of it to another; None where that is done as it ends.
    """
    _kinds.append((find, hand_on))


def had_by(session: Session, actor: Actor, person_id: int) -> list[Possession]:
    """All that a person has now, by kind."""
    return [each for find, _ in _kinds for each in find(session, actor, person_id)]


def hand_on(session: Session, actor: Actor, from_id: int, to_id: int) -> None:
    """Give all that one person has to another."""
    for _, hand in _kinds:
        if hand is not None:
            hand(session, actor, from_id, to_id)
