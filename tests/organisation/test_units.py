"""Councils and units: one tree, dated, with successors; changed by the administrator alone."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import DEPLOYMENT, AuditEvent
from quarterdeck.organisation import access, service, units
from quarterdeck.organisation.models import RoleGrant, Unit, UnitKind, UnitSuccession
from tests.builders import CouncilBuilder
from tests.organisation.accounts import sign_in
from tests.web import WebClient


@pytest.fixture
def administrator(client: WebClient) -> WebClient:
    return client.sign_in_as("administrator")


def test_a_council_begins_with_a_root_unit_and_a_journal(session: Session) -> None:
    made = service.create_council(session, None, code="new", name="New Borough Council", gss_code="E07000092")
    root = service.root_unit(session, made.id)
    assert (root.code, root.name, root.kind, root.parent_id) == ("new", "New Borough Council", "council", None)
    assert [event.action for event in session.scalars(select(AuditEvent))] == ["council.create"]
    assert [journal.verify(session, each) for each in (made.id, DEPLOYMENT)] == [[], []]
    with pytest.raises(Problem) as taken:
        service.create_council(session, None, code="new", name="Another")
    assert (taken.value.status, taken.value.code) == (409, "taken")


def test_the_first_administrator_can_sign_in_and_look_after_access(client: WebClient, session: Session) -> None:
    made = service.create_council(session, None, code="new", name="New Borough Council")
    person = service.create_administrator(
        session, Actor.system(made.id), email=" First@Example.test ", password="three random words"
    )
    session.commit()
    assert access.actor_of(session, person.id).roles == {"administrator"}
    told = sign_in(client, "first@example.test").json()
    assert (told["council_code"], "manage_access" in told["permissions"]) == ("new", True)
    with pytest.raises(Problem) as taken:
        service.create_administrator(
            session, Actor.system(made.id), email="FIRST@example.test", password="three random words"
        )
    assert taken.value.status == 409


def test_a_provisional_council_is_confirmed_and_its_root_unit_follows(
    administrator: WebClient, council: CouncilBuilder
) -> None:
    council.council.provisional = True
    council.session.commit()
    change = {"name": "Example City Council", "gss_code": "E07000092", "valid_from": "1974-04-01", "provisional": False}
    answer = administrator.change("PATCH", f"/councils/{council.id}", change, 1)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in change} == change
    assert answer.headers["etag"] == '"2"'
    root = administrator.read(f"/units/{council.root.id}")
    assert (root["name"], root["valid_from"], root["version"]) == ("Example City Council", "1974-04-01", 2)
    assert administrator.read("/councils")["items"] == [answer.json()]
    assert administrator.read("/councils", code="other")["items"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"provisional": True},
        {"gss_code": "X07000092"},
        {"gss_code": "E0700009"},
        {"name": None},
        {"name": ""},
        {"valid_from": "2024-04-01", "valid_to": "2024-03-31"},
    ],
)
def test_a_council_refuses_what_cannot_be(administrator: WebClient, council: CouncilBuilder, change: object) -> None:
    assert administrator.change("PATCH", f"/councils/{council.id}", change, 1).status_code == 422


def test_a_unit_is_added_renamed_and_closed(administrator: WebClient, council: CouncilBuilder) -> None:
    body = {"parent_id": council.housing.id, "code": "LETTINGS", "name": "Lettings", "kind": "team"}
    made = administrator.change("POST", "/units", body)
    assert made.status_code == 201
    unit = made.json()
    assert (unit["parent_id"], unit["version"], made.headers["etag"]) == (council.housing.id, 1, '"1"')
    change = {"name": "Lettings and Voids", "valid_to": "2024-03-31"}
    changed = administrator.change("PATCH", f"/units/{unit['id']}", change, 1).json()
    assert (changed["name"], changed["valid_to"], changed["version"]) == ("Lettings and Voids", "2024-03-31", 2)
    assert administrator.change("PATCH", f"/units/{unit['id']}", {"valid_to": None}, 1).status_code == 412
    again = administrator.change("PATCH", f"/units/{unit['id']}", {"valid_to": None}, 2).json()
    assert (again["valid_to"], again["version"]) == (None, 3)
    assert administrator.change("PATCH", f"/units/{unit['id']}", {}, 3).json()["version"] == 3
    events = administrator.read("/audit-events", kind="unit", subject_id=unit["id"])["items"]
    assert [(event["action"], event["detail"]) for event in events] == [
        ("unit.update", {"valid_to": None, "texts": []}),
        ("unit.update", {"valid_to": "2024-03-31", "texts": ["name"]}),
        (
            "unit.create",
            {"code": "LETTINGS", "kind": "team", "parent_id": council.housing.id, "predecessor_ids": []},
        ),
    ]


def test_a_unit_knows_which_it_took_over_from(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    body = {
        "parent_id": council.place.id,
        "code": "PLACES",
        "name": "Homes and Streets",
        "kind": "service",
        "valid_from": "2024-04-01",
        "predecessor_ids": [council.environment.id, council.housing.id, council.housing.id],
    }
    unit = administrator.change("POST", "/units", body).json()
    assert unit["predecessor_ids"] == [council.housing.id, council.environment.id]
    assert {row.since for row in session.scalars(select(UnitSuccession))} == {date(2024, 4, 1)}
    change = {"predecessor_ids": [council.housing.id]}
    changed = administrator.change("PATCH", f"/units/{unit['id']}", change, 1).json()
    assert (changed["predecessor_ids"], changed["version"]) == ([council.housing.id], 2)
    itself = administrator.change("PATCH", f"/units/{unit['id']}", {"predecessor_ids": [unit["id"]]}, 2)
    assert (itself.status_code, itself.json()["errors"][0]["code"]) == (422, "circular")


def test_a_unit_moves_but_never_below_itself(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    moved = administrator.change("PATCH", f"/units/{council.housing.id}", {"parent_id": council.people.id}, 1)
    assert moved.json()["parent_id"] == council.people.id
    for below in (council.people.id, council.housing.id):
        refused = administrator.change("PATCH", f"/units/{council.people.id}", {"parent_id": below}, 1)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "circular")
    manager = access.actor_of(session, council.person("service_manager", unit=council.people).id)
    assert council.housing.id in manager.grants[0].unit_ids, "who is granted People now reaches Housing"


def test_the_council_itself_is_not_changed_as_a_unit(administrator: WebClient, council: CouncilBuilder) -> None:
    refused = administrator.change("PATCH", f"/units/{council.root.id}", {"parent_id": council.place.id}, 1)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "root-unit")
    for kind in ("council", "ward"):
        body = {"parent_id": council.root.id, "code": "SECOND", "name": "Second", "kind": kind}
        assert administrator.change("POST", "/units", body).status_code == 422


def test_a_units_code_is_used_once_in_a_council(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    body = {"parent_id": council.root.id, "code": "HOUSING", "name": "Housing", "kind": "service"}
    taken = administrator.change("POST", "/units", body)
    assert (taken.status_code, taken.json()["type"].rpartition("/")[2]) == (409, "taken")
    other = CouncilBuilder(session, "other", "Other Borough Council")
    assert session.query(Unit).filter_by(code="HOUSING").count() == 2
    assert administrator.change("POST", "/units", {**body, "parent_id": other.root.id}).status_code == 422


def test_units_are_found_by_code_kind_and_parent(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("analyst")

    def codes(**query: object) -> list[str]:
        return [unit["code"] for unit in client.read("/units", **query)["items"]]

    assert codes(code="HOUSING") == ["HOUSING"]
    assert codes(kind="directorate") == ["PEOPLE", "PLACE"]
    assert codes(parent_id=council.place.id) == ["ENVIRONMENT", "HOUSING"]
    assert client.read("/units", limit=2)["next_cursor"] is not None
    assert len(codes()) == 6


def test_another_councils_things_are_not_there(client: WebClient, session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    post = other.post("Head of Housing")
    person = other.person("service_manager")
    session.commit()
    client.sign_in_as("administrator")
    grant = session.query(RoleGrant).filter_by(person_id=person.id).one()
    theirs = {
        "councils": (other.id, {"name": "X"}),
        "units": (other.housing.id, {"name": "X"}),
        "posts": (post.id, {"title": "X"}),
        "people": (person.id, {"name": "X"}),
        "portfolios": (other.homes.id, {"name": "X"}),
        "bodies": (other.cabinet.id, {"name": "X"}),
        "role-grants": (grant.id, {"valid_to": "2024-03-31"}),
    }
    for path, (its_id, change) in theirs.items():
        hidden, absent = client.get(f"/api/v1/{path}/{its_id}"), client.get(f"/api/v1/{path}/999999999")
        assert hidden.status_code == absent.status_code == 404, path
        assert hidden.json()["detail"] == absent.json()["detail"]
        assert client.change("PATCH", f"/{path}/{its_id}", change, 1).status_code == 404, path
        assert its_id not in {item["id"] for item in client.read(f"/{path}")["items"]}, path


@pytest.mark.parametrize("role", ["performance_team", "director", "service_manager", "auditor", "analyst"])
def test_only_the_administrator_changes_the_organisation(client: WebClient, council: CouncilBuilder, role: str) -> None:
    client.sign_in_as(role)
    bodies = {
        "/units": {"parent_id": council.root.id, "code": "X", "name": "X", "kind": "team"},
        "/posts": {"unit_id": council.root.id, "code": "X", "title": "X"},
        "/portfolios": {"code": "X", "name": "X"},
        "/bodies": {"code": "X", "name": "X", "kind": "cmt"},
        "/people": {"name": "X"},
        "/role-grants": {"role": "analyst", "scope": "council", "person_id": council.person(role).id},
    }
    for path, body in bodies.items():
        assert client.change("POST", path, body).status_code == 403, path
        assert client.get(f"/api/v1{path}").status_code == 200, path
    for path in (f"/councils/{council.id}", f"/units/{council.housing.id}", f"/bodies/{council.cabinet.id}"):
        assert client.change("PATCH", path, {"name": "X"}, 1).status_code == 403, path


def test_a_unit_can_be_pointed_at(session: Session, council: CouncilBuilder) -> None:
    found = refs.resolve(session, council.actor("analyst"), "unit", council.housing.id)
    assert (found.label, found.place.unit_id) == ("Housing", council.housing.id)
    other = CouncilBuilder(session, "other", "Other Borough Council")
    with pytest.raises(Problem) as hidden:
        refs.resolve(session, council.actor("analyst"), "unit", other.housing.id)
    assert hidden.value.status == 404


def test_what_stands_below_a_unit_is_found_whatever_its_dates(session: Session, council: CouncilBuilder) -> None:
    closed = council.unit("OLD", "Old team", UnitKind.TEAM, council.housing)
    closed.valid_to = date(2020, 3, 31)
    session.flush()
    assert units.below(session, council.id, council.housing.id) == {council.housing.id, closed.id}
