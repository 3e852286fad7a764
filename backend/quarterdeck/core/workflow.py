"""State changes by table: one row an action, read by the API, the docs, the CHECK constraints and the tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import Problem, comment_required, conflict, forbidden, stale
from quarterdeck.core.journal import Event

REQUIRED = True
UNCHANGED = ""
"""As the target of a transition: the thing stays in the state that it is in."""

# A guard looks at the thing and the actor and answers with the reason against the action, or None.
# Where one sentence cannot say it all, the answer is a whole problem, with its errors.
Guard = Callable[[Any, Actor], str | Problem | None]
# Whether the actor may at all, where a permission at the thing's place does not say it (whoever raised it may).
Who = Callable[[Any, Actor], bool]


class HasStates(Protocol):
    """What a workflow moves: anything with a state, a version, and a place for its permissions."""

    state: str
    version: int

    @property
    def id(self) -> int: ...

    def place(self) -> Place: ...


@dataclass(frozen=True)
class Transition:
    """One action: from which states, to which, who may, and what it needs."""

    action: str
    sources: frozenset[str]
    target: str
    permission: str
    comment: bool = False
    guards: tuple[Guard, ...] = ()
    who: Who | None = None
    words: str = ""

    def said_of(self, kind: str) -> str:
        """The action as an officer says it: `return this submission`."""
        return self.words or f"{self.action.replace('_', ' ')} this {kind}"

    def leads_to(self, state: str) -> str:
        """The state after the action, from the one before it."""
        return state if self.target == UNCHANGED else self.target

    def open_to(self, thing: HasStates, actor: Actor) -> bool:
        """Whether the actor may do this to the thing at all: by `who`, or by the permission at its place."""
        if self.who is not None:
            return self.who(thing, actor)
        return actor.may(self.permission, thing.place())

    def against(self, thing: HasStates, actor: Actor) -> str | Problem | None:
        """The first guard's reason against, or None."""
        return next((reason for guard in self.guards if (reason := guard(thing, actor))), None)


def transition(
    action: str,
    sources: Iterable[str],
    target: str,
    permission: str,
    *,
    comment: bool = False,
    guard: Guard | tuple[Guard, ...] = (),
    who: Who | None = None,
    words: str = "",
) -> Transition:
    """A row of a workflow's table. words: how the action is said, where its name and the kind do not make it."""
    guards = guard if isinstance(guard, tuple) else (guard,)
    return Transition(action, frozenset(sources), target, permission, comment, guards, who, words)


@dataclass(frozen=True)
class Workflow:
    """A kind of thing and its transitions. `kind` is the word used in the journal and in problems."""

    kind: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...] = field(default=())

    def row(self, action: str) -> Transition:
        """The transition called `action`. Raises a 422 problem for a word the table does not know."""
        for each in self.transitions:
            if each.action == action:
                return each
        known = ", ".join(each.action for each in self.transitions)
        raise Problem(422, "unknown-action", f"A {self.kind} takes these actions: {known}.")

    def allowed_actions(self, thing: HasStates, actor: Actor) -> list[str]:
        """What this actor may do with the thing now: what the screens draw."""
        return [
            each.action
            for each in self.transitions
            if thing.state in each.sources and each.open_to(thing, actor) and each.against(thing, actor) is None
        ]

    def perform(self, thing: HasStates, action: str, actor: Actor, version: int, comment: str | None = None) -> Event:
        """Move the thing and return the event to journal.

        Checks in this order: permission (403), version (412), state (409), comment and guards (409).
        That the actor may see the thing at all (404) comes before, when it is found.
        """
        row = self.row(action)
        if not row.open_to(thing, actor):
            raise forbidden(f"Your role does not allow you to {row.said_of(self.kind)}.")
        check_version(thing, version)
        if thing.state not in row.sources:
            raise conflict(
                f"This {self.kind} is {thing.state.replace('_', ' ')}; {action.replace('_', ' ')} needs it to be "
                f"{' or '.join(sorted(row.sources)).replace('_', ' ')}.",
                "wrong-state",
            )
        if row.comment and not (comment or "").strip():
            raise comment_required(f"Give a reason in the comment when you {row.said_of(self.kind)}.")
        if reason := row.against(thing, actor):
            raise reason if isinstance(reason, Problem) else conflict(reason, "not-allowed-now")
        before, thing.state = thing.state, row.leads_to(thing.state)
        thing.version += 1
        return Event(
            action=f"{self.kind}.{action}",
            kind=self.kind,
            subject_id=thing.id,
            detail={"from": before, "to": thing.state, "version": thing.version},
            comment=comment,
        )

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2"]
        lines += [
            f"    {source} --> {each.leads_to(source)}: {each.action}"
            for each in self.transitions
            for source in sorted(each.sources)
        ]
        return "\n".join(lines) + "\n"


def check_version(thing: Any, version: int) -> None:
    """Refuse (412) a change based on an older version of the thing than the one on record."""
    if thing.version != version:
        raise stale(thing.version)
