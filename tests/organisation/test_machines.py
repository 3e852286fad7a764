"""Other programs and their tokens: made and shown once, refused when they are no good, and never anybody's cookie."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from quarterdeck.core import clock, journal
from quarterdeck.core.journal import AuditEvent
from quarterdeck.migrations.models import metadata
from quarterdeck.organisation.models import ApiToken, SignInAttempt
from tests.builders import CouncilBuilder
from tests.web import WebClient

NOON = datetime(2031, 9, 5, 12, tzinfo=UTC)


@pytest.fixture
def admin(client: WebClient) -> WebClient:
    """The administrator's browser."""
    return client.sign_in_as("administrator")


def _client(admin: WebClient, **given: Any) -> dict[str, Any]:
    if "contact_post_id" not in given:
        given["contact_post_id"] = admin.council.post("HEAD", admin.council.housing).id
        admin.council.session.commit()
    body = {"name": "Power BI", "purpose": "Draws charts", **given}
    answer = admin.change("POST", "/clients", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _token(admin: WebClient, client_id: int, **given: Any) -> dict[str, Any]:
    ends = (clock.today() + timedelta(days=30)).isoformat()
    body = {"client_id": client_id, "name": "Board", "scopes": ["read"], "expires_on": ends, **given}
    answer = admin.change("POST", "/tokens", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _read(client: WebClient, authorization: str, path: str = "/units", **headers: str) -> Any:
    return client.get(f"/api/v1{path}", headers={"Authorization": authorization, **headers})


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_a_token_is_told_once_and_only_its_digest_is_kept(admin: WebClient, session: Session) -> None:
    client = _client(admin)
    made = _token(admin, client["id"])
    _, number, secret = made["token"].split("_", 2)
    assert (int(number), len(secret)) == (made["id"], 43)
    told = admin.read(f"/tokens/{made['id']}")
    assert told == {name: value for name, value in made.items() if name != "token"}
    assert told["prefix"] == f"qd_{number}_{secret[:4]}"
    assert admin.read("/tokens", client_id=client["id"])["items"] == [told]
    stored = session.get_one(ApiToken, made["id"])
    assert stored.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    for table in metadata.sorted_tables:
        assert secret not in str(session.execute(select(table)).all()), table.name


def test_a_repeated_request_makes_one_token_and_shows_none_again(admin: WebClient) -> None:
    ends = (clock.today() + timedelta(days=30)).isoformat()
    body = {"client_id": _client(admin)["id"], "name": "Board", "scopes": ["read"], "expires_on": ends}
    first, again = (admin.post("/api/v1/tokens", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 409)
    assert len(admin.read("/tokens")["items"]) == 1


def test_a_token_is_shown_as_bearer_and_as_basic(admin: WebClient) -> None:
    made = _token(admin, _client(admin)["id"])
    admin.cookies.clear()
    number, secret = made["token"].split("_", 2)[1:]
    for shown in (
        f"Bearer {made['token']}",
        f"bearer {made['token']}",
        _basic(number, secret),
        _basic(f"qd_{number}", secret),
    ):
        assert _read(admin, shown).status_code == 200, shown


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Bearer ", "Bearer qd_1", "Bearer qd_999999_abc", "Basic", "Basic !", "Basic YQ==", "Digest x",
     "Basic " + "A" * 3000, "Bearer qd_" + "9" * 30 + "_x", "Basic w6k6w6k="],
)  # fmt: skip
def test_what_is_no_token_of_ours_is_a_401_that_says_how(client: WebClient, shown: str) -> None:
    answer = _read(client, shown)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "bad-token")
    scheme = "Basic" if shown.lower().startswith("basic") else "Bearer"
    assert answer.headers["www-authenticate"].startswith(f'{scheme} realm="Quarterdeck"')


def test_a_wrong_revoked_or_expired_token_and_one_of_a_disabled_client_look_alike(
    admin: WebClient, council: CouncilBuilder
) -> None:
    client = _client(admin)
    good, revoked = (_token(admin, client["id"]) for _ in range(2))
    other = _client(admin, name="Another", contact_post_id=client["contact_post_id"])
    disabled = _token(admin, other["id"])
    assert admin.change("POST", f"/tokens/{revoked['id']}/revoke").json()["revoked_at"] is not None
    assert admin.change("PATCH", f"/clients/{other['id']}", {"active": False}, 1).status_code == 200
    wrong = good["token"][:-1] + ("a" if good["token"][-1] != "a" else "b")
    answers = [_read(admin, f"Bearer {token}") for token in (wrong, revoked["token"], disabled["token"])]
    ends = datetime.fromisoformat(good["expires_on"]).replace(hour=12, tzinfo=UTC)
    with clock.set_to(ends):
        assert _read(admin, f"Bearer {good['token']}").status_code == 200, "it works on its last day"
    with clock.set_to(ends + timedelta(days=1)):
        answers.append(_read(admin, f"Bearer {good['token']}"))
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    # Revoked for good, and revoking again changes nothing.
    assert admin.change("POST", f"/tokens/{revoked['id']}/revoke").status_code == 200


def test_a_token_reads_and_does_nothing_else(admin: WebClient, session: Session) -> None:
    client_id = _client(admin)["id"]
    reading, pushing = _token(admin, client_id), _token(admin, client_id, scopes=["push", "feed"])
    admin.cookies.clear()
    bearer = {"Authorization": f"Bearer {reading['token']}"}
    body = {"code": "NEW", "name": "New"}
    assert admin.post("/api/v1/portfolios", json=body, headers=bearer).status_code == 403
    assert admin.delete("/api/v1/session", headers=bearer).status_code == 403
    assert admin.post("/api/v1/session/password", json={"current": "x", "new": "y"}, headers=bearer).status_code == 403
    for path in ("/session", "/people", "/tokens", "/clients", "/audit-events"):
        assert _read(admin, bearer["Authorization"], path).status_code == 403, path
    assert _read(admin, f"Bearer {pushing['token']}").status_code == 403


