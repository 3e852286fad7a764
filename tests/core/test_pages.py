"""Keyset pages: every row once, in order, whatever the ties, the direction and what is added meanwhile."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.http import Paging, page
from quarterdeck.core.journal import AuditEvent, Event
from quarterdeck.organisation.models import Unit, UnitKind
from tests.builders import CouncilBuilder

START = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)

SORTS = {
    "by key": [AuditEvent.id],
    "by key, newest first": [AuditEvent.id.desc()],
    "by moment with ties": [AuditEvent.recorded_at, AuditEvent.id],
    "by moment, newest first": [AuditEvent.recorded_at.desc(), AuditEvent.id],
    "both backwards": [AuditEvent.recorded_at.desc(), AuditEvent.id.desc()],
    "by text and number with ties": [AuditEvent.action, AuditEvent.change_no.desc(), AuditEvent.id],
}


@pytest.fixture
def events(session: Session, council: CouncilBuilder) -> int:
    """23 events: three kinds of action, two at each moment."""
    for number in range(23):
        with clock.set_to(START + timedelta(minutes=number // 2)):
            action = f"unit.{('create', 'update', 'merge')[number % 3]}"
            journal.record(session, Actor.system(council.id), Event(action, "unit", number))
            session.commit()
    return council.id


def _walk(session: Session, council_id: int, sort: Any, limit: int) -> list[int]:
    query = select(AuditEvent).where(AuditEvent.council_id == council_id)
    found: list[int] = []
    cursor = None
    while True:
        rows, cursor = page(session, query, sort, Paging(limit, cursor), entities=True)
        assert len(rows) <= limit
        found += [row.id for row in rows]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 7, 23, 500])
@pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS.keys())
def test_pages_in_a_row_are_the_whole_list(session: Session, events: int, sort: Any, limit: int) -> None:
    whole = session.scalars(select(AuditEvent.id).where(AuditEvent.council_id == events).order_by(*sort)).all()
    assert len(whole) == 23
    assert _walk(session, events, sort, limit) == list(whole)


def test_what_is_added_before_and_behind_a_cursor_moves_nothing(session: Session, council: CouncilBuilder) -> None:
    """With OFFSET, a row added before the cursor would show another one twice."""
    query = select(Unit).where(Unit.council_id == council.id)
    first, cursor = page(session, query, [Unit.code, Unit.id], Paging(3, None), entities=True)
    assert cursor is not None
    for code in ("A-FIRST", "Z-LAST"):
        council.unit(code, code, UnitKind.TEAM, council.housing)
    rest, end = page(session, query, [Unit.code, Unit.id], Paging(500, cursor), entities=True)
    seen = [unit.code for unit in [*first, *rest]]
    assert end is None
    assert len(seen) == len(set(seen))
    assert "Z-LAST" in seen
    assert "A-FIRST" not in seen


def test_columns_come_back_as_rows_with_their_names(session: Session, events: int) -> None:
    query = select(AuditEvent.action, AuditEvent.position).where(AuditEvent.council_id == events)
    rows, cursor = page(session, query, [AuditEvent.id], Paging(2, None))
    assert [(row.action, row.position) for row in rows] == [("unit.create", 1), ("unit.update", 2)]
    assert cursor is not None


def test_the_last_page_has_no_cursor_even_when_it_is_full(session: Session, events: int) -> None:
    query = select(AuditEvent).where(AuditEvent.council_id == events)
    rows, cursor = page(session, query, [AuditEvent.id], Paging(23, None), entities=True)
    assert len(rows) == 23
    assert cursor is None


def _cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


@pytest.mark.parametrize(
    "sort, cursor",
    [
        ([AuditEvent.id], "x"),
        ([AuditEvent.id], "£££"),
        ([AuditEvent.id], _cursor()),
        ([AuditEvent.id], _cursor(1, 2)),
        ([AuditEvent.id], _cursor("1")),
        ([AuditEvent.id], _cursor(True)),
        ([AuditEvent.id], _cursor(None)),
        ([AuditEvent.id], _cursor(1.5)),
        ([AuditEvent.id], _cursor([1])),
        ([AuditEvent.id], _cursor(2**63)),
        ([AuditEvent.id], _cursor(-(2**63))),
        ([AuditEvent.id], base64.urlsafe_b64encode(b'{"0": 1}').decode()),
        ([AuditEvent.action, AuditEvent.id], _cursor(1, 1)),
        ([AuditEvent.action, AuditEvent.id], _cursor("a\x00b", 1)),
        ([AuditEvent.recorded_at, AuditEvent.id], _cursor("yesterday", 1)),
        ([AuditEvent.recorded_at, AuditEvent.id], _cursor("2024-01-08T09:00:00", 1)),
        ([AuditEvent.recorded_at, AuditEvent.id], _cursor("0001-01-01T00:00:00+14:00", 1)),
        ([AuditEvent.recorded_at, AuditEvent.id], _cursor("9999-12-31T23:59:59-14:00", 1)),
    ],
)
def test_a_cursor_that_no_list_gave_out_is_a_422(session: Session, sort: Any, cursor: str) -> None:
    with pytest.raises(Problem) as refused:
        page(session, select(AuditEvent), sort, Paging(10, cursor), entities=True)
    assert refused.value.status == 422
    assert [error.code for error in refused.value.errors] == ["bad_cursor"]
