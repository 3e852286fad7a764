"""A second factor beside the password: its codes, how often they count, and what helps who has lost the phone."""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.db import Database
from quarterdeck.operations import take_second_factor
from quarterdeck.organisation import qr_code, secret_box, totp
from quarterdeck.organisation.models import Person, SignInSession
from quarterdeck.organisation.sign_in_models import RecoveryCode, SecondFactor
from tests.builders import CouncilBuilder
from tests.organisation.accounts import PASSWORD, WRONG, refused_sign_ins, with_account
from tests.web import COOKIE, WebClient

NOON = datetime(2031, 9, 5, 12, 0, 10, tzinfo=UTC)
SHA1, SHA256, SHA512 = (b"1234567890" * 2, b"1234567890" * 3 + b"12", b"1234567890" * 6 + b"1234")


@pytest.mark.parametrize(
    "seconds, sha1, sha256, sha512",
    [
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1111111111, "14050471", "67062674", "99943326"),
        (1234567890, "89005924", "91819424", "93441116"),
        (2000000000, "69279037", "90698825", "38618901"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, sha1: str, sha256: str, sha512: str) -> None:
    """Appendix B."""
    step = seconds // totp.SECONDS
    assert totp.code_at(SHA1, step, 8) == sha1
    assert totp.code_at(SHA256, step, 8, hashlib.sha256) == sha256
    assert totp.code_at(SHA512, step, 8, hashlib.sha512) == sha512


@pytest.mark.parametrize(
    "number, code", [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (5, "254676")]
)
def test_codes_are_those_of_rfc_4226(number: int, code: str) -> None:
    """Appendix D."""
    assert totp.code_at(SHA1, number) == code


@pytest.mark.parametrize("off, counts", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_a_step_off(off: int, counts: bool) -> None:
    step = totp.step_of(NOON)
    assert (totp.step_matched(SHA1, totp.code_at(SHA1, step + off), NOON, 0) == step + off) is counts


@pytest.mark.parametrize("odd", ["", "12345", "1234567", "é", "１２３４５６", "\ud800", "abcdef"])
def test_what_is_no_code_matches_nothing(odd: str) -> None:
    assert totp.step_matched(SHA1, odd, NOON, 0) is None


def test_the_picture_says_the_address_and_the_app_reads_it() -> None:
    address = totp.address_of(SHA1, "officer@example.gov.uk", "Quarterdeck A & B Council")
    assert address.startswith("otpauth://totp/Quarterdeck%20A%20%26%20B%20Council:officer@example.gov.uk?secret=")
    typed = totp.as_typed(SHA1).replace(" ", "")
    assert base64.b32decode(typed) == SHA1
    assert f"secret={typed}&" in address
    picture, size = qr_code.picture_of(address)
    assert re.fullmatch(r"(?:M\d+ \d+h\d+v1h-\d+z)+", picture)
    # The finder pattern's upper edge: seven dark modules behind the margin.
    assert picture.startswith("M4 4h7v1h-7z")
    assert size > 21 + 2 * qr_code.MARGIN


@pytest.fixture
def person(council: CouncilBuilder) -> Person:
    return council.person("service_manager")


@pytest.fixture
def email(council: CouncilBuilder, person: Person) -> str:
    return with_account(council, person)


def _secret(made: dict[str, Any]) -> bytes:
    typed = made["secret"].replace(" ", "")
    return base64.b32decode(typed + "=" * (-len(typed) % 8))


def _code(secret: bytes, steps: int = 0) -> str:
    return totp.code_at(secret, totp.step_of(clock.now()) + steps)


def _signs_in(client: WebClient, email: str, code: str = "", password: str = PASSWORD) -> tuple[int, str]:
    """(status, the problem's code) of a sign-in."""
    client.cookies.clear()
    answer = client.change("POST", "/session", {"email": email, "password": password, "code": code})
    return answer.status_code, answer.json().get("type", "").rpartition("/")[2]


def _enrolled(client: WebClient, email: str) -> tuple[bytes, list[str]]:
    """(secret, recovery codes) of the person, who has put it in place with the code of half a minute ago."""
    assert _signs_in(client, email) == (200, "")
    begun = client.change("POST", "/session/second-factor", {"password": PASSWORD})
    assert begun.status_code == 201, begun.text
    secret = _secret(begun.json())
    confirmed = client.change("POST", "/session/second-factor/confirm", {"code": _code(secret, -1)})
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.json()["recovery_codes"]


def test_once_confirmed_the_password_alone_lets_nobody_in(
    client: WebClient, session: Session, person: Person, email: str
) -> None:
    with clock.set_to(NOON):
        _signs_in(client, email)
        elsewhere = client.cookies[COOKIE]
        begun = client.change("POST", "/session/second-factor", {"password": PASSWORD})
        # Not confirmed yet: it asks nothing of anybody.
        assert _signs_in(client, email) == (200, "")
        wrong = client.change("POST", "/session/second-factor/confirm", {"code": "000000"})
        assert (wrong.status_code, wrong.json()["type"].rpartition("/")[2]) == (403, "wrong-code")
        secret = _secret(begun.json())
        assert client.change("POST", "/session/second-factor/confirm", {"code": _code(secret, -1)}).status_code == 200
        assert client.read("/session/second-factor") == {"possible": True, "active": True, "recovery_codes_left": 10}
        # What began with the password alone has ended, but for the session in hand.
        assert session.query(SignInSession).filter_by(person_id=person.id).count() == 1
        client.cookies.clear()
        client.cookies.set(COOKIE, elsewhere)
        assert client.get("/api/v1/session").status_code == 401
        assert _signs_in(client, email) == (401, "code-needed")
        assert _signs_in(client, email, _code(secret), WRONG) == (401, "wrong-credentials")
        assert _signs_in(client, email, "000000") == (401, "wrong-code")
        assert _signs_in(client, email, f" {_code(secret)[:3]} {_code(secret)[3:]} ") == (200, "")
    assert [reason for _, reason in refused_sign_ins(session)] == ["wrong_code", "wrong_password", "wrong_code"]


def test_a_code_works_once_and_none_before_it(client: WebClient, email: str) -> None:
    with clock.set_to(NOON):
        secret, _ = _enrolled(client, email)
        assert _signs_in(client, email, _code(secret, -1)) == (401, "wrong-code"), "it was used to confirm"
        assert _signs_in(client, email, _code(secret, 1)) == (200, "")
        assert _signs_in(client, email, _code(secret, 1)) == (401, "wrong-code")
        assert _signs_in(client, email, _code(secret)) == (401, "wrong-code")
    with clock.set_to(NOON + timedelta(minutes=1)):
        assert _signs_in(client, email, _code(secret)) == (200, "")


def test_codes_are_not_to_be_guessed(client: WebClient, email: str) -> None:
    with clock.set_to(NOON):
        secret, _ = _enrolled(client, email)
        right = {_code(secret, steps) for steps in (-1, 0, 1)}
        wrong = [code for code in (f"{number:06}" for number in range(20)) if code not in right][:11]
        answers = [_signs_in(client, email, code)[0] for code in wrong]
        assert answers == [401] * 10 + [429]
        # Asking for the code alone is no guess, and a right one is let in later.
    with clock.set_to(NOON + timedelta(minutes=6)):
        assert [_signs_in(client, email)[1] for _ in range(12)] == ["code-needed"] * 12
        assert _signs_in(client, email, _code(secret)) == (200, "")


def test_a_recovery_code_stands_in_once(client: WebClient, session: Session, email: str) -> None:
    with clock.set_to(NOON):
        _, codes = _enrolled(client, email)
        assert len(set(codes)) == 10
        stored = session.scalars(select(RecoveryCode.code_sha256)).all()
        assert not set(codes) & set(stored)
        assert _signs_in(client, email, codes[3].upper().replace("-", " ")) == (200, "")
        assert client.read("/session/second-factor")["recovery_codes_left"] == 9
        assert _signs_in(client, email, codes[3]) == (401, "wrong-code")
        assert _signs_in(client, email, codes[4]) == (200, "")
        proof = {"password": PASSWORD, "code": codes[5]}
        renewed = client.change("POST", "/session/second-factor/recovery-codes", proof).json()["recovery_codes"]
        assert _signs_in(client, email, codes[6]) == (401, "wrong-code")
        assert _signs_in(client, email, renewed[0]) == (200, "")


def test_whoever_finds_an_open_session_neither_adds_nor_removes_one(client: WebClient, email: str) -> None:
    with clock.set_to(NOON):
        _signs_in(client, email)
        answer = client.change("POST", "/session/second-factor", {"password": WRONG})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "wrong-password")
        _, codes = _enrolled(client, email)
        for proof in ({"password": WRONG, "code": codes[0]}, {"password": PASSWORD, "code": "000000"}):
            assert client.change("POST", "/session/second-factor/remove", proof).status_code == 403
        again = client.change("POST", "/session/second-factor", {"password": PASSWORD})
        assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "has-second-factor")
        right = {"password": PASSWORD, "code": codes[1]}
        assert client.change("POST", "/session/second-factor/remove", right).status_code == 204
        assert _signs_in(client, email) == (200, "")


