"""A council to test on, in domain words. Rows are added directly: what is under test goes through services."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.organisation.models import (
    Body,
    BodyKind,
    Council,
    Person,
    Portfolio,
    Post,
    RoleGrant,
    Unit,
    UnitKind,
)
from quarterdeck.organisation.roles import ROLES, Role

LONG_AGO = date(2015, 4, 1)
COUNCIL_WIDE = {
    "administrator",
    "performance_team",
    "director",
    "committee_administrator",
    "auditor",
    "analyst",
}


class CouncilBuilder:
    """One council: a tree (Place → Housing, Environment; People → Customer Services), bodies, portfolios, people."""

    def __init__(self, session: Session, code: str = "example", name: str = "Example Borough Council") -> None:
        self.session = session
        self.council = self._added(
            Council(
                code=code,
                gss_code=None,
                name=name,
                provisional=False,
                valid_from=None,
                valid_to=None,
                version=1,
            )
        )
        self.id = self.council.id
        journal.begin(session, self.id)
        self.root = self.unit(code, name, UnitKind.COUNCIL, None)
        self.place = self.unit("PLACE", "Place", UnitKind.DIRECTORATE, self.root)
        self.people = self.unit("PEOPLE", "People", UnitKind.DIRECTORATE, self.root)
        self.housing = self.service("Housing", self.place)
        self.environment = self.service("Environment", self.place)
        self.customers = self.service("Customer Services", self.people)
        self.cabinet = self.body("CAB", "Cabinet", BodyKind.CABINET)
        self.scrutiny = self.body("OSC", "Overview and Scrutiny Committee", BodyKind.SCRUTINY)
        self.cmt = self.body("CMT", "Corporate Management Team", BodyKind.CMT)
        self.homes = self.portfolio("HOMES", "Homes and Communities")
        self.streets = self.portfolio("STREETS", "Clean Streets")
        session.commit()

    def unit(self, code: str, name: str, kind: UnitKind, parent: Unit | None) -> Unit:
        return self._added(
            Unit(
                council_id=self.id,
                parent_id=parent.id if parent else None,
                code=code,
                name=name,
                kind=kind,
                valid_from=None,
                valid_to=None,
                version=1,
            )
        )

    def service(self, name: str, parent: Unit | None = None) -> Unit:
        code = name.upper().replace(" ", "-")
        return self.unit(code, name, UnitKind.SERVICE, parent or self.place)

    def body(self, code: str, name: str, kind: BodyKind) -> Body:
        return self._added(
            Body(council_id=self.id, code=code, name=name, kind=kind, valid_from=None, valid_to=None, version=1)
        )

    def portfolio(self, code: str, name: str) -> Portfolio:
        return self._added(
            Portfolio(council_id=self.id, code=code, name=name, valid_from=None, valid_to=None, version=1)
        )

    def post(self, title: str, unit: Unit | None = None) -> Post:
        code = title.upper().replace(" ", "-")
        return self._added(Post(council_id=self.id, unit_id=(unit or self.root).id, code=code, title=title, version=1))

    def person(
        self,
        role: str,
        *,
        unit: Unit | None = None,
        portfolio: Portfolio | None = None,
        body: Body | None = None,
        number: int = 1,
    ) -> Person:
        """The person in this role and scope, made on first use. `number` tells several of them apart.

        Without a scope: the whole council where the role allows it; Housing for providers and
        managers; Homes for a portfolio holder; Cabinet or Scrutiny for their members.
        """
        scope, scope_id, _ = self._scope(role, unit, portfolio, body)
        email = f"{role}.{scope}.{scope_id or 0}.{number}@example.test"
        found = (
            self.session.query(Person).filter_by(council_id=self.id, email=f"{self.council.code}.{email}").one_or_none()
        )
        if found:
            return found
        person = self._added(
            Person(
                council_id=self.id,
                email=f"{self.council.code}.{email}",
                name=f"The {role.replace('_', ' ')}",
                active=True,
                version=1,
            )
        )
        self._added(
            RoleGrant(
                council_id=self.id,
                role=role,
                scope=scope,
                scope_id=scope_id,
                person_id=person.id,
                post_id=None,
                valid_from=LONG_AGO,
                valid_to=None,
                version=1,
            )
        )
        self.session.commit()
        return person

    def actor(
        self,
        role: str,
        *,
        unit: Unit | None = None,
        portfolio: Portfolio | None = None,
        body: Body | None = None,
        number: int = 1,
    ) -> Actor:
        """That person as the services see them."""
        person = self.person(role, unit=unit, portfolio=portfolio, body=body, number=number)
        scope, scope_id, units = self._scope(role, unit, portfolio, body)
        permissions = frozenset(str(permission) for permission in ROLES[Role(role)])
        return Actor(self.id, person.id, (Grant(role, permissions, scope, scope_id, units),))

    def _scope(
        self, role: str, unit: Unit | None, portfolio: Portfolio | None, body: Body | None
    ) -> tuple[Scope, int | None, frozenset[int]]:
        if role in {"data_provider", "service_manager"} and unit is None:
            unit = self.housing
        if role == "portfolio_holder" and portfolio is None:
            portfolio = self.homes
        if role in {"cabinet_member", "scrutiny_member"} and body is None:
            body = self.cabinet if role == "cabinet_member" else self.scrutiny
        if unit is not None:
            return Scope.UNIT, unit.id, frozenset(self._below(unit))
        if portfolio is not None:
            return Scope.PORTFOLIO, portfolio.id, frozenset()
        if body is not None:
            return Scope.BODY, body.id, frozenset()
        assert role in COUNCIL_WIDE, f"say in which scope a {role} acts"
        return Scope.COUNCIL, None, frozenset()

    def _below(self, unit: Unit) -> list[int]:
        children = self.session.query(Unit).filter_by(council_id=self.id, parent_id=unit.id).all()
        return [unit.id, *(each for child in children for each in self._below(child))]

    def _added(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row
