"""A council on a database, its people at the API, and what the record says of it: the walk's other side.

It is built once. Every run walks in a savepoint of its own, which is rolled back at the run's end.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.core import clock, journal
from quarterdeck.core.db import Database
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.models import StageKind
from quarterdeck.framework.schemas import FrameworkVersionCreate, StageCreate
from quarterdeck.measures import projection, setting_checks
from quarterdeck.measures.check_schemas import CheckSetting, ChecksUpdate
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import CurrentObservation, Indicator, Observation
from quarterdeck.measures.restatement import Restatement
from quarterdeck.organisation.models import Body, Meeting, Person, Portfolio, RoleGrant, SignInSession, Unit
from quarterdeck.reporting import sealing
from tests.builders import LONG_AGO, CouncilBuilder
from tests.measures.growing import Measures
from tests.stateful.oracle import people
from tests.stateful.oracle.rounds import stages
from tests.stateful.oracle.things import PORTFOLIO_OF, News, Step
from tests.web import COOKIE, WebClient

ODD = ("jump", "times_ten", "times_hundred", "identical_to_last", "over_100")
LISTS = {
    "round": "/rounds",
    "submission": "/submissions",
    "edition": "/packs",
    "restatement": "/restatements",
    "action": "/actions",
}
KIND_OF_STAGE = {
    "check": StageKind.CHECK,
    "officers": StageKind.OFFICER_REVIEW,
    "portfolios": StageKind.PORTFOLIO_REVIEW,
    "members": StageKind.MEMBER_BODY,
}


class World:
    """The council and its people. Requests are answered in this process, over one connection's transaction."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.database, self.connection = database, connection
        with database.writers() as session:
            self.council = CouncilBuilder(session)
            self.id = self.council.id
            self.units: dict[str, Unit] = {"housing": self.council.housing, "environment": self.council.environment}
            self.portfolios: dict[str, Portfolio] = {"HOMES": self.council.homes, "STREETS": self.council.streets}
            self.bodies: dict[str, Body] = {
                "CMT": self.council.cmt,
                "CAB": self.council.cabinet,
                "OSC": self.council.scrutiny,
            }
            self._adopt(session)
            measures = Measures(session, self.council)
            self.indicators = {unit: self._indicator(session, measures, unit) for unit in PORTFOLIO_OF}
            self.series = {unit: measures.series(each).id for unit, each in self.indicators.items()}
            self.unit_of_series = {series_id: unit for unit, series_id in self.series.items()}
            self.meeting_id = self._meeting(session)
            elsewhere = CouncilBuilder(session, "elsewhere", "Elsewhere District Council")
            self.people = {who: self._person(session, elsewhere, who) for who in people.PEOPLE}
            self.tokens = {who: self._token(session, person_id) for who, person_id in self.people.items()}
            session.commit()
        self.unit_names = {unit.id: name for name, unit in self.units.items()}

    @contextmanager
    def at_the_api(self) -> Iterator[None]:
        """The API answers in this block."""
        with WebClient(self.database, self.council) as self.client:
            yield

    @contextmanager
    def set_back(self) -> Iterator[None]:
        """What is done in this block is undone at its end."""
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()

    def ask(self, step: Step, version: int | None) -> Any:
        """Send a step's request as whoever takes it; `version` is what they read, where one has to be named."""
        method, path, body = ASKED[step.kind](self, step)
        said = {name: value for name, value in body.items() if value is not None}
        self._become(step.who)
        return self.client.change(method, path, said if step.kind != "entry" else body, version)

    def offered(self, who: str, kind: str) -> dict[int, list[str]]:
        """The things of a kind that somebody is shown, with the actions that each offers them."""
        self._become(who)
        return {each["id"]: sorted(each["allowed_actions"]) for each in self.client.read(LISTS[kind])["items"]}

    def _become(self, who: str) -> None:
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, self.tokens[who])

    # What the record says

    def head(self) -> tuple[int, int]:
        """How many events the journal holds, and the number of its last change."""
        head = journal.CouncilHead
        query = select(head.event_count, head.change_no).where(head.council_id == self.id)
        row = self.connection.execute(query).one()
        return row.event_count, row.change_no

    def events_after(self, position: int) -> list[Any]:
        """The events after a position: (action, actor_id, change_no)."""
        event = journal.AuditEvent
        query = select(event.action, event.actor_id, event.change_no).where(
            event.council_id == self.id, event.position > position
        )
        return list(self.connection.execute(query))

    def stands(self) -> dict[str, Any]:
        """Every state, version, typed value and figure, in the oracle's words."""
        found: dict[str, Any] = {
            kind: {row.id: (row.state, row.version) for row in self._rows(table.id, table.state, table.version)}
            for kind, table in {
                "rounds": Round,
                "submissions": Submission,
                "editions": PackEdition,
                "restatements": Restatement,
                "actions": Action,
            }.items()
        }
        found["entries"] = {
            row.id: (row.value, row.version) for row in self._rows(Entry.id, Entry.value, Entry.version)
        }
        c = CurrentObservation
        figures = self.connection.execute(
            select(c.standing, c.series_id, c.period_code, Observation.value)
            .join(Observation, Observation.id == c.observation_id)
            .where(c.council_id == self.id)
        )
        for standing in ("latest", "approved"):
            found[standing] = {}
        for row in figures:
            found[row.standing][self.unit_of_series[row.series_id], row.period_code] = row.value
        return found

    def _rows(self, *columns: Any) -> Any:
        council_id = columns[0].class_.council_id
        return self.connection.execute(select(*columns).where(council_id == self.id))

    def faults(self) -> list[str]:
        """What is wrong with sealed editions."""
        with self.database.readers() as session:
            editions = session.scalars(select(PackEdition).where(PackEdition.council_id == self.id))
            return [fault for edition in editions.all() for fault in sealing.faults(session, edition)]

    def faults_of_the_logs(self) -> list[str]:
        """What is wrong with the journal's chain, or with the projection of the figures."""
        with self.database.readers() as session:
            differences = projection.differences(session, self.id)
            return [*journal.verify(session, self.id), *map(str, differences)]

    def news(self, step: Step, answer: dict[str, Any], known_restatements: set[int]) -> News:
        """What an accepted step made that nobody could know before."""
        news = News(answer["id"])
        if step.kind == "round":
            round_id = step.into if step.into is not None else step.id
            news.asked = self._asked(round_id)
        if step.kind == "submission" and step.action == "confirm":
            r = Restatement
            rows = self._rows(r.id, r.series_id, r.period_code)
            news.restated = {
                (self.unit_of_series[row.series_id], row.period_code): row.id
                for row in rows
                if row.id not in known_restatements
            }
        return news

    def _asked(self, round_id: int) -> dict[str, tuple[int, dict[str, int]]]:
        found: dict[str, tuple[int, dict[str, int]]] = {}
        rows = self.connection.execute(
            select(Submission.id, Submission.unit_id, Entry.id.label("entry_id"), Entry.period_code)
            .join(Entry, Entry.submission_id == Submission.id)
            .where(Submission.round_id == round_id)
        )
        for row in rows:
            found.setdefault(self.unit_names[row.unit_id], (row.id, {}))[1][row.period_code] = row.entry_id
        return found

    # Building

    def _adopt(self, session: Session) -> None:
        made = [
            StageCreate(
                key=stage.key,
                name=stage.key,
                position=stage.position,
                kind=KIND_OF_STAGE[stage.kind],
                body_id=self.bodies[stage.body].id if stage.body else None,
                days_allowed=5,
                optional=stage.optional,
                decisive=stage.decisive,
            )
            for stage in stages()
        ]
        data = FrameworkVersionCreate(template="cabinet_first", effective_from=date(2020, 4, 1), stages=made)
        adopt_version(session, self.council.actor("performance_team"), data)
        session.commit()

    def _indicator(self, session: Session, measures: Measures, unit: str) -> Indicator:
        made = measures.indicator(
            unit[0].upper(),
            unit=self.units[unit],
            portfolio=self.portfolios[PORTFOLIO_OF[unit]],
            definition={"decimals": 0},
        )
        off = [CheckSetting(code=code, severity="off", reason="The walk types what it likes") for code in ODD]
        setting_checks.set_checks(session, measures.team, made.id, ChecksUpdate(checks=off), made.version)
        session.commit()
        return made

    def _meeting(self, session: Session) -> int:
        meeting = Meeting(
            council_id=self.id,
            body_id=self.bodies["CAB"].id,
            held_on=clock.today(),
            title="Meeting of Cabinet",
            public=False,
            version=1,
        )
        session.add(meeting)
        session.flush()
        return meeting.id

    def _person(self, session: Session, elsewhere: CouncilBuilder, who: str) -> int:
        told = people.PEOPLE[who]
        council_id = elsewhere.id if told.elsewhere else self.id
        email = f"{who.replace(' ', '.').replace(chr(39), '')}@example.test"
        person = Person(council_id=council_id, email=email, name=who, active=True, version=1)
        session.add(person)
        session.flush()
        for role in told.roles:
            scope, scope_id = self._scope(role.over)
            session.add(
                RoleGrant(
                    council_id=council_id,
                    role=role.name,
                    scope=scope,
                    scope_id=scope_id,
                    person_id=person.id,
                    post_id=None,
                    valid_from=LONG_AGO,
                    valid_to=None,
                    version=1,
                )
            )
        return person.id

    def _scope(self, over: str) -> tuple[str, int | None]:
        for scope, things in (("unit", self.units), ("portfolio", self.portfolios), ("body", self.bodies)):
            if over in things:
                return scope, things[over].id  # type: ignore[attr-defined]
        return over, None

    def _token(self, session: Session, person_id: int) -> str:
        token = secrets.token_urlsafe(32)
        session.add(
            SignInSession(
                token_sha256=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person_id,
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(hours=12),
            )
        )
        return token


