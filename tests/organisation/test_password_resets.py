"""A new password for whoever lost theirs: who gets a link, how long it works, and what it tells nobody."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.db import Database
from quarterdeck.core.idempotency import IdempotencyKey
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.organisation import resets, signin
from quarterdeck.organisation.models import PasswordReset, Person, SignInAttempt
from tests.builders import CouncilBuilder
from tests.organisation.accounts import sign_in, with_account
from tests.web import COOKIE, WebClient

NOON = datetime(2031, 9, 5, 12, tzinfo=UTC)
NEW = "five quite new words"


@pytest.fixture
def manager(council: CouncilBuilder) -> Person:
    return council.person("service_manager")


@pytest.fixture
def email(council: CouncilBuilder, manager: Person) -> str:
    return with_account(council, manager)


@pytest.fixture
def mailing(database: Database) -> Iterator[Database]:
    """The database of an installation that has mail."""
    plain = database.settings
    database.settings = plain.model_copy(
        update={
            "mail_host": "mail.example.test",
            "mail_from": "performance@example.test",
            "mail_password": SecretStr("x"),
            "public_base_url": "https://performance.example.test",
        }
    )
    yield database
    database.settings = plain


def _handed_over(client: WebClient, person: Person) -> dict[str, Any]:
    client.sign_in_as("administrator")
    answer = client.change("POST", f"/people/{person.id}/password-resets")
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    return dict(answer.json())


def _use(client: WebClient, token: str, new_password: str = NEW) -> Any:
    return client.change("POST", "/session/password-resets/use", {"token": token, "new_password": new_password})


def _fault(answer: Any) -> tuple[int, str, str]:
    """(status, the field, the code) of a refusal."""
    fault = answer.json()["errors"][0]
    assert fault["detail"].endswith("."), "says how to mend it"
    return answer.status_code, fault["pointer"], fault["code"]


def _asked(session: Session) -> list[tuple[int, int]]:
    """Whom the worker is told to mail a link to: (council, person)."""
    session.expire_all()
    told = session.scalars(select(OutboxMessage).filter_by(topic=resets.ASKED).order_by(OutboxMessage.id))
    return [(each.council_id, each.subject_id) for each in told]


def test_a_link_that_was_handed_over_gives_a_new_password_and_ends_every_session(
    client: WebClient, session: Session, manager: Person, email: str
) -> None:
    sign_in(client, email)
    elsewhere = client.cookies[COOKIE]
    made = _handed_over(client, manager)
    assert _use(client, made["token"]).status_code == 204
    assert "set-cookie" not in _use(client, made["token"]).headers
    client.cookies.set(COOKIE, elsewhere)
    assert client.get("/api/v1/session").status_code == 401
    client.cookies.clear()
    assert sign_in(client, email).status_code == 401
    assert sign_in(client, email, NEW).status_code == 200


def test_somebody_without_a_password_gets_their_first_one(client: WebClient, manager: Person) -> None:
    made = _handed_over(client, manager)
    assert _use(client, made["token"]).status_code == 204
    assert sign_in(client, str(manager.email), NEW).status_code == 200


def test_the_answer_tells_the_link_once_and_nothing_keeps_it(
    client: WebClient, session: Session, manager: Person
) -> None:
    client.sign_in_as("administrator")
    path, key = f"/api/v1/people/{manager.id}/password-resets", {"Idempotency-Key": "once"}
    answer = client.post(path, headers=key)
    told = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert told["link"] == f"/reset-password#token={told['token']}"
    assert (told["person_id"], told["mail_enabled"]) == (manager.id, False)
    stored = session.scalars(select(PasswordReset)).one()
    assert stored.token_sha256 == hashlib.sha256(told["token"].encode()).hexdigest()
    again = client.post(path, headers=key)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "shown-once")
    assert session.scalar(select(func.count()).select_from(PasswordReset)) == 1
    assert [each.body for each in session.scalars(select(IdempotencyKey))] == [None]


@pytest.mark.parametrize(
    "new, code",
    [
        ("too short", "password_length"),
        ("x" * 200 + "y", None),
        ("aaaaaaaaaaaa", "password_weak"),
        ("Password1234!", "password_known"),
        ("P@ssw0rd2023", "password_known"),
        ("qwertyuiop12", "password_known"),
        ("123456789012", "password_known"),
        ("CouncilCouncil", "password_known"),
        ("Winter2023!!", "password_known"),
    ],
)
def test_a_password_that_will_not_do_names_its_field_and_leaves_the_link(
    client: WebClient, manager: Person, new: str, code: str | None
) -> None:
    made = _handed_over(client, manager)
    refused = _fault(_use(client, made["token"], new))
    assert refused[:2] == (422, "/new_password")
    assert code is None or refused[2] == code
    assert _use(client, made["token"]).status_code == 204


def test_ones_own_address_is_no_password(client: WebClient, manager: Person) -> None:
    made = _handed_over(client, manager)
    assert _fault(_use(client, made["token"], str(manager.email))) == (422, "/new_password", "password_weak")


def test_a_link_works_once_and_for_a_day(client: WebClient, session: Session, manager: Person, email: str) -> None:
    made = _handed_over(client, manager)
    expires = datetime.fromisoformat(made["expires_at"])
    assert timedelta(hours=23, minutes=59) < expires - clock.now() <= timedelta(hours=24)
    with clock.set_to(expires):
        assert _fault(_use(client, made["token"])) == (422, "/token", "token_expired")
    with clock.set_to(expires - timedelta(seconds=1)):
        assert _use(client, made["token"]).status_code == 204
        assert _fault(_use(client, made["token"])) == (422, "/token", "token_used")
    assert _fault(_use(client, made["token"][:-1])) == (422, "/token", "token_unknown")
    with clock.set_to(expires + timedelta(days=7)):
        signin.forget_old(session)
    assert session.scalar(select(func.count()).select_from(PasswordReset)) == 0


def test_a_newer_link_or_a_newer_password_ends_older_links(
    client: WebClient, council: CouncilBuilder, manager: Person, email: str
) -> None:
    older, newer = _handed_over(client, manager), _handed_over(client, manager)
    assert _fault(_use(client, older["token"])) == (422, "/token", "token_replaced")
    with_account(council, manager, "six words nobody has chosen")
    assert _fault(_use(client, newer["token"])) == (422, "/token", "token_replaced")


def test_a_disabled_person_gets_nothing(
    client: WebClient, council: CouncilBuilder, mailing: Database, session: Session, manager: Person, email: str
) -> None:
    made = _handed_over(client, manager)
    manager.active = False
    council.session.commit()
    assert _fault(_use(client, made["token"])) == (422, "/token", "token_unknown")
    client.sign_in_as("administrator")
    answer = client.change("POST", f"/people/{manager.id}/password-resets")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "disabled")
    resets.ask_for_mail(mailing, email, "192.0.2.1")
    assert _asked(session) == [(0, 0)]
    assert resets.make_for_mail(session, council.id, manager.id) is None


def test_only_an_administrator_hands_links_over_and_only_to_who_can_sign_in(
    client: WebClient, council: CouncilBuilder, manager: Person
) -> None:
    client.sign_in_as("performance_team")
    assert client.change("POST", f"/people/{manager.id}/password-resets").status_code == 403
    manager.email = None
    council.session.commit()
    client.sign_in_as("administrator")
    answer = client.change("POST", f"/people/{manager.id}/password-resets")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "no-address")
    assert client.change("POST", "/people/999999/password-resets").status_code == 404


def test_asking_answers_the_same_for_everybody_and_does_the_same_work(
    client: WebClient, mailing: Database, session: Session, council: CouncilBuilder, manager: Person, email: str
) -> None:
    """Counted, not timed: the same rows are written for an address that nobody has."""
    without_account = council.person("auditor")
    answers = [
        client.change("POST", "/session/password-resets", {"email": each})
        for each in (email.upper(), "nobody@example.test", str(without_account.email))
    ]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert _asked(session) == [(council.id, manager.id), (0, 0), (0, 0)]
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 6


def test_without_mail_asking_does_no_harm_and_says_so(client: WebClient, session: Session, email: str) -> None:
    answer = client.change("POST", "/session/password-resets", {"email": email})
    assert (answer.status_code, answer.json()) == (202, {"mail_enabled": False})
    assert _asked(session) == []


def test_asking_is_limited_by_account_and_address_and_does_not_lock_anybody_out(
    client: WebClient, mailing: Database, email: str
) -> None:
    for who in (email, "nobody@example.test"):
        with clock.set_to(NOON):
            for number in range(10):
                resets.ask_for_mail(mailing, who, f"192.0.2.{number}")
            limited = client.change("POST", "/session/password-resets", {"email": who})
        assert (limited.status_code, limited.headers["retry-after"]) == (429, "301")
    with clock.set_to(NOON):
        assert sign_in(client, email).status_code == 200
        statuses = [
            client.change("POST", "/session/password-resets", {"email": f"{n}@example.test"}).status_code
            for n in range(11)
        ]
    # The two that were limited are not counted.
    assert statuses == [202] * 10 + [429]


def test_tokens_are_not_to_be_guessed(client: WebClient, manager: Person) -> None:
    made = _handed_over(client, manager)
    with clock.set_to(NOON):
        statuses = [_use(client, f"{made['token'][:-2]}{n:02}").status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_link_is_mailed_at_most_once_a_minute(session: Session, council: CouncilBuilder, manager: Person) -> None:
    with_account(council, manager)
    with clock.set_to(NOON):
        first = resets.make_for_mail(session, council.id, manager.id)
        assert first is not None
        assert first.reset.expires_at == NOON + timedelta(hours=1)
        # Not sent yet: another attempt may have another.
        second = resets.make_for_mail(session, council.id, manager.id)
        assert second is not None
        resets.note_sent(session, second.reset.id)
        session.flush()
        assert resets.make_for_mail(session, council.id, manager.id) is None
    with clock.set_to(NOON + timedelta(seconds=61)):
        assert resets.make_for_mail(session, council.id, manager.id) is not None


def test_the_log_tells_what_happened_and_no_secret(
    client: WebClient, session: Session, council: CouncilBuilder, manager: Person
) -> None:
    made = _handed_over(client, manager)
    assert _use(client, made["token"]).status_code == 204
    session.expire_all()
    events = session.scalars(select(AuditEvent).filter_by(council_id=council.id).order_by(AuditEvent.position)).all()
    administrator = council.person("administrator").id
    assert [(each.action, each.actor_id, each.subject_id) for each in events[-3:]] == [
        ("person.make_password_reset", administrator, manager.id),
        ("person.use_password_reset", manager.id, manager.id),
        ("person.set_password", manager.id, manager.id),
    ]
    written = str([(each.detail, each.comment) for each in events])
    assert made["token"] not in written
    assert NEW not in written
    assert journal.verify(session, council.id) == []


def test_another_sites_page_neither_asks_nor_uses(client: WebClient, email: str) -> None:
    for path, body in (
        ("/session/password-resets", {"email": email}),
        ("/session/password-resets/use", {"token": "x", "new_password": NEW}),
    ):
        answer = client.post(f"/api/v1{path}", json=body, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403


def test_the_page_for_signing_in_learns_what_it_needs(client: WebClient, council: CouncilBuilder) -> None:
    council.person("administrator")
    client.cookies.clear()
    assert client.read("/sign-in-options") == {
        "councils": [council.council.name],
        "logo": None,
        "set_up_needed": False,
        "password": True,
        "provider": None,
        "mail_enabled": False,
    }


@pytest.mark.slow
def test_of_many_uses_at_once_one_counts(busy_client: WebClient) -> None:
    council = busy_client.council
    manager = council.person("service_manager")
    email = with_account(council, manager)
    made = _handed_over(busy_client, manager)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: _use(busy_client, made["token"], f"{NEW} {n}").status_code, range(8)))
    assert sorted(answers) == [204] + [422] * 7
    assert sign_in(busy_client, email).status_code == 401
    right = [n for n, status in enumerate(answers) if status == 204]
    assert sign_in(busy_client, email, f"{NEW} {right[0]}").status_code == 200
