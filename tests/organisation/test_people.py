"""People, posts and grants: personal data, access through posts, and the last administrator."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Scope
from quarterdeck.core.db import Database
from quarterdeck.core.journal import AuditEvent
from quarterdeck.organisation import access
from quarterdeck.organisation.models import Person, RoleGrant
from quarterdeck.organisation.roles import SCOPES_OF_ROLE, Role
from tests.builders import CouncilBuilder
from tests.dashboards.test_query_counts import asked_of
from tests.organisation.accounts import PASSWORD, sign_in, with_account
from tests.web import WebClient

NEW = {"name": "An officer", "email": "Officer@Example.test", "password": PASSWORD}


@pytest.fixture
def administrator(client: WebClient) -> WebClient:
    return client.sign_in_as("administrator")


def _code(answer: Any) -> str:
    errors = answer.json()["errors"]
    return errors[0]["code"] if errors else answer.json()["type"].rpartition("/")[2]


def _yesterday() -> str:
    return (clock.today() - timedelta(days=1)).isoformat()


def test_a_person_is_added_with_an_account_and_signs_in(administrator: WebClient, session: Session) -> None:
    answer = administrator.change("POST", "/people", NEW)
    assert answer.status_code == 201
    person = answer.json()
    assert (person["email"], person["active"], person["has_account"]) == ("officer@example.test", True, True)
    assert PASSWORD not in answer.text
    told = sign_in(administrator, "officer@example.test").json()
    assert (told["person_id"], told["roles"]) == (person["id"], [])
    events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "person").order_by(AuditEvent.position)).all()
    assert [(event.action, event.detail) for event in events] == [("person.create", {}), ("person.set_password", {})]


def test_a_person_without_an_account_holds_posts_and_cannot_sign_in(administrator: WebClient) -> None:
    person = administrator.change("POST", "/people", {"name": "A former officer"}).json()
    assert (person["email"], person["has_account"]) == (None, False)


@pytest.mark.parametrize(
    "change, status",
    [
        ({"password": "short"}, 422),
        ({"password": "officer@example.test"}, 422),
        ({"email": "no address"}, 422),
        ({"email": "two@at@example.test"}, 422),
        ({"name": ""}, 422),
        ({"role": "administrator"}, 422),
    ],
)
def test_a_person_refuses_what_will_not_do(administrator: WebClient, change: dict[str, str], status: int) -> None:
    assert administrator.change("POST", "/people", {**NEW, **change}).status_code == status


def test_an_email_address_is_used_once_in_the_deployment(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    theirs = CouncilBuilder(session, "other", "Other Borough Council").person("analyst")
    for email in (str(theirs.email).upper(), str(council.person("administrator").email)):
        taken = administrator.change("POST", "/people", {"name": "X", "email": email})
        assert (taken.status_code, _code(taken)) == (409, "taken")


def test_people_are_personal_data(client: WebClient, council: CouncilBuilder) -> None:
    manager, post = council.person("service_manager"), council.post("Head of Housing", council.housing)
    client.sign_in_as("administrator")
    holder = council.person("data_provider")
    for each in (manager, holder):
        assert client.change("POST", f"/posts/{post.id}/holdings", {"person_id": each.id}).status_code == 201
    assert len(client.read("/people")["items"]) == 3
    assert len(client.read(f"/posts/{post.id}")["holdings"]) == 2
    roles = ("performance_team", "director", "auditor", "analyst", "committee_administrator", "service_manager")
    for role in roles:
        client.sign_in_as(role)
        me = council.person(role)
        assert [person["id"] for person in client.read("/people")["items"]] == [me.id], role
        assert client.read(f"/people/{me.id}")["name"] == me.name
        assert client.get(f"/api/v1/people/{holder.id}").status_code == 404
        seen = [holding["person_id"] for holding in client.read(f"/posts/{post.id}")["holdings"]]
        assert seen == ([manager.id] if role == "service_manager" else [])
        assert client.change("PATCH", f"/people/{me.id}", {"name": "X"}, 1).status_code == 403


def test_people_are_found_by_email_and_whether_they_are_active(
    administrator: WebClient, council: CouncilBuilder
) -> None:
    administrator.change("POST", "/people", NEW)
    assert [each["name"] for each in administrator.read("/people", email="OFFICER@example.test")["items"]] == [
        "An officer"
    ]
    assert administrator.read("/people", active=False)["items"] == []


def test_disabling_somebody_signs_them_out_and_keeps_them_out(
    administrator: WebClient, council: CouncilBuilder
) -> None:
    manager = council.person("service_manager")
    email = with_account(council, manager)
    administrator.cookies.clear()
    assert sign_in(administrator, email).status_code == 200
    theirs = dict(administrator.cookies)
    administrator.sign_in_as("administrator")
    answer = administrator.change("PATCH", f"/people/{manager.id}", {"active": False}, 1)
    assert (answer.json()["active"], answer.json()["version"]) == (False, 2)
    administrator.cookies.clear()
    administrator.cookies.update(theirs)
    assert administrator.get("/api/v1/session").status_code == 401
    assert sign_in(administrator, email).status_code == 401
    administrator.sign_in_as("administrator")
    administrator.change("PATCH", f"/people/{manager.id}", {"active": True}, 2)
    administrator.cookies.clear()
    administrator.cookies.update(theirs)
    assert administrator.get("/api/v1/session").status_code == 401, "the old session does not come back"


def test_the_administrator_gives_somebody_a_new_password(administrator: WebClient, council: CouncilBuilder) -> None:
    manager = council.person("service_manager")
    email = with_account(council, manager)
    answer = administrator.change("PATCH", f"/people/{manager.id}", {"password": "five quite new words"}, 1)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert sign_in(administrator, email).status_code == 401
    assert sign_in(administrator, email, "five quite new words").status_code == 200


def test_a_leavers_name_and_address_can_be_taken_off(administrator: WebClient, council: CouncilBuilder) -> None:
    manager = council.person("service_manager")
    change = {"name": "Former user", "email": None, "active": False}
    answer = administrator.change("PATCH", f"/people/{manager.id}", change, 1).json()
    assert (answer["name"], answer["email"]) == ("Former user", None)
    event = administrator.read("/audit-events", kind="person")["items"][0]
    assert event["detail"] == {"active": False, "texts": ["email", "name"]}


def test_a_post_gives_its_roles_to_whoever_holds_it(administrator: WebClient, session: Session) -> None:
    council = administrator.council
    person = administrator.change("POST", "/people", NEW).json()
    body = {"unit_id": council.housing.id, "code": "HOH", "title": "Head of Housing"}
    post = administrator.change("POST", "/posts", body).json()
    assert (post["holdings"], post["version"]) == ([], 1)
    grant = {"role": "service_manager", "scope": "unit", "scope_id": council.housing.id, "post_id": post["id"]}
    assert administrator.change("POST", "/role-grants", grant).status_code == 201
    assert access.actor_of(session, person["id"]).roles == set()
    held = administrator.change("POST", f"/posts/{post['id']}/holdings", {"person_id": person["id"]})
    assert (held.status_code, held.json()["version"], held.headers["etag"]) == (201, 2, '"2"')
    assert access.actor_of(session, person["id"]).roles == {"service_manager"}
    holding = held.json()["holdings"][0]
    assert (holding["valid_from"], holding["valid_to"]) == (clock.today().isoformat(), None)
    path = f"/posts/{post['id']}/holdings/{holding['id']}"
    assert administrator.change("PATCH", path, {"valid_to": _yesterday()}, 1).status_code == 412
    ended = administrator.change("PATCH", path, {"valid_to": _yesterday()}, 2).json()
    assert (ended["holdings"][0]["valid_to"], ended["version"]) == (_yesterday(), 3)
    assert access.actor_of(session, person["id"]).roles == set()
    actions = [event["action"] for event in administrator.read("/audit-events", kind="post")["items"]]
    assert actions == ["post.end_holding", "post.hold", "post.create"]


def test_a_person_holds_a_post_once_at_a_time(administrator: WebClient, council: CouncilBuilder) -> None:
    post, person = council.post("Head of Housing"), council.person("service_manager")
    path = f"/posts/{post.id}/holdings"
    first = {"person_id": person.id, "valid_from": "2020-04-01", "valid_to": "2021-03-31"}
    holding = administrator.change("POST", path, first).json()["holdings"][0]
    for start, end, status in (
        ("2021-03-31", None, 409),
        ("2019-01-01", "2020-04-01", 409),
        ("2021-04-01", "2021-03-31", 422),
        ("2021-04-01", None, 201),
    ):
        body = {"person_id": person.id, "valid_from": start, "valid_to": end}
        assert administrator.change("POST", path, body).status_code == status, (start, end)
    longer = administrator.change("PATCH", f"{path}/{holding['id']}", {"valid_to": "2021-04-01"}, 3)
    assert (longer.status_code, _code(longer)) == (409, "taken")
    earlier = administrator.change("PATCH", f"{path}/{holding['id']}", {"valid_to": "2020-03-30"}, 3)
    assert (earlier.status_code, _code(earlier)) == (422, "before_start")
    never = administrator.change("PATCH", f"{path}/{holding['id']}", {"valid_to": "2020-03-31"}, 3)
    assert never.status_code == 200
    assert administrator.change("PATCH", f"{path}/999999999", {"valid_to": None}, 4).status_code == 404


def test_posts_are_renamed_moved_and_found(administrator: WebClient, council: CouncilBuilder) -> None:
    post = council.post("Head of Housing", council.housing)
    change = {"title": "Head of Homes", "unit_id": council.customers.id}
    changed = administrator.change("PATCH", f"/posts/{post.id}", change, 1).json()
    assert (changed["title"], changed["unit_id"], changed["version"]) == ("Head of Homes", council.customers.id, 2)
    found = [administrator.read("/posts", unit=unit)["items"] for unit in ("HOUSING", "CUSTOMER-SERVICES")]
    assert [[each["code"] for each in items] for items in found] == [[], ["HEAD-OF-HOUSING"]]
    assert administrator.read("/posts", code="HEAD-OF-HOUSING")["items"][0]["id"] == post.id
    double = {"unit_id": council.root.id, "code": "HEAD-OF-HOUSING", "title": "Another"}
    assert administrator.change("POST", "/posts", double).status_code == 409


SCOPES = {
    Scope.COUNCIL: lambda _council: None,
    Scope.UNIT: lambda council: council.housing.id,
    Scope.PORTFOLIO: lambda council: council.homes.id,
    Scope.BODY: lambda council: council.cabinet.id,
}


def test_a_role_is_given_for_the_scopes_it_takes_and_no_other(
    administrator: WebClient, council: CouncilBuilder
) -> None:
    person = administrator.change("POST", "/people", {"name": "An officer"}).json()
    tried = 0
    for role in Role:
        for scope, scope_id in SCOPES.items():
            body = {"role": role, "scope": scope, "scope_id": scope_id(council), "person_id": person["id"]}
            answer = administrator.change("POST", "/role-grants", body)
            assert answer.status_code == (201 if scope in SCOPES_OF_ROLE[role] else 422), (role, scope)
            tried += 1
    assert tried == 44
    granted = administrator.read("/role-grants", person_id=person["id"])["items"]
    assert len(granted) == sum(len(scopes) for scopes in SCOPES_OF_ROLE.values())
    assert len(administrator.read("/role-grants", role="director", person_id=person["id"])["items"]) == 3


def test_a_grant_names_what_is_the_councils_own(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    mine, post = council.person("analyst").id, council.post("Clerk").id
    ours = {"role": "service_manager", "scope": "unit", "scope_id": council.housing.id, "person_id": mine}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"scope_id": other.housing.id}, "/scope_id"),
        ({"scope_id": None}, "/scope_id"),
        ({"scope": "council"}, "/scope_id"),
        ({"person_id": other.person("analyst").id}, "/person_id"),
        ({"person_id": None, "post_id": other.post("Clerk").id}, "/post_id"),
        ({"person_id": None}, "/person_id"),
        ({"post_id": post}, "/person_id"),
        ({"valid_from": "2024-04-01", "valid_to": "2024-03-31"}, "/valid_to"),
        ({"role": "portfolio_holder", "scope": "portfolio", "scope_id": other.homes.id}, "/scope_id"),
        ({"role": "cabinet_member", "scope": "body", "scope_id": other.cabinet.id}, "/scope_id"),
    ]
    for change, pointer in wrong:
        answer = administrator.change("POST", "/role-grants", {**ours, **change})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), change
    assert administrator.change("POST", "/role-grants", ours).status_code == 201
    again = administrator.change("POST", "/role-grants", ours)
    assert (again.status_code, _code(again)) == (409, "taken")


def test_a_grant_is_taken_away_at_once(administrator: WebClient, session: Session, council: CouncilBuilder) -> None:
    person = council.person("director")
    grant = administrator.read("/role-grants", person_id=person.id)["items"][0]
    path = f"/role-grants/{grant['id']}"
    assert administrator.change("PATCH", path, {"valid_to": "2015-03-30"}, 1).status_code == 422
    ended = administrator.change("PATCH", path, {"valid_to": _yesterday()}, 1)
    assert (ended.json()["valid_to"], ended.headers["etag"]) == (_yesterday(), '"2"')
    assert access.actor_of(session, person.id).roles == set()
    administrator.change("PATCH", path, {"valid_to": None}, 2)
    session.expire_all()
    assert access.actor_of(session, person.id).roles == {"director"}


def test_everyone_sees_their_own_grants_and_no_others(client: WebClient, council: CouncilBuilder) -> None:
    grants = {}
    for role in ("service_manager", "auditor", "performance_team"):
        client.sign_in_as(role)
        grants[role] = client.read("/role-grants")["items"]
        assert [grant["role"] for grant in grants[role]] == [role]
    assert client.get(f"/api/v1/role-grants/{grants['auditor'][0]['id']}").status_code == 404
    assert client.read(f"/role-grants/{grants['performance_team'][0]['id']}") == grants["performance_team"][0]
    client.sign_in_as("administrator")
    assert len(client.read("/role-grants")["items"]) == 4


def test_the_last_administrator_stays(administrator: WebClient, session: Session, council: CouncilBuilder) -> None:
    me = council.person("administrator")
    grant = administrator.read("/role-grants", role="administrator")["items"][0]
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    attempts: list[tuple[str, dict[str, Any]]] = [
        (f"/people/{me.id}", {"active": False}),
        (f"/people/{me.id}", {"email": None}),
        (f"/role-grants/{grant['id']}", {"valid_to": _yesterday()}),
        (f"/role-grants/{grant['id']}", {"valid_to": tomorrow}),
    ]
    for path, change in attempts:
        refused = administrator.change("PATCH", path, change, 1)
        assert (refused.status_code, _code(refused)) == (409, "last-administrator"), change
    session.expire_all()
    assert session.get_one(Person, me.id).active
    council.person("administrator", number=2)
    for path, change in attempts[3:]:
        assert administrator.change("PATCH", path, change, 1).status_code == 200, change


def test_the_last_administrator_by_post_stays_in_the_post(
    administrator: WebClient, session: Session, council: CouncilBuilder
) -> None:
    post, person = council.post("Monitoring officer"), council.person("auditor")
    administrator.change("POST", "/role-grants", {"role": "administrator", "scope": "council", "post_id": post.id})
    held = administrator.change("POST", f"/posts/{post.id}/holdings", {"person_id": person.id}).json()
    mine = session.scalars(select(RoleGrant).where(RoleGrant.person_id == council.person("administrator").id)).one()
    path = f"/posts/{post.id}/holdings/{held['holdings'][0]['id']}"
    administrator.sign_in_as("auditor")
    ended = administrator.change("PATCH", f"/role-grants/{mine.id}", {"valid_to": _yesterday()}, 1)
    assert ended.status_code == 200, "the post's holder is administrator as well"
    refused = administrator.change("PATCH", path, {"valid_to": _yesterday()}, 2)
    assert (refused.status_code, _code(refused)) == (409, "last-administrator")


def test_holding_a_post_is_for_whoever_manages_access_to_give(client: WebClient, council: CouncilBuilder) -> None:
    post, person = council.post("Head of Housing"), council.person("analyst")
    for role in ("performance_team", "director", "analyst"):
        client.sign_in_as(role)
        answer = client.change("POST", f"/posts/{post.id}/holdings", {"person_id": person.id})
        assert answer.status_code == 403


def test_a_name_is_for_who_may_read_personal_data_and_everybody_else_reads_the_post(
    client: WebClient, council: CouncilBuilder
) -> None:
    manager, provider = council.person("service_manager"), council.person("data_provider")
    post = council.post("Head of Housing", council.housing)
    administrator = client.sign_in_as("administrator")
    assert administrator.change("POST", f"/posts/{post.id}/holdings", {"person_id": manager.id}).status_code == 201
    named = {each["person_id"]: each["known_as"] for each in client.read("/people/known-as")["items"]}
    assert named[manager.id] == manager.name
    client.sign_in_as("data_provider")
    seen = {each["person_id"]: each["known_as"] for each in client.read("/people/known-as")["items"]}
    assert seen[manager.id] == "Head of Housing"
    assert seen[provider.id] == provider.name, "one's own name is one's own"
    assert set(seen) >= set(named)
    assert manager.name not in seen.values()


def test_the_access_of_a_person_is_read_with_names_and_with_what_may_be_done(
    client: WebClient, council: CouncilBuilder, database: Database
) -> None:
    manager, post = council.person("service_manager"), council.post("Head of Housing", council.housing)
    administrator = client.sign_in_as("administrator")
    administrator.change("POST", f"/posts/{post.id}/holdings", {"person_id": manager.id})
    of_post = {"role": "portfolio_holder", "scope": "portfolio", "scope_id": council.homes.id, "post_id": post.id}
    administrator.change("POST", "/role-grants", of_post)
    with asked_of(database) as sent:
        people = {each["id"]: each for each in administrator.read("/people")["items"]}
    assert len(sent) == 5, "people, their ways in, their standing, posts: however many people there are"
    (held,) = people[manager.id]["posts"]
    assert (held["post_id"], held["title"], held["unit_id"]) == (post.id, "Head of Housing", council.housing.id)
    assert people[manager.id]["allowed_actions"] == ["update"]
    with asked_of(database) as sent:
        found = administrator.read("/role-grants", held_by=manager.id)["items"]
    assert len(sent) == 2, "the grants, and the names in them"
    assert [(each["role"], each["scope_name"], each["holder"]) for each in found] == [
        ("service_manager", "Housing", manager.name),
        ("portfolio_holder", "Homes and Communities", "Head of Housing"),
    ]
    assert {(each["in_force"], *each["allowed_actions"]) for each in found} == {(True, "end")}
    own = found[0]["id"]
    administrator.change("PATCH", f"/role-grants/{own}", {"valid_to": _yesterday()}, 1)
    assert administrator.read(f"/role-grants/{own}")["in_force"] is False
    client.sign_in_as("service_manager")
    (oneself,) = client.read("/people")["items"]
    assert (len(oneself["posts"]), oneself["allowed_actions"]) == (1, [])
    assert {tuple(each["allowed_actions"]) for each in client.read("/role-grants", held_by=manager.id)["items"]} == {()}
    client.sign_in_as("analyst")
    assert client.read("/role-grants", held_by=manager.id)["items"] == []


def test_a_grant_for_the_council_has_no_name_of_a_scope(administrator: WebClient) -> None:
    grants = administrator.read("/role-grants", role="administrator")["items"]
    assert [each["scope_name"] for each in grants] == [None]
