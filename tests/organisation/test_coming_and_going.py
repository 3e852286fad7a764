"""People are invited and leave: what is sent, what ends with the last day, and who takes over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.organisation import invitations, leaving
from quarterdeck.organisation.models import PasswordReset, Person, RoleGrant, SignInSession
from tests.builders import CouncilBuilder
from tests.organisation.accounts import sign_in, with_account
from tests.web import COOKIE, WebClient

NOON = datetime(2031, 9, 5, 12, tzinfo=UTC)
NEW = "five quite new words"


def _standing(client: WebClient, person: Person) -> str:
    return str(client.read(f"/people/{person.id}")["standing"])


def test_somebody_invited_with_a_link_chooses_a_password_and_is_active_once_they_came(
    client: WebClient, council: CouncilBuilder
) -> None:
    person = council.person("service_manager")
    client.sign_in_as("administrator")
    assert _standing(client, person) == "never_signed_in"
    with clock.set_to(NOON):
        client.sign_in_as("administrator")
        body = {"person_ids": [person.id], "by_mail": False}
        first = client.change("POST", "/people/invitations", body).json()["invitations"][0]
        again = client.change("POST", "/people/invitations", body).json()["invitations"][0]
        assert (again["person_id"], again["name"]) == (person.id, person.name)
        assert _standing(client, person) == "invited"
    with clock.set_to(NOON + timedelta(days=6, hours=23)):
        client.cookies.clear()
        uses = [
            client.change(
                "POST",
                "/session/password-resets/use",
                {"token": each["link"].partition("#token=")[2], "new_password": NEW},
            ).status_code
            for each in (first, again)
        ]
        assert uses == [422, 204], "the newer link ended the older"
        assert sign_in(client, str(person.email), NEW).status_code == 200
        client.sign_in_as("administrator")
        assert _standing(client, person) == "active"


def test_several_are_invited_at_once_or_nobody_is(
    client: WebClient, session: Session, council: CouncilBuilder, database: Database
) -> None:
    one, two, three = council.person("service_manager"), council.person("analyst"), council.person("auditor")
    three.email = None
    council.session.commit()
    administrator = Actor.system(council.id)
    with pytest.raises(Problem) as refused:
        invitations.invite_people(session, administrator, [one.id, three.id, 999_999])
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/person_ids/1", "no_address"),
        ("/person_ids/2", "unknown"),
    ]
    made = invitations.invite_people(session, administrator, [one.id, two.id, one.id])
    assert [(each.person_id, each.token) for each in made] == [(one.id, None), (two.id, None)]
    asked = session.scalars(select(OutboxMessage.subject_id).filter_by(topic=invitations.INVITED)).all()
    assert asked == [one.id, two.id]
    assert session.scalars(select(PasswordReset)).all() == [], "made when it is mailed"
    mailed = invitations.make_for_mail(session, database.settings, council.id, one.id)
    assert mailed is not None
    assert mailed.reset is not None
    assert mailed.email == one.email
    client.sign_in_as("administrator")
    answer = client.change("POST", "/people/invitations", {"person_ids": [one.id]})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "no-mail")


def _leaves(client: WebClient, person: Person, last_day: str, successor: Person | None = None) -> Any:
    version = client.read(f"/people/{person.id}")["version"]
    body = {"last_day": last_day, "successor_id": successor.id if successor else None}
    return client.change("POST", f"/people/{person.id}/leaving", body, version)


def test_what_a_leaver_has_ends_with_their_last_day_and_somebody_takes_over(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    person, successor = council.person("service_manager"), council.person("data_provider")
    with clock.set_to(NOON):
        email = with_account(council, person)
        sign_in(client, email)
        theirs = client.cookies[COOKIE]
        client.sign_in_as("administrator")
        post = client.change(
            "POST", "/posts", {"unit_id": council.housing.id, "code": "HEAD", "title": "Head of Housing"}
        ).json()
        client.change("POST", f"/posts/{post['id']}/holdings", {"person_id": person.id})
        program = {"name": "Power BI", "purpose": "Dashboards.", "contact_person_id": person.id}
        assert client.change("POST", "/clients", program).status_code == 201
        lent = {"from_person_id": person.id, "to_person_id": successor.id, "valid_to": "2031-12-31", "reason": "Leave."}
        delegation = client.change("POST", "/delegations", lent).json()
        found = client.read(f"/people/{person.id}/leaving")["possessions"]
        assert [(each["kind"], each["label"]) for each in found] == [
            ("post", "Head of Housing"),
            ("client", "Power BI"),
        ]
        answer = _leaves(client, person, "2031-09-30", successor)
        assert (answer.status_code, answer.json()["standing"]) == (200, "leaving")
        holdings = client.read(f"/posts/{post['id']}")["holdings"]
        assert [(each["person_id"], each["valid_from"], each["valid_to"]) for each in holdings] == [
            (person.id, "2031-09-05", "2031-09-30"),
            (successor.id, "2031-10-01", None),
        ]
        assert {g["valid_to"] for g in client.read("/role-grants", person_id=person.id)["items"]} == {"2031-09-30"}
        assert client.read("/delegations")["items"][0]["valid_to"] == "2031-09-30"
        assert client.read("/clients")["items"][0]["contact_person_id"] == successor.id
        assert delegation["valid_to"] == "2031-12-31"
        # Until then they work as before.
        client.cookies.clear()
        client.cookies.set(COOKIE, theirs)
        assert client.read("/session")["person_id"] == person.id
    with clock.set_to(datetime(2031, 10, 1, 7, tzinfo=UTC)):
        assert sign_in(client, email).status_code == 401
        leaving.close_leavers(session)
        session.commit()
        client.sign_in_as("administrator")
        assert _standing(client, person) == "left"
        actions = [
            each["action"] for each in client.read("/audit-events", kind="person", subject_id=person.id)["items"]
        ]
        assert {"person.leave", "person.update"} <= set(actions)


def test_yesterday_shuts_somebody_out_at_once_and_their_programs_tokens_end(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    person = council.person("analyst")
    with clock.set_to(NOON):
        sign_in(client, with_account(council, person))
        client.sign_in_as("administrator")
        program = {"name": "Power BI", "purpose": "Dashboards.", "contact_person_id": person.id}
        made = client.change("POST", "/clients", program).json()
        token = {"client_id": made["id"], "name": "Gateway", "scopes": ["read"], "expires_on": "2031-12-31"}
        assert client.change("POST", "/tokens", token).status_code == 201
        assert _leaves(client, person, "2031-09-04").json()["standing"] == "left"
        assert session.query(SignInSession).filter_by(person_id=person.id).count() == 0
        assert client.read("/tokens")["items"][0]["expires_on"] == "2031-09-04"
        session.expire_all()
        grant = session.scalars(select(RoleGrant).filter_by(person_id=person.id)).one()
        assert grant.valid_to == datetime(2031, 9, 4).date()  # noqa: DTZ001
        # Who comes back is made active again, without a last day.
        version = client.read(f"/people/{person.id}")["version"]
        back = client.change("PATCH", f"/people/{person.id}", {"active": True}, version)
        assert (back.status_code, back.json()["left_on"]) == (200, None)


def test_the_last_administrator_does_not_leave_and_nobody_takes_over_from_themselves(
    client: WebClient, council: CouncilBuilder
) -> None:
    client.sign_in_as("administrator")
    administrator = council.person("administrator")
    answer = _leaves(client, administrator, "2031-09-30")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "last-administrator")
    answer = _leaves(client, administrator, "2031-09-30", administrator)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/successor_id")
    client.sign_in_as("performance_team")
    assert client.get(f"/api/v1/people/{council.person('analyst').id}/leaving").status_code in (403, 404)