Asked = tuple[str, str, dict[str, Any]]


def _why(step: Step) -> str | None:
    return "As was agreed" if step.comment else None


def _decide_submission(world: World, step: Step) -> Asked:
    body = {"action": step.action, "comment": _why(step)}
    if step.action == "extend":
        with world.database.readers() as session:
            due_on = session.get_one(Submission, step.id).due_on if session.get(Submission, step.id) else clock.today()
        body["due_on"] = (due_on + timedelta(days=7)).isoformat()
    return "POST", f"/submissions/{step.id}/decisions", body


def _save_entry(world: World, step: Step) -> Asked:
    query = select(Entry.id).where(Entry.submission_id == step.id, Entry.period_code == step.period)
    entry_id = world.connection.execute(query).scalar_one()
    return "PATCH", f"/submissions/{step.id}/entries/{entry_id}", {"value": step.value}


def _decide_edition(world: World, step: Step) -> Asked:
    body = {"action": step.action, "stage": step.stage, "portfolio": step.portfolio, "comment": _why(step)}
    return "POST", f"/packs/{step.id}/decisions", {**body, "submission_ids": list(step.named)}


def _propose(world: World, step: Step) -> Asked:
    cell = {"series_id": world.series[step.unit], "period": step.period}
    return "POST", "/restatements", {**cell, "value_state": "value", "value": step.value, "reason": "Counted again"}


