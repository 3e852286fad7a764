"""Who is asking, with which grants, today; and that no route forgets to ask."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Grant, Place, Scope
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem, handle_errors
from quarterdeck.core.http import Route
from quarterdeck.organisation import access
from quarterdeck.organisation.models import Person, PostHolding, RoleGrant, SignInSession, Unit, UnitKind
from quarterdeck.organisation.roles import Permission
from tests.builders import LONG_AGO, CouncilBuilder
from tests.web import WebClient

ROLES = (
    "administrator",
    "performance_team",
    "data_provider",
    "service_manager",
    "portfolio_holder",
    "director",
    "cabinet_member",
    "scrutiny_member",
    "committee_administrator",
    "auditor",
    "analyst",
)
FROM, TO = date(2023, 9, 5), date(2024, 3, 31)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _person(council: CouncilBuilder, active: bool = True) -> Person:
    person = Person(council_id=council.id, email=None, name="An officer", active=active, version=1)
    council.session.add(person)
    council.session.flush()
    return person


def _grant(council: CouncilBuilder, **values: Any) -> RoleGrant:
    columns: dict[str, Any] = {
        "council_id": council.id,
        "role": "service_manager",
        "scope": Scope.UNIT,
        "scope_id": council.housing.id,
        "person_id": None,
        "post_id": None,
        "valid_from": LONG_AGO,
        "valid_to": None,
        "version": 1,
    }
    grant = RoleGrant(**{**columns, **values})
    council.session.add(grant)
    council.session.flush()
    return grant


def _holding(council: CouncilBuilder, post_id: int, person_id: int, start: date, end: date | None) -> None:
    council.session.add(
        PostHolding(council_id=council.id, post_id=post_id, person_id=person_id, valid_from=start, valid_to=end)
    )
    council.session.flush()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_resolves_in_its_scope(session: Session, council: CouncilBuilder, role: str) -> None:
    person = council.person(role)
    assert access.actor_of(session, person.id) == council.actor(role)


def test_a_unit_scope_reaches_every_unit_below_and_none_beside(session: Session, council: CouncilBuilder) -> None:
    team = council.unit("LETTINGS", "Lettings", UnitKind.TEAM, council.housing)
    actor = access.actor_of(session, council.person("service_manager", unit=council.place).id)
    below = {council.place.id, council.housing.id, council.environment.id, team.id}
    assert actor.grants[0].unit_ids == below
    reached = {
        unit.code
        for unit in session.scalars(select(Unit))
        if actor.may(Permission.CONFIRM_SUBMISSION, Place(council.id, unit_id=unit.id))
    }
    assert reached == {"PLACE", "HOUSING", "ENVIRONMENT", "LETTINGS"}


def test_each_scope_reaches_its_own_and_nothing_else(session: Session, council: CouncilBuilder) -> None:
    places = {
        "housing": Place(council.id, unit_id=council.housing.id),
        "environment": Place(council.id, unit_id=council.environment.id),
        "homes": Place(council.id, unit_id=council.environment.id, portfolio_ids=frozenset({council.homes.id})),
        "streets": Place(council.id, portfolio_ids=frozenset({council.streets.id})),
        "cabinet": Place(council.id, body_id=council.cabinet.id),
        "scrutiny": Place(council.id, body_id=council.scrutiny.id),
        "council": Place(council.id),
    }
    expected: list[tuple[str, dict[str, Any], Permission, set[str]]] = [
        ("performance_team", {}, Permission.READ_SUBMITTED, set(places)),
        ("service_manager", {"unit": council.housing}, Permission.READ_SUBMITTED, {"housing"}),
        ("portfolio_holder", {"portfolio": council.homes}, Permission.READ_SUBMITTED, {"homes"}),
        ("cabinet_member", {"body": council.cabinet}, Permission.READ_EDITIONS, {"cabinet"}),
    ]
    for role, scope, permission, reached in expected:
        actor = access.actor_of(session, council.person(role, **scope).id)
        assert {name for name, place in places.items() if actor.may(permission, place)} == reached, role


def test_grants_of_several_kinds_add_up_and_do_not_mix(session: Session, council: CouncilBuilder) -> None:
    person = _person(council)
    _grant(council, person_id=person.id, scope_id=council.housing.id)
    _grant(council, person_id=person.id, role="data_provider", scope_id=council.customers.id)
    actor = access.actor_of(session, person.id)
    assert actor.roles == {"service_manager", "data_provider"}
    places = [Place(council.id, unit_id=unit.id) for unit in (council.housing, council.customers)]
    assert [actor.may(Permission.CONFIRM_SUBMISSION, place) for place in places] == [True, False]
    assert [actor.may(Permission.EDIT_SUBMISSION, place) for place in places] == [False, True]


def test_a_grant_counts_from_its_first_day_to_its_last(session: Session, council: CouncilBuilder) -> None:
    person = _person(council)
    _grant(council, person_id=person.id, valid_from=FROM, valid_to=TO)
    day = timedelta(days=1)
    for today, counts in ((FROM - day, False), (FROM, True), (TO, True), (TO + day, False)):
        with clock.set_to(_noon(today)):
            assert bool(access.actor_of(session, person.id).grants) is counts, today


def test_a_day_begins_at_midnight_in_london(session: Session, council: CouncilBuilder) -> None:
    person = _person(council)
    _grant(council, person_id=person.id, valid_from=date(2023, 7, 1))
    for moment, counts in (
        (datetime(2023, 6, 30, 22, 59, tzinfo=UTC), False),
        (datetime(2023, 6, 30, 23, tzinfo=UTC), True),
    ):
        with clock.set_to(moment):
            assert bool(access.actor_of(session, person.id).grants) is counts


def test_whoever_holds_a_post_has_its_roles_while_they_hold_it(session: Session, council: CouncilBuilder) -> None:
    post = council.post("Head of Housing", council.housing)
    leaver, joiner = _person(council), _person(council)
    _grant(council, post_id=post.id)
    _holding(council, post.id, leaver.id, LONG_AGO, FROM)
    _holding(council, post.id, joiner.id, FROM + timedelta(days=1), None)
    for today, holder in ((FROM, leaver), (FROM + timedelta(days=1), joiner)):
        with clock.set_to(_noon(today)):
            for person in (leaver, joiner):
                actor = access.actor_of(session, person.id)
                has_it = person is holder
                assert actor.post_ids == ({post.id} if has_it else set())
                assert actor.roles == ({"service_manager"} if has_it else set())


def test_a_post_and_its_grant_have_to_overlap(session: Session, council: CouncilBuilder) -> None:
    post, person = council.post("Head of Housing", council.housing), _person(council)
    _holding(council, post.id, person.id, LONG_AGO, None)
    _grant(council, post_id=post.id, valid_from=FROM, valid_to=FROM)
    with clock.set_to(_noon(FROM)):
        assert access.actor_of(session, person.id).roles == {"service_manager"}
    with clock.set_to(_noon(FROM + timedelta(days=1))):
        assert access.actor_of(session, person.id).roles == set()


def test_somebody_disabled_is_nobody(session: Session, council: CouncilBuilder) -> None:
    for person_id in (_person(council, active=False).id, 10**9):
        with pytest.raises(Problem) as refused:
            access.actor_of(session, person_id)
        assert refused.value.status == 404


def test_a_role_of_a_newer_version_gives_nothing(session: Session, council: CouncilBuilder) -> None:
    person = _person(council)
    _grant(council, person_id=person.id, role="archivist")
    assert access.actor_of(session, person.id).grants[0].permissions == frozenset()


def test_a_session_its_person_and_their_grants_are_one_query(
    client: WebClient, database: Database, council: CouncilBuilder
) -> None:
    client.sign_in_as("service_manager", unit=council.place)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(database.writing_engine, "before_cursor_execute", note)
    try:
        client.read("/bodies")
    finally:
        event.remove(database.writing_engine, "before_cursor_execute", note)
    assert len(statements) == 2, "who is asking, and what they asked for"
    assert statements[0].startswith("WITH RECURSIVE")


def test_a_disabled_persons_session_dies_at_once(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("service_manager")
    client.read("/session")
    council.person("service_manager").active = False
    council.session.commit()
    assert client.get("/api/v1/session").status_code == 401
    assert client.get("/api/v1/units").status_code == 401


def test_a_grant_that_ended_is_gone_with_the_next_request(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("administrator")
    client.read("/audit-events")
    grant = council.session.query(RoleGrant).filter_by(role="administrator").one()
    grant.valid_to = clock.today() - timedelta(days=1)
    council.session.commit()
    assert client.get("/api/v1/audit-events").status_code == 403
    assert client.read("/session")["roles"] == []


def test_the_log_learns_who_asked(client: WebClient, council: CouncilBuilder) -> None:
    from structlog.testing import capture_logs

    client.sign_in_as("analyst")
    with capture_logs() as lines:
        client.read("/session")
    assert [line["actor_id"] for line in lines if line["event"] == "request"] == [council.person("analyst").id]


def test_nobody_is_let_in_without_a_session(client: WebClient) -> None:
    paths = {
        (method.upper(), path)
        for path, operations in client.app.openapi()["paths"].items()  # type: ignore[attr-defined]
        for method in operations
        if f"{method.upper()} {path}" not in access.OPEN_TO_ALL
    }
    assert len(paths) > 40
    for method, path in sorted(paths):
        # A number may stand wherever an id or a code does.
        answer = client.request(method, re.sub(r"\{\w+\}", "1", path))
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"


def test_who_may_not_change_a_thing_is_not_asked_for_its_version(client: WebClient, council: CouncilBuilder) -> None:
    path, body = f"/units/{council.housing.id}", {"name": "Homes"}
    assert client.change("PATCH", path, body).status_code == 401
    client.sign_in_as("analyst")
    assert client.change("PATCH", path, body).status_code == 403
    client.sign_in_as("administrator")
    assert client.change("PATCH", path, body).status_code == 428
    assert client.change("PATCH", path, body, 7).status_code == 412


def test_every_open_route_is_there(client: WebClient) -> None:
    """The list names what is served, so that nothing slips in under an old name."""
    operations = {
        f"{method.upper()} {path}"
        for path, operations in client.app.openapi()["paths"].items()  # type: ignore[attr-defined]
        for method in operations
    }
    beside = {"GET /openapi.json", "mount front_end"}
    assert set(access.OPEN_TO_ALL) - beside <= operations


def _app(router: APIRouter) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None)
    app.include_router(router)
    return app


def test_an_app_with_a_route_that_asks_nobody_does_not_start() -> None:
    router = APIRouter(prefix="/api/v1", route_class=Route)

    @router.get("/secrets")
    def read_secrets() -> str:
        return "told"

    @router.get("/mine")
    def read_mine(actor: access.SignedIn) -> int:
        return actor.council_id

    with pytest.raises(LookupError, match=r"GET /api/v1/secrets$"):
        access.check_routes(_app(router))


def test_a_route_below_another_router_is_found_as_well() -> None:
    inner = APIRouter(prefix="/deep", route_class=Route)

    @inner.post("/secrets")
    def write_secrets() -> str:
        return "told"

    outer = APIRouter(prefix="/api/v1", route_class=Route)
    outer.include_router(inner)
    with pytest.raises(LookupError, match=r"POST /api/v1/deep/secrets$"):
        access.check_routes(_app(outer))


def test_every_way_of_asking_counts() -> None:
    router = APIRouter(prefix="/api/v1", route_class=Route)

    @router.get("/one")
    def read_one(actor: access.SignedIn) -> int:
        return actor.council_id

    @router.get("/two")
    def read_two(actor: Annotated[Actor, access.needs(Permission.READ_AUDIT)]) -> int:
        return actor.council_id

    @router.get("/three")
    def read_three(actor: access.SignedInApart) -> int:
        return actor.council_id

    access.check_routes(_app(router))


def test_one_of_several_permissions_is_enough(database: Database, council: CouncilBuilder) -> None:
    router = APIRouter(prefix="/api/v1", route_class=Route)

    @router.get("/either")
    def read_either(actor: Annotated[Actor, access.needs(Permission.READ_AUDIT, Permission.SEAL_EDITION)]) -> list[str]:
        return sorted(actor.roles)

    app = _app(router)
    app.state.database, app.state.settings = database, database.settings
    handle_errors(app)
    client = TestClient(app, raise_server_exceptions=False)
    allowed = {}
    for role in ROLES:
        token = f"token-{role}"
        council.session.add(
            SignInSession(
                token_sha256=access.signin.digest(token),
                person_id=council.person(role).id,
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(hours=1),
            )
        )
        council.session.commit()
        cookie = {"Cookie": f"{access.signin.cookie_name(database.settings)}={token}"}
        allowed[role] = client.get("/api/v1/either", headers=cookie).status_code
    assert {role for role, status in allowed.items() if status == 200} == {
        "administrator",
        "auditor",
        "performance_team",
    }
    assert set(allowed.values()) == {200, 403}


def test_a_grant_is_compared_by_what_it_reaches() -> None:
    grant = Grant("service_manager", frozenset({"x"}), Scope.UNIT, 4, frozenset({4, 5}))
    assert grant.covers(Place(1, unit_id=5))
    assert not Actor(1, 1, (grant,)).may("x", Place(2, unit_id=5)), "another council"