def test_an_administrator_helps_who_lost_the_phone(
    client: WebClient, session: Session, council: CouncilBuilder, person: Person, email: str
) -> None:
    with clock.set_to(NOON):
        _enrolled(client, email)
        client.sign_in_as("performance_team")
        assert client.change("DELETE", f"/people/{person.id}/second-factor").status_code == 403
        client.sign_in_as("administrator")
        assert client.read(f"/people/{person.id}")["second_factor"] is True
        assert client.change("DELETE", f"/people/{person.id}/second-factor").status_code == 204
        assert client.read(f"/people/{person.id}")["second_factor"] is False
        assert client.change("DELETE", f"/people/{person.id}/second-factor").status_code == 409
        own = client.change("DELETE", f"/people/{council.person('administrator').id}/second-factor")
        assert (own.status_code, own.json()["type"].rpartition("/")[2]) == (409, "own-second-factor")
        actions = [e["action"] for e in client.read("/audit-events", subject_id=person.id, kind="person")["items"]]
        assert {"person.add_second_factor", "person.remove_second_factor"} <= set(actions)
        assert session.query(SignInSession).filter_by(person_id=person.id).count() == 0
        assert _signs_in(client, email) == (200, "")


def test_the_secret_is_not_in_the_database_and_its_key_lies_beside_it(
    client: WebClient, database: Database, session: Session, email: str
) -> None:
    with clock.set_to(NOON):
        secret, codes = _enrolled(client, email)
        stored = session.scalars(select(SecondFactor.secret)).one()
        assert secret_box.opened(database.settings, stored) == secret
        assert totp.as_typed(secret).replace(" ", "") not in stored
        key = database.settings.data_dir / secret_box.FILE
        assert key.stat().st_mode & 0o077 == 0
        kept = key.read_bytes()
        key.unlink()
        try:
            # Another key cannot read it: the app is refused without a 500, and a recovery code still lets one in.
            assert _signs_in(client, email, _code(secret)) == (401, "wrong-code")
            assert _signs_in(client, email, codes[0]) == (200, "")
        finally:
            key.write_bytes(kept)


def test_the_operator_helps_the_only_administrator(
    client: WebClient, council: CouncilBuilder, session: Session
) -> None:
    email = with_account(council, council.person("administrator"))
    with clock.set_to(NOON):
        _enrolled(client, email)
        take_second_factor(session, email.upper())
        session.commit()
        assert _signs_in(client, email) == (200, "")