def _raise(world: World, step: Step) -> Asked:
    source = {"source_kind": "meeting", "source_id": world.meeting_id}
    if step.body is None:
        source = {"source_kind": "indicator", "source_id": world.indicators[step.unit].id}
    asked = {"what": "Say why", "whom_text": "The service", "due": "2027-03", "unit_id": world.units[step.unit].id}
    return "POST", "/actions", {**asked, **source}


ASKED: dict[str, Callable[[World, Step], Asked]] = {
    "plan": lambda world, step: ("POST", "/rounds", {"period": step.period}),
    "round": lambda world, step: (
        "POST",
        f"/rounds/{step.id}/decisions",
        {"action": step.action, "comment": _why(step), "continued_in": step.into},
    ),
    "submission": _decide_submission,
    "entry": _save_entry,
    "seal": lambda world, step: (
        "POST",
        "/packs",
        {"round_id": step.id, "comment": _why(step), "allow_missing": step.allow_missing},
    ),
    "issue": lambda world, step: (
        "POST",
        f"/packs/{step.id}/issues",
        {"body_id": world.bodies[step.body or ""].id, "report_number": f"ACE{step.id}"},
    ),
    "edition": _decide_edition,
    "propose": _propose,
    "restatement": lambda world, step: (
        "POST",
        f"/restatements/{step.id}/decisions",
        {"action": step.action, "comment": _why(step)},
    ),
    "raise": _raise,
    "action": lambda world, step: (
        "POST",
        f"/actions/{step.id}/decisions",
        {"action": step.action, "comment": _why(step)},
    ),
}
