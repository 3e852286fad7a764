"""Signing in: cookies, what a refusal says, how often somebody may guess, and when a session ends."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core import clock, journal
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import DEPLOYMENT
from quarterdeck.organisation import signin
from quarterdeck.organisation.models import LocalAccount, Person, SignInAttempt, SignInSession
from tests.builders import CouncilBuilder
from tests.organisation.accounts import PASSWORD, WRONG, argon2_verifying, refused_sign_ins, sign_in, with_account
from tests.web import COOKIE, WebClient

NOON = datetime(2023, 9, 5, 12, tzinfo=UTC)


@pytest.fixture
def manager(council: CouncilBuilder) -> Person:
    return council.person("service_manager")


@pytest.fixture
def email(council: CouncilBuilder, manager: Person) -> str:
    return with_account(council, manager)


@pytest.fixture
def secure_client(database: Database, council: CouncilBuilder) -> Iterator[TestClient]:
    """The app as people reach it by https."""
    settings = database.settings.model_copy(update={"public_base_url": "https://performance.example.test"})
    app = create_app(settings, database)
    with TestClient(app, "https://performance.example.test", raise_server_exceptions=False) as client:
        yield client


def _sessions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInSession)) or 0


def test_whoever_signs_in_learns_who_they_are_and_what_they_may_do(
    client: WebClient, council: CouncilBuilder, manager: Person, email: str
) -> None:
    answer = sign_in(client, email.upper())
    assert answer.status_code == 200
    told = answer.json()
    assert (told["person_id"], told["council_code"], told["roles"]) == (manager.id, "example", ["service_manager"])
    assert "confirm_submission" in told["permissions"]
    assert told["grants"][0]["unit_ids"] == [council.housing.id]
    assert client.read("/session") == told


def test_on_plain_http_the_cookie_is_hidden_from_scripts_and_other_sites(client: WebClient, email: str) -> None:
    cookie = sign_in(client, email).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert name == COOKIE
    assert attributes == {"httponly", "path=/", "samesite=lax", "max-age=28800"}


def test_over_https_the_cookie_is_bound_to_the_host(secure_client: TestClient, email: str) -> None:
    answer = sign_in(secure_client, email)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    attributes = {part.strip().lower() for part in rest.split(";")[1:]}
    assert name == "__Host-quarterdeck_session"
    assert {"httponly", "path=/", "samesite=lax", "secure"} <= attributes
    assert not any(attribute.startswith("domain") for attribute in attributes)
    assert secure_client.get("/api/v1/session").status_code == 200
    assert "max-age=" in answer.headers["strict-transport-security"]


def test_only_the_digest_of_a_cookie_is_stored(client: WebClient, session: Session, email: str) -> None:
    sign_in(client, email)
    token = client.cookies[COOKIE]
    stored = session.scalars(select(SignInSession)).one()
    assert stored.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43, "256 bits in base64"


def test_signing_in_again_makes_a_new_session_and_ends_the_old_one(
    client: WebClient, session: Session, email: str
) -> None:
    sign_in(client, email)
    first = client.cookies[COOKIE]
    sign_in(client, email)
    assert client.cookies[COOKIE] != first
    assert _sessions(session) == 1
    client.cookies.clear()
    client.cookies.set(COOKIE, first)
    assert client.get("/api/v1/session").status_code == 401


def test_signing_out_ends_the_session_and_takes_the_cookie_back(
    client: WebClient, session: Session, email: str
) -> None:
    sign_in(client, email)
    token = client.cookies[COOKIE]
    answer = client.delete("/api/v1/session")
    assert (answer.status_code, answer.json()) == (200, {"continue_at": None})
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert _sessions(session) == 0
    client.cookies.set(COOKIE, token)
    assert client.get("/api/v1/session").status_code == 401


def test_a_session_ends_after_eight_hours(client: WebClient, email: str) -> None:
    with clock.set_to(NOON):
        sign_in(client, email)
    for hours, status in ((7.99, 200), (8.0, 401)):
        with clock.set_to(NOON + timedelta(hours=hours)):
            assert client.get("/api/v1/session").status_code == status


@pytest.mark.parametrize("token", ["", "x", "a" * 4000, "é"])
def test_a_cookie_that_is_not_ours_is_nobodys(client: WebClient, token: str) -> None:
    answer = client.get("/api/v1/session", headers={"Cookie": f"{COOKIE}={token}".encode()})
    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/not-signed-in")


def test_every_refusal_says_the_same_and_is_journalled_with_its_reason(
    client: WebClient, session: Session, council: CouncilBuilder, manager: Person, email: str
) -> None:
    disabled = council.person("director")
    disabled_email = with_account(council, disabled)
    disabled.active = False
    without_account = council.person("auditor")
    council.session.commit()
    answers = [
        sign_in(client, email, WRONG),
        sign_in(client, "nobody@example.test"),
        sign_in(client, disabled_email),
        sign_in(client, str(without_account.email)),
    ]
    told = [{**answer.json(), "instance": ""} for answer in answers]
    assert {answer.status_code for answer in answers} == {401}
    assert all(each == told[0] for each in told)
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert refused_sign_ins(session) == [
        (manager.id, "wrong_password"),
        (None, "unknown_account"),
        (disabled.id, "disabled"),
        (None, "unknown_account"),
    ]
    assert journal.verify(session, DEPLOYMENT) == []


def test_an_unknown_account_costs_as_much_work_as_a_known_one(client: WebClient, email: str) -> None:
    """Counted, not timed: as many password checks, with the same parameters."""
    with argon2_verifying() as checked:
        sign_in(client, email, WRONG)
        sign_in(client, "nobody@example.test", WRONG)
    parameters = [stored.rsplit("$", 2)[0] for stored in checked]
    assert parameters == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2


def test_the_eleventh_guess_at_an_account_within_five_minutes_is_not_even_looked_at(
    client: WebClient, session: Session, email: str
) -> None:
    with clock.set_to(NOON):
        assert [sign_in(client, email, WRONG).status_code for _ in range(10)] == [401] * 10
    with clock.set_to(NOON + timedelta(minutes=2)):
        stopped = sign_in(client, email)
        assert stopped.status_code == 429
        assert stopped.headers["Retry-After"] == "181"
        assert stopped.json()["type"].endswith("/too-many-guesses")
    assert len(refused_sign_ins(session)) == 10
    with clock.set_to(NOON + timedelta(minutes=5)):
        assert sign_in(client, email).status_code == 200


def test_guesses_are_counted_from_one_address_over_all_accounts(
    database: Database, council: CouncilBuilder, email: str
) -> None:
    app = create_app(database.settings, database)

    def status(address: str, who: str) -> int:
        visitor = TestClient(app, client=(address, 50000), raise_server_exceptions=False)
        return int(sign_in(visitor, who, WRONG).status_code)

    assert {status("192.0.2.1", f"person{number}@example.test") for number in range(10)} == {401}
    assert status("192.0.2.1", email) == 429
    assert status("192.0.2.2", email) == 401
    # One customer has a whole /64 of IPv6 addresses.
    assert {status(f"2001:db8::{number}", f"person{number + 20}@example.test") for number in range(10)} == {401}
    assert status("2001:db8::ffff", "somebody@example.test") == 429
    assert status("2001:db8:0:1::1", "somebody@example.test") == 401


def test_a_right_password_uses_up_no_guess(client: WebClient, session: Session, email: str) -> None:
    assert {sign_in(client, email).status_code for _ in range(12)} == {200}
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_neither_addresses_nor_accounts_are_stored_with_the_guesses(
    client: WebClient, session: Session, email: str
) -> None:
    sign_in(client, email, WRONG)
    keys = session.scalars(select(SignInAttempt.key_sha256)).all()
    assert len(keys) == 2
    assert all(len(key) == 64 and int(key, 16) for key in keys)


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 200),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "none"}, 200),
        ({"sec_fetch_site": "same-origin", "origin": "https://other.example"}, 200),
        ({"origin": "http://testserver"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "cross-site", "origin": "http://testserver"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://testserver:8080"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_another_sites_page_cannot_sign_anybody_in(
    client: WebClient, email: str, headers: dict[str, str], status: int
) -> None:
    assert sign_in(client, email, **headers).status_code == status


def test_another_sites_page_changes_nothing_with_our_cookie(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("administrator")
    body = {"code": "NEW", "name": "New"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = client.post("/api/v1/portfolios", json=body, headers=headers)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "cross-site")
        # Reading is harmless: the other site cannot see the answer.
        assert client.get("/api/v1/portfolios", headers=headers).status_code == 200
    assert client.post("/api/v1/portfolios", json=body, headers={"Origin": "http://testserver"}).status_code == 201


def test_behind_a_proxy_the_public_address_is_our_origin(secure_client: TestClient, email: str) -> None:
    ours = "https://performance.example.test"
    for origin, host, status in ((ours, "backend:8000", 200), ("http://backend:8000", "backend:8000", 403)):
        assert sign_in(secure_client, email, origin=origin, host=host).status_code == status


def test_a_new_password_ends_every_other_session(client: WebClient, session: Session, email: str) -> None:
    sign_in(client, email)
    elsewhere = client.cookies[COOKIE]
    client.cookies.clear()
    sign_in(client, email)
    change = {"current": PASSWORD, "new": "five quite new words"}
    assert client.change("POST", "/session/password", change).status_code == 204
    assert client.get("/api/v1/session").status_code == 200
    client.cookies.clear()
    client.cookies.set(COOKIE, elsewhere)
    assert client.get("/api/v1/session").status_code == 401
    client.cookies.clear()
    assert sign_in(client, email).status_code == 401
    assert sign_in(client, email, "five quite new words").status_code == 200


def test_a_stolen_session_cannot_guess_the_password(client: WebClient, session: Session, email: str) -> None:
    sign_in(client, email)
    change = {"current": WRONG, "new": "five quite new words"}
    statuses = [client.change("POST", "/session/password", change).status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    assert {reason for _, reason in refused_sign_ins(session)} == {"wrong_current_password"}
    assert client.change("POST", "/session/password", {**change, "current": PASSWORD}).status_code == 429


@pytest.mark.parametrize("new", ["short", "aaaaaaaaaaaaaaaa", "EMAIL", "x" * 201])
def test_a_weak_password_is_refused(client: WebClient, email: str, new: str) -> None:
    sign_in(client, email)
    new = email if new == "EMAIL" else new
    answer = client.change("POST", "/session/password", {"current": PASSWORD, "new": new})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/new"
    assert new not in answer.text


def test_who_signs_in_elsewhere_has_no_password_here(client: WebClient) -> None:
    client.sign_in_as("service_manager")
    answer = client.change("POST", "/session/password", {"current": PASSWORD, "new": "five quite new words"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "no-account")


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(
    client: WebClient, session: Session, manager: Person, email: str
) -> None:
    from argon2 import PasswordHasher

    account = session.get_one(LocalAccount, manager.id)
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.commit()
    assert sign_in(client, email).status_code == 200
    session.refresh(account)
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_changed_while_it_was_checked_signs_nobody_in(
    database: Database, council: CouncilBuilder, manager: Person, email: str
) -> None:
    def change_it() -> None:
        with_account(council, manager, "five quite new words")

    with argon2_verifying(change_it), pytest.raises(Problem) as refused:
        signin.sign_in(database, email, PASSWORD, "192.0.2.1")
    assert refused.value.status == 401


def test_what_no_longer_counts_is_forgotten(client: WebClient, session: Session, email: str) -> None:
    with clock.set_to(NOON):
        sign_in(client, email)
        sign_in(client, email, WRONG)
    for minutes, left in ((4, (1, 2)), (6, (1, 0)), (481, (0, 0))):
        with clock.set_to(NOON + timedelta(minutes=minutes)):
            signin.forget_old(session)
        attempts = session.scalar(select(func.count()).select_from(SignInAttempt))
        assert (_sessions(session), attempts) == left


@pytest.mark.slow
def test_many_guesses_at_once_find_no_more_room_than_one_after_the_other(busy_client: WebClient) -> None:
    council = busy_client.council
    email = with_account(council, council.person("service_manager"))
    with ThreadPoolExecutor(30) as pool:
        statuses = list(pool.map(lambda _: sign_in(busy_client, email, WRONG).status_code, range(30)))
    assert sorted(statuses) == [401] * 10 + [429] * 20
