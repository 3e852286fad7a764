"""Who asks: somebody in each of the eleven roles, in narrower scopes, without any role, and from elsewhere."""

import hashlib
from datetime import timedelta

from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.organisation.models import Person, RoleGrant, SignInSession, Unit
from quarterdeck.organisation.service import set_password
from tests.builders import LONG_AGO, CouncilBuilder

COLUMNS = {
    "AD": "administrator of the council",
    "PT": "performance team of the council",
    "DP": "data provider of Housing",
    "SM": "service manager of Housing",
    "PH": "portfolio holder for Homes",
    "DI": "director of the council",
    "CM": "member of the Cabinet",
    "SC": "member of Overview and Scrutiny",
    "CA": "committee administrator of the council",
    "AU": "auditor of the council",
    "AN": "analyst of the council",
    "pt": "performance team of Housing alone",
    "du": "director of the directorate People, where neither service stands",
    "dc": "director as a member of CMT",
    "ca": "committee administrator of the Cabinet alone",
    "NG": "somebody of the council without any role",
    "OC": "somebody with every role in another council",
}
"""The columns that the permission matrix is written in."""

IMPLIED = {
    "NO": "nobody: not signed in",
    "DB": "a disabled person who had every role, with the session they had",
    "EX": "a person whose every role has ended, or begins tomorrow",
}
"""Those whom one rule covers: NO and DB are asked to sign in (401), EX gets what NG gets."""

PASSWORD = "three random words"
EVERYWHERE = ("administrator", "performance_team", "data_provider", "service_manager", "director",
              "committee_administrator", "auditor", "analyst")  # fmt: skip


class Personas:
    """The people behind the columns, each signed in."""

    def __init__(self, session: Session, council: CouncilBuilder, other: CouncilBuilder) -> None:
        self.session, self.council, self.other = session, council, other
        cmt, cabinet = council.cmt, council.cabinet
        self.people: dict[str, Person] = {
            "AD": council.person("administrator"),
            "PT": council.person("performance_team"),
            "DP": council.person("data_provider"),
            "SM": council.person("service_manager"),
            "PH": council.person("portfolio_holder"),
            "DI": council.person("director"),
            "CM": council.person("cabinet_member"),
            "SC": council.person("scrutiny_member"),
            "CA": council.person("committee_administrator"),
            "AU": council.person("auditor"),
            "AN": council.person("analyst"),
            "pt": council.person("performance_team", unit=council.housing),
            "du": council.person("director", unit=council.people),
            "dc": council.person("director", body=cmt),
            "ca": council.person("committee_administrator", body=cabinet),
            "NG": self._somebody(council, "without.a.role"),
            "OC": self._with_every_role(other, "every.role"),
            "DB": self._with_every_role(council, "disabled"),
            "EX": self._with_every_role(council, "ended.and.to.come"),
        }
        self.tokens = {column: self._signed_in(column, person) for column, person in self.people.items()}
        # Not among the columns: for tests that are about something else than who may.
        self.everybody = self._with_every_role(council, "everybody")
        self.tokens["ALL"] = self._signed_in("ALL", self.everybody)
        self.a_grant = session.query(RoleGrant).filter_by(person_id=self.everybody.id, role="analyst").one()
        self.with_account = self._somebody(council, "with.an.account")
        set_password(session, Actor.system(council.id), self.with_account, PASSWORD)
        self.people["DB"].active = False
        self._end_roles(self.people["EX"])
        session.commit()

    def manager_who_provides(self, unit: Unit) -> Actor:
        """The service manager behind the column SM (of Housing) or their colleague, who also enters figures."""
        manager = self.council.actor("service_manager", unit=unit)
        grant, provider = manager.grants[0], self.council.actor("data_provider", unit=unit, number=3).grants[0]
        both = Grant(grant.role, grant.permissions | provider.permissions, grant.scope, grant.scope_id, grant.unit_ids)
        return Actor(manager.council_id, manager.person_id, (both,))

    def _somebody(self, council: CouncilBuilder, name: str) -> Person:
        email = f"{name}.{council.council.code}@example.test"
        person = Person(council_id=council.id, email=email, name=name.replace(".", " "), active=True, version=1)
        self.session.add(person)
        self.session.flush()
        return person

    def _with_every_role(self, council: CouncilBuilder, name: str) -> Person:
        person = self._somebody(council, name)
        for role in EVERYWHERE:
            self._grant(person, role, Scope.COUNCIL, None)
        for portfolio in (council.homes, council.streets):
            self._grant(person, "portfolio_holder", Scope.PORTFOLIO, portfolio.id)
        self._grant(person, "cabinet_member", Scope.BODY, council.cabinet.id)
        self._grant(person, "scrutiny_member", Scope.BODY, council.scrutiny.id)
        return person

    def _grant(self, person: Person, role: str, scope: Scope, scope_id: int | None) -> None:
        grant = RoleGrant(
            council_id=person.council_id,
            role=role,
            scope=scope,
            scope_id=scope_id,
            person_id=person.id,
            post_id=None,
            valid_from=LONG_AGO,
            valid_to=None,
            version=1,
        )
        self.session.add(grant)

    def _end_roles(self, person: Person) -> None:
        """Half of the roles ended yesterday, the others begin tomorrow."""
        day = timedelta(days=1)
        for number, grant in enumerate(self.session.query(RoleGrant).filter_by(person_id=person.id)):
            if number % 2:
                grant.valid_from = clock.today() + day
            else:
                grant.valid_to = clock.today() - day

    def _signed_in(self, column: str, person: Person) -> str:
        token = f"session-of-{column}-{person.id}"
        row = SignInSession(
            token_sha256=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person.id,
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(hours=8),
        )
        self.session.add(row)
        self.session.flush()
        return token
