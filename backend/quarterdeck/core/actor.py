"""Who acts, with which grants, and where a thing belongs that the grants are compared with."""

from dataclasses import dataclass, field
from enum import StrEnum


class Scope(StrEnum):
    """What a role grant reaches: the whole council, a unit and all below it, a portfolio, or a body."""

    COUNCIL = "council"
    UNIT = "unit"
    PORTFOLIO = "portfolio"
    BODY = "body"


@dataclass(frozen=True)
class Place:
    """Where a thing belongs: its responsible unit, the portfolios it is linked to today, its body."""

    council_id: int
    unit_id: int | None = None
    portfolio_ids: frozenset[int] = frozenset()
    body_id: int | None = None


@dataclass(frozen=True)
class Grant:
    """One role grant in force, resolved: `unit_ids` holds the scope's unit and every unit below it.

    delegated: it is another person's, who lets the actor act with it for a time.
    """

    role: str
    permissions: frozenset[str]
    scope: Scope
    scope_id: int | None = None
    unit_ids: frozenset[int] = frozenset()
    delegated: bool = False

    def covers(self, place: Place) -> bool:
        match self.scope:
            case Scope.COUNCIL:
                return True
            case Scope.UNIT:
                return place.unit_id in self.unit_ids
            case Scope.PORTFOLIO:
                return self.scope_id in place.portfolio_ids
            case Scope.BODY:
                return place.body_id is not None and self.scope_id == place.body_id


@dataclass(frozen=True)
class Reach:
    """How far a permission goes for an actor: everywhere in the council, or these units, portfolios and bodies."""

    everywhere: bool
    unit_ids: frozenset[int]
    portfolio_ids: frozenset[int]
    body_ids: frozenset[int]

    @property
    def nowhere(self) -> bool:
        return not (self.everywhere or self.unit_ids or self.portfolio_ids or self.body_ids)


NOBODY = 0
"""The `person_id` of a machine: no person has it, so nothing of anybody's is its own."""


@dataclass(frozen=True)
class Narrowing:
    """What a machine's token is limited to: these units (with all below them) and these indicators; None for any."""

    unit_ids: frozenset[int] | None
    indicator_ids: frozenset[int] | None


@dataclass(frozen=True)
class Actor:
    """The person (or the system itself, `person_id` None) on whose behalf a request runs.

    A machine has the `person_id` NOBODY, and a narrowing where its token is limited.
    """

    council_id: int
    person_id: int | None
    grants: tuple[Grant, ...] = ()
    post_ids: frozenset[int] = frozenset()
    is_system: bool = False
    session_id: int | None = field(default=None, compare=False)
    narrowing: Narrowing | None = None

    @classmethod
    def system(cls, council_id: int) -> "Actor":
        """The installation itself: commands run by its operator (backfill, migrations, the demo)."""
        return cls(council_id=council_id, person_id=None, is_system=True)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def holds(self, permission: str) -> bool:
        """Whether any grant, wherever it reaches, carries the permission."""
        return self.is_system or any(permission in grant.permissions for grant in self.grants)

    def may(self, permission: str, place: Place) -> bool:
        """Whether the permission reaches the place. Nobody reaches another council."""
        if place.council_id != self.council_id:
            return False
        return self.is_system or any(permission in grant.permissions and grant.covers(place) for grant in self.grants)

    def reach(self, permission: str) -> Reach:
        """How far the permission goes, for limiting a query."""
        held = [grant for grant in self.grants if permission in grant.permissions]
        return Reach(
            everywhere=self.is_system or any(grant.scope is Scope.COUNCIL for grant in held),
            unit_ids=frozenset().union(*(grant.unit_ids for grant in held)),
            portfolio_ids=frozenset(g.scope_id for g in held if g.scope is Scope.PORTFOLIO and g.scope_id),
            body_ids=frozenset(g.scope_id for g in held if g.scope is Scope.BODY and g.scope_id),
        )
