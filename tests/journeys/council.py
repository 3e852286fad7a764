"""A council over HTTP: who is in it, and who signs in as whom. What it does is noted, to be held against its log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx

from tests.journeys.server import ADMINISTRATOR, Caller, Server

UNITS = (
    # code     name                   kind           below
    ("PEOPLE", "People", "directorate", None),
    ("PLACE", "Place", "directorate", None),
    ("HOUSING", "Housing", "service", "PEOPLE"),
    ("STREETS", "Street Scene", "service", "PLACE"),
)
BODIES = (
    ("CMT", "Corporate Management Team", "cmt"),
    ("CAB", "Cabinet", "cabinet"),
    ("OSC", "Overview and Scrutiny Committee", "scrutiny"),
)
PORTFOLIOS = (("HOMES", "Homes and Communities"), ("STREETS", "Clean Streets"))
PEOPLE = (
    # who                     role                       scope        of
    ("performance team", "performance_team", "council", None),
    ("housing provider", "data_provider", "unit", "HOUSING"),
    ("housing manager", "service_manager", "unit", "HOUSING"),
    ("streets provider", "data_provider", "unit", "STREETS"),
    ("streets manager", "service_manager", "unit", "STREETS"),
    ("chief executive", "director", "council", None),
    ("director of people", "director", "unit", "PEOPLE"),
    ("holder for homes", "portfolio_holder", "portfolio", "HOMES"),
    ("holder for streets", "portfolio_holder", "portfolio", "STREETS"),
    ("cabinet member", "cabinet_member", "body", "CAB"),
    ("scrutiny member", "scrutiny_member", "body", "OSC"),
    ("clerk", "committee_administrator", "council", None),
    ("auditor", "auditor", "council", None),
    ("analyst", "analyst", "council", None),
)
"""Everybody but the administrator, by what they are called in these journeys; each holds a post that has the role."""


@dataclass(frozen=True)
class Cast:
    """The bodies, portfolios and people of a council; every council here has the same units."""

    bodies: tuple[tuple[str, str, str], ...]
    portfolios: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str, str, str | None], ...]


CABINET = Cast(BODIES, PORTFOLIOS, PEOPLE)
"""A council with a Cabinet, portfolios and scrutiny: everybody there can be."""


@dataclass(frozen=True)
class Done:
    """A request that changed something: what the log has to tell of."""

    who: str
    method: str
    path: str
    body: Any


class Council:
    """A council, its people by what they are called, and what each thing's id is."""

    def __init__(self, server: Server, administrator: str = ADMINISTRATOR) -> None:
        self.server = server
        self.done: list[Done] = []
        self.callers: dict[str, Caller] = {}
        self.units: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        self.portfolios: dict[str, int] = {}
        self.posts: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.nobody = server.anyone()
        me = self._sign_in("administrator", administrator).get("/session")
        self.id, self.name = me["council_id"], me["council_name"]
        self.people["administrator"] = me["person_id"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for caller in (*self.callers.values(), self.nobody):
            caller.http.close()

    def __getitem__(self, who: str) -> Caller:
        """Somebody, signed in."""
        return self.callers.get(who) or self._sign_in(who, address(who))

    def is_set_up(self, cast: Cast = CABINET) -> None:
        """The administrator makes units, bodies and portfolios, and for everybody a post that has their role."""
        administrator = self["administrator"]
        self.units["council"] = administrator.get(f"/councils/{self.id}")["root_unit_id"]
        for code, name, kind, above in UNITS:
            unit = {"parent_id": self.units[above or "council"], "code": code, "name": name, "kind": kind}
            self.units[code] = administrator.post("/units", unit)["id"]
        for code, name, kind in cast.bodies:
            self.bodies[code] = administrator.post("/bodies", {"code": code, "name": name, "kind": kind})["id"]
        for code, name in cast.portfolios:
            self.portfolios[code] = administrator.post("/portfolios", {"code": code, "name": name})["id"]
        for who, role, scope, of in cast.people:
            self._joins(who, role, scope, of)

    def adopts_framework(self, template: str, **altered: Any) -> dict[str, Any]:
        """The performance team adopts a template as it is, or altered in the parts given."""
        adoption = {"template": template, "effective_from": "2022-04-01", **altered}
        adopted: dict[str, Any] = self["performance team"].post("/framework/versions", adoption)
        return adopted

    def grants(self, who: str, role: str, scope: str, of: str | None) -> dict[str, Any]:
        """The administrator gives somebody a role in person."""
        grant = {**self._scoped(role, scope, of), "person_id": self.people[who]}
        given: dict[str, Any] = self["administrator"].post("/role-grants", grant)
        return given

    def ends_grant(self, grant: Mapping[str, Any]) -> None:
        """The administrator takes a role away that was given today: it was never given."""
        last = date.fromordinal(date.fromisoformat(grant["valid_from"]).toordinal() - 1)
        self["administrator"].patch(f"/role-grants/{grant['id']}", {"valid_to": str(last)}, grant["version"])

    def meeting(self, body: str, held_on: date, title: str, public: bool = True) -> dict[str, Any]:
        """The clerk puts a meeting into the calendar."""
        meeting = {"body_id": self.bodies[body], "held_on": str(held_on), "title": title, "public": public}
        made: dict[str, Any] = self["clerk"].post("/meetings", meeting)
        return made

    def record(self) -> str:
        """Where everything stands, as JSON, read by who sees it all: the same before and after a refusal.

        The newest hash of the log stands for whatever is journalled; entries are what is not.
        """
        auditor = self["auditor"]
        submissions = auditor.items("/submissions")
        entries = [auditor.items(f"/submissions/{each['id']}/entries") for each in submissions]
        lists = [auditor.items(path) for path in ("/rounds", "/packs", "/restatements", "/actions")]
        return json.dumps([auditor.get("/audit-events/verify"), submissions, entries, lists])

    def _joins(self, who: str, role: str, scope: str, of: str | None) -> None:
        administrator = self["administrator"]
        unit = self.units[of if scope == "unit" and of else "council"]
        code = who.upper().replace(" ", "-")
        self.posts[who] = administrator.post("/posts", {"unit_id": unit, "code": code, "title": who.capitalize()})["id"]
        administrator.post("/role-grants", {**self._scoped(role, scope, of), "post_id": self.posts[who]})
        person = {"name": f"The {who}", "email": address(who), "password": "a-long-enough-password"}
        self.people[who] = administrator.post("/people", person)["id"]
        administrator.post(f"/posts/{self.posts[who]}/holdings", {"person_id": self.people[who]})

    def _scoped(self, role: str, scope: str, of: str | None) -> dict[str, Any]:
        ids = {"unit": self.units, "portfolio": self.portfolios, "body": self.bodies}
        return {"role": role, "scope": scope, **({"scope_id": ids[scope][of]} if of else {})}

    def _sign_in(self, who: str, email: str) -> Caller:
        caller = self.server.person(email)
        # What is done from here on; signing in is no change of the council's record.
        caller.http.event_hooks = {"response": [partial(self._note, who)]}
        self.callers[who] = caller
        return caller

    def _note(self, who: str, answer: httpx.Response) -> None:
        request = answer.request
        if request.method in ("GET", "HEAD") or not answer.is_success:
            return
        is_json = request.headers.get("content-type") == "application/json"
        body = json.loads(request.content) if is_json else None
        self.done.append(Done(who, request.method, request.url.path.removeprefix("/api/v1"), body))


def address(who: str) -> str:
    """Somebody's e-mail address."""
    return f"{who.replace(' ', '.')}@example.test"


def today() -> date:
    """The council's day: what deadlines and meetings are counted in."""
    return datetime.now(ZoneInfo("Europe/London")).date()
