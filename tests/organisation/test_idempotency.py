"""The same request sent twice has one effect, for the person who sent it, through the whole app."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.db import Database
from quarterdeck.core.idempotency import IdempotencyKey, forget_old
from quarterdeck.organisation.models import Evidence, Portfolio, RoleGrant
from tests.builders import CouncilBuilder
from tests.web import WebClient

pytestmark = pytest.mark.both

NEW = {"code": "NEW", "name": "New things"}


def _post(client: WebClient, key: str, body: Any = NEW, path: str = "/portfolios", **headers: str) -> Any:
    return client.post(f"/api/v1{path}", json=body, headers={"Idempotency-Key": key, **headers})


def _kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.fixture
def administrator(client: WebClient) -> WebClient:
    return client.sign_in_as("administrator")


def test_a_repeat_gets_the_same_answer_and_changes_nothing(administrator: WebClient, session: Session) -> None:
    first = _post(administrator, "k-1")
    again = _post(administrator, '"k-1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"] == '"1"'
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["content-type"] == "application/json"
    assert session.query(Portfolio).filter_by(code="NEW").count() == 1
    assert session.query(journal.AuditEvent).filter_by(action="portfolio.create").count() == 1


def test_a_key_is_for_one_request_alone(administrator: WebClient) -> None:
    _post(administrator, "k-1")
    assert _kind(_post(administrator, "k-1", {**NEW, "name": "Other"})) == (422, "key-reused")
    assert _kind(_post(administrator, "k-1", path="/bodies")) == (422, "key-reused")
    assert _kind(_post(administrator, "k-1", path="/portfolios?limit=1")) == (422, "key-reused")
    assert _kind(_post(administrator, "k-2")) == (409, "taken")


def test_a_refused_request_leaves_its_key_free(administrator: WebClient) -> None:
    assert _post(administrator, "k-1", {"code": "NEW"}).status_code == 422
    assert _post(administrator, "k-1", {"code": "HOMES", "name": "Homes"}).status_code == 409
    assert _post(administrator, "k-1").status_code == 201


def test_each_person_has_keys_of_their_own(client: WebClient) -> None:
    client.sign_in_as("administrator")
    assert _post(client, "k-1").status_code == 201
    client.sign_in_as("administrator", number=2)
    assert _post(client, "k-1", {"code": "OTHER", "name": "Other things"}).status_code == 201


def test_an_answer_is_repeated_only_to_who_may_still_ask(administrator: WebClient, council: CouncilBuilder) -> None:
    _post(administrator, "k-1")
    grant = council.session.scalars(select(RoleGrant)).one()
    grant.valid_to = clock.today() - timedelta(days=1)
    council.session.commit()
    assert _kind(_post(administrator, "k-1")) == (403, "forbidden")
    administrator.cookies.clear()
    assert _kind(_post(administrator, "k-1")) == (401, "not-signed-in")


@pytest.mark.parametrize("key", ["x" * 201, "\t\x0b"])
def test_a_key_is_printable_and_short(administrator: WebClient, key: str) -> None:
    answer = administrator.post("/api/v1/portfolios", json=NEW, headers={"Idempotency-Key": f"a{key}b"})
    assert _kind(answer) == (400, "malformed-key")


def test_a_file_sent_again_is_the_same_request_under_another_boundary(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    client.sign_in_as("data_provider")

    def send(content: bytes, boundary: str) -> Any:
        headers = {"Idempotency-Key": "k-1", "Content-Type": f"multipart/form-data; boundary={boundary}"}
        data = {"kind": "unit", "subject_id": str(council.housing.id), "note": ""}
        return client.post("/api/v1/evidence", data=data, files={"file": ("a.txt", content)}, headers=headers)

    first, again, other = send(b"text", "one"), send(b"text", "another-one"), send(b"texts", "one")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert session.query(Evidence).count() == 1


def test_keys_are_forgotten_after_a_week(administrator: WebClient, session: Session) -> None:
    _post(administrator, "k-1")
    for days, left in ((6.9, 1), (7.1, 0)):
        with clock.set_to(clock.now() + timedelta(days=days)):
            forget_old(session)
        assert session.query(IdempotencyKey).count() == left


@pytest.mark.slow
def test_a_repeat_that_comes_while_the_first_still_runs_is_told_to_wait(
    busy_client: WebClient, standing: Database
) -> None:
    client = busy_client.sign_in_as("administrator")
    person_id = client.council.person("administrator").id
    client.council.session.commit()
    held = {
        "council_id": client.council.id,
        "actor_id": person_id,
        "key": "k-1",
        "fingerprint": "",
        "created_at": clock.now(),
    }
    with standing.writers() as first:
        first.execute(insert(IdempotencyKey).values(held))
        answer = _post(client, "k-1")
        # SQLite has one writer at a time: it cannot tell for whose sake it waits.
        expected = (409, "key-in-use") if standing.dialect == "postgresql" else (503, "busy")
        assert _kind(answer) == expected
        assert answer.headers["Retry-After"] == "1"
    assert _post(client, "k-1").status_code == 201


@pytest.mark.slow
@pytest.mark.parametrize("keys, repeats", [(10, 8), pytest.param(100, 20, marks=pytest.mark.long)])
def test_many_repeats_at_once_have_one_effect_each(busy_client: WebClient, keys: int, repeats: int) -> None:
    client = busy_client.sign_in_as("administrator")
    numbers = [number for number in range(keys) for _ in range(repeats)]

    def send(number: int) -> tuple[int, str, bool]:
        body = {"code": f"P{number}", "name": f"Portfolio {number}"}
        for _ in range(50):
            answer = _post(client, f"key-{number}", body)
            if answer.status_code not in (409, 503):
                break
        return answer.status_code, answer.text, "Idempotent-Replayed" in answer.headers

    with ThreadPoolExecutor(repeats) as pool:
        answers = list(pool.map(send, numbers))
    assert {status for status, _, _ in answers} == {201}
    assert len({body for _, body, _ in answers}) == keys
    assert sum(not replayed for _, _, replayed in answers) == keys
    with client.app.state.database.reading() as session:  # type: ignore[attr-defined]
        made = session.scalar(text("SELECT count(*) FROM portfolio WHERE code LIKE 'P%'"))
        journalled = session.scalar(text("SELECT count(*) FROM audit_event WHERE action = 'portfolio.create'"))
    assert (made, journalled) == (keys, keys)
    print(f"{len(answers)} requests with {keys} idempotency keys: {made} effects")  # noqa: T201
