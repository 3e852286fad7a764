"""What every route shares, tried on a small app of its own over both databases."""

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select, text
from starlette.testclient import TestClient

from quarterdeck.core import errors, idempotency
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database, SessionDep
from quarterdeck.core.guard import Guard
from quarterdeck.core.http import Figure, IfMatch, Input, Line, PagingDep, Reason, Ref, Route, Words, page
from quarterdeck.organisation.models import Unit, UnitKind
from tests.builders import CouncilBuilder


class Note(Input):
    name: Line
    figure: Figure | None = None
    unit_id: Ref | None = None


def _app(database: Database, council: CouncilBuilder) -> TestClient:
    app = FastAPI()
    app.state.database = database
    router = APIRouter(route_class=Route)

    parent_id = council.housing.id
    council.session.commit()

    def claimed(request: Request, session: SessionDep) -> None:
        request.state.idempotency_claim = idempotency.claim(session, Actor.system(council.id), request)

    @router.post("/units", status_code=201)
    def add_unit(note: Note, session: SessionDep, _: Annotated[None, Depends(claimed)]) -> dict[str, Any]:
        unit = Unit(
            council_id=council.id,
            parent_id=parent_id,
            code=note.name,
            name=note.name,
            kind=UnitKind.TEAM,
            valid_from=None,
            valid_to=None,
            version=1,
        )
        session.add(unit)
        session.flush()
        return {"id": unit.id}

    @router.get("/units")
    def list_units(session: SessionDep, paging: PagingDep, backwards: bool = False) -> dict[str, Any]:
        first = Unit.kind.desc() if backwards else Unit.kind
        units, cursor = page(session, select(Unit), [first, Unit.id], paging, entities=True)
        return {"items": [unit.code for unit in units], "next_cursor": cursor}

    @router.put("/versioned")
    def change_versioned(version: IfMatch) -> int:
        return version

    @router.post("/broken")
    def break_commit(session: SessionDep) -> dict[str, str]:
        session.execute(text("INSERT INTO sign_in_session (id) VALUES (1)"))
        return {"said": "ok"}

    @router.post("/crash")
    def crash(session: SessionDep) -> Response:
        raise RuntimeError("the secret reason")

    app.include_router(router)
    errors.handle_errors(app)
    app.add_middleware(Guard, limit_of=lambda _path, _type: 2000, secure=True)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def api(database: Database, council: CouncilBuilder) -> TestClient:
    return _app(database, council)


@pytest.mark.parametrize(
    "header, status", [(None, 428), ("3", 400), ('"x"', 400), ('""', 400), ("*", 400), ('"3"', 200)]
)
def test_a_change_names_the_version_it_is_based_on(api: TestClient, header: str | None, status: int) -> None:
    answer = api.put("/versioned", headers={"If-Match": header} if header else {})
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"


def test_pages_neither_skip_nor_repeat(api: TestClient) -> None:
    for backwards in (False, True):
        seen: list[str] = []
        cursor = None
        while True:
            query = {"limit": 2, "backwards": backwards} | ({"cursor": cursor} if cursor else {})
            answer = api.get("/units", params=query).json()
            seen += answer["items"]
            cursor = answer["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(set(seen))
        assert len(seen) == 6


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0", "bnVsbA", "WyJhIiwgImIiXQ", "WyJhIiwgOTIyMzM3MjAzNjg1NDc3NTgwOF0"]
)
def test_a_foreign_cursor_is_refused(api: TestClient, cursor: str) -> None:
    assert api.get("/units", params={"cursor": cursor}).status_code == 422


def test_the_same_key_has_one_effect_and_one_answer(api: TestClient) -> None:
    headers = {"Idempotency-Key": "k-1"}
    first = api.post("/units", json={"name": "ONE"}, headers=headers)
    again = api.post("/units", json={"name": "ONE"}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers


def test_a_key_used_for_something_else_is_refused(api: TestClient) -> None:
    headers = {"Idempotency-Key": "k-2"}
    api.post("/units", json={"name": "ONE"}, headers=headers)
    other = api.post("/units", json={"name": "TWO"}, headers=headers)
    assert other.status_code == 422
    assert other.json()["type"].endswith("key-reused")


def test_a_refused_request_leaves_its_key_free(api: TestClient) -> None:
    headers = {"Idempotency-Key": "k-3"}
    assert api.post("/units", json={"name": ""}, headers=headers).status_code == 422
    assert api.post("/units", json={"name": "THREE"}, headers=headers).status_code == 201


def test_a_large_body_gets_413_as_a_problem(api: TestClient) -> None:
    answer = api.post("/units", json={"name": "x" * 3000})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_unknown_fields_are_refused_and_never_echoed(api: TestClient) -> None:
    answer = api.post("/units", json={"name": "A", **{f"unknown{n}": "secret-value" for n in range(30)}})
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) <= 20
    assert "secret-value" not in answer.text


def test_a_crash_says_nothing_of_its_reason(api: TestClient) -> None:
    answer = api.post("/crash", headers={"X-Request-ID": "abc-123"})
    assert answer.status_code == 500
    assert "secret reason" not in answer.text
    assert answer.json()["instance"] == "abc-123"
    assert answer.headers["X-Request-ID"] == "abc-123"


def test_every_answer_carries_the_safe_headers(api: TestClient) -> None:
    headers = api.get("/units").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age")
    assert headers["Cache-Control"] == "no-store"


def test_a_statement_the_database_refuses_is_not_a_success(api: TestClient) -> None:
    assert api.post("/broken").status_code == 409


@pytest.mark.parametrize("kind", [Line, Words, Reason])
def test_what_has_to_say_something_is_not_blank(kind: Any) -> None:
    assert TypeAdapter(kind).validate_python("  Why  ") == "Why"
    for blank in ("", "   ", "\n\t"):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(blank)