def test_a_cookie_counts_for_nothing_beside_a_token(admin: WebClient) -> None:
    """So a page of another site that adds a header gains nothing, and a bad token is not made good by a cookie."""
    made = _token(admin, _client(admin)["id"])
    assert _read(admin, "Bearer qd_1_wrong").status_code == 401
    assert _read(admin, f"Bearer {made['token']}", "/audit-events").status_code == 403
    assert admin.get("/api/v1/audit-events").status_code == 200


def test_bad_tokens_are_limited_and_good_ones_go_on(admin: WebClient, session: Session) -> None:
    made = _token(admin, _client(admin)["id"])
    with clock.set_to(NOON):
        statuses = [_read(admin, f"Bearer qd_{made['id']}_wrong").status_code for _ in range(11)]
        assert statuses == [401] * 10 + [429]
        assert session.scalar(select(SignInAttempt.id).limit(1)) is not None
    assert _read(admin, f"Bearer {made['token']}").status_code == 200


def test_last_use_is_written_at_most_once_a_minute(admin: WebClient, session: Session) -> None:
    made = _token(admin, _client(admin)["id"])
    start = clock.now()

    def used(after: timedelta) -> datetime | None:
        with clock.set_to(start + after):
            assert _read(admin, f"Bearer {made['token']}").status_code == 200
        session.expire_all()
        return session.get_one(ApiToken, made["id"]).last_used_at

    assert made["last_used_at"] is None
    for seconds, noted in ((0, 0), (30, 0), (59, 0), (60, 60), (90, 60)):
        assert used(timedelta(seconds=seconds)) == start + timedelta(seconds=noted)


def test_a_token_of_another_council_reads_that_council(admin: WebClient, session: Session) -> None:
    made = _token(admin, _client(admin)["id"])
    other = CouncilBuilder(session, "other", "Other Borough Council")
    session.commit()
    found = _read(admin, f"Bearer {made['token']}", "/councils").json()["items"]
    assert [each["code"] for each in found] == [admin.council.council.code]
    admin.council = other
    admin.sign_in_as("administrator")
    assert admin.read("/tokens")["items"] == []
    assert admin.get(f"/api/v1/tokens/{made['id']}").status_code == 404
    assert admin.change("POST", f"/tokens/{made['id']}/revoke").status_code == 404


@pytest.mark.parametrize("days, status", [(-1, 422), (0, 201), (729, 201), (732, 422)])
def test_a_token_ends_within_two_years(admin: WebClient, days: int, status: int) -> None:
    ends = (clock.today() + timedelta(days=days)).isoformat()
    body = {"client_id": _client(admin)["id"], "name": "Board", "scopes": ["read"], "expires_on": ends}
    answer = admin.change("POST", "/tokens", body)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] == "/expires_on"


@pytest.mark.parametrize("field", ["unit_ids", "indicator_ids"])
def test_limits_are_things_of_the_council(admin: WebClient, session: Session, field: str) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    session.commit()
    ends = (clock.today() + timedelta(days=1)).isoformat()
    body = {"client_id": _client(admin)["id"], "name": "Board", "scopes": ["read"], "expires_on": ends}
    answer = admin.change("POST", "/tokens", {**body, field: [other.housing.id]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_client_has_one_contact_and_a_name_of_its_own(admin: WebClient, council: CouncilBuilder) -> None:
    client = _client(admin)
    person = council.person("analyst")
    both = {"name": "B", "purpose": "P", "contact_post_id": client["contact_post_id"], "contact_person_id": person.id}
    neither = {"name": "B", "purpose": "P"}
    for body in (both, neither, {**neither, "contact_post_id": 999_999}):
        answer = admin.change("POST", "/clients", body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/contact_post_id")
    taken = {"name": "Power BI", "purpose": "P", "contact_person_id": person.id}
    assert admin.change("POST", "/clients", taken).status_code == 409
    changed = admin.change("PATCH", f"/clients/{client['id']}", {"contact_person_id": person.id}, 1).json()
    assert (changed["contact_post_id"], changed["contact_person_id"], changed["version"]) == (None, person.id, 2)


def test_neither_the_log_nor_the_journal_holds_a_secret(
    admin: WebClient, session: Session, council: CouncilBuilder
) -> None:
    with capture_logs() as logged:
        client = _client(admin)
        made = _token(admin, client["id"])
        assert _read(admin, f"Bearer {made['token']}").status_code == 200
        admin.change("POST", f"/tokens/{made['id']}/revoke")
        assert _read(admin, f"Bearer {made['token']}").status_code == 401
        admin.change("PATCH", f"/clients/{client['id']}", {"purpose": "Sends values"}, 1)
    session.expire_all()
    events = session.scalars(select(AuditEvent).filter_by(council_id=council.id).order_by(AuditEvent.position)).all()
    told = [event.action for event in events][-4:]
    assert told == ["api_client.create", "api_token.create", "api_token.revoke", "api_client.update"]
    written = str(logged) + str([event.detail for event in events])
    assert made["token"].split("_", 2)[2] not in written
    assert "Sends values" not in written
    assert f"token {made['id']}" in written, "the log tells which token read"
    assert journal.verify(session, council.id) == []
