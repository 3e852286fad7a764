"""The front door of an empty installation: who gets in, once; and what it looks like afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core.db import Database
from quarterdeck.organisation import service, set_up
from quarterdeck.organisation.models import Council, Person, SetUpCode
from tests.databases import DIALECTS, new_database

PASSWORD = "three random words"


@pytest.fixture
def empty(database: Database) -> Iterator[TestClient]:
    """The API of an installation that holds nothing."""
    with TestClient(create_app(database.settings, database), raise_server_exceptions=False) as client:
        yield client


def _code(session: Session) -> str:
    code = set_up.issue_code(session)
    session.commit()
    assert code is not None
    return code


def _set_up(client: TestClient, code: str, **other: Any) -> Any:
    body = {"code": code, "council_name": "Example Borough Council", "name": "Head of Performance"}
    body |= {"email": "First@Example.gov.uk", "password": PASSWORD, **other}
    return client.post("/api/v1/set-up", json=body)


def _fault(answer: Any) -> tuple[int, str, str]:
    fault = answer.json()["errors"][0]
    return answer.status_code, fault["pointer"], fault["code"]


def test_whoever_has_the_code_makes_the_council_and_signs_in(empty: TestClient, session: Session) -> None:
    assert empty.get("/api/v1/sign-in-options").json()["set_up_needed"]
    code = _code(session)
    # As it is typed off a screen: small letters, blanks.
    assert _set_up(empty, code.lower().replace("-", " "), gss_code="E07000092").status_code == 204
    signed_in = empty.post("/api/v1/session", json={"email": "first@example.gov.uk", "password": PASSWORD}).json()
    assert (signed_in["council_code"], signed_in["roles"]) == ("example-borough-council", ["administrator"])
    options = empty.get("/api/v1/sign-in-options").json()
    assert (options["councils"], options["set_up_needed"]) == (["Example Borough Council"], False)
    assert session.scalars(select(Council.gss_code)).all() == ["E07000092"]


def test_a_code_works_once_and_the_door_stays_shut(empty: TestClient, session: Session) -> None:
    code = _code(session)
    assert _set_up(empty, code).status_code == 204
    again = _set_up(empty, code, council_name="Another", email="other@example.gov.uk")
    assert (again.status_code, again.json()["type"].endswith("set-up-already")) == (409, True)
    assert set_up.issue_code(session) is None
    assert session.scalars(select(SetUpCode)).all() == []
    assert len(session.scalars(select(Person)).all()) == 1


def test_without_the_newest_code_nobody_gets_in(empty: TestClient, session: Session) -> None:
    assert _fault(_set_up(empty, "7KQM-2XTR-9PWC-H4VD")) == (422, "/code", "wrong_code")
    first = _code(session)
    newest = _code(session)
    assert _fault(_set_up(empty, first)) == (422, "/code", "wrong_code")
    assert first not in str(session.scalars(select(SetUpCode.code_sha256)).all())
    # What else is refused uses the code up as little as it makes anything.
    assert _fault(_set_up(empty, newest, password="short")) == (422, "/password", "password_length")
    assert _fault(_set_up(empty, newest, council_name="!!!")) == (422, "/council_code", "missing")
    assert session.scalars(select(Council)).all() == []
    assert _set_up(empty, newest, performance_team=True).status_code == 204
    signed_in = empty.post("/api/v1/session", json={"email": "first@example.gov.uk", "password": PASSWORD}).json()
    assert signed_in["roles"] == ["administrator", "performance_team"]


def test_guesses_at_the_code_are_counted(empty: TestClient, session: Session) -> None:
    code = _code(session)
    assert {_set_up(empty, "wrong").status_code for _ in range(10)} == {422}
    refused = _set_up(empty, code)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)


def test_a_council_that_history_brought_in_becomes_the_first(empty: TestClient, session: Session) -> None:
    service.create_council(session, None, code="example", name="Example BC", provisional=True)
    session.commit()
    assert _set_up(empty, _code(session), council_code="example").status_code == 204
    session.expire_all()
    council = session.scalars(select(Council)).one()
    assert (council.name, council.provisional) == ("Example Borough Council", False)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_of_many_who_come_at_once_one_gets_in(dialect: str, tmp_path: Any) -> None:
    database = new_database(dialect, "quarterdeck_set_up_race", tmp_path)
    try:
        with database.transaction() as session:
            code = set_up.issue_code(session)
        with TestClient(create_app(database.settings, database), raise_server_exceptions=False) as client:
            with ThreadPoolExecutor(6) as pool:
                sent = [pool.submit(_set_up, client, str(code), email=f"p{n}@example.gov.uk") for n in range(6)]
            assert sorted(each.result().status_code for each in sent) == [204] + [409] * 5
    finally:
        database.close()
