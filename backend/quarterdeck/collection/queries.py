"""Queries on a cell: a reviewer asks, the service answers, and the submission stays where it is.

A query needs no return and stands in nobody's way; those still open are counted where the submission is read.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, EntryQuery, Round, Submission
from quarterdeck.collection.query_schemas import QueryAnswer, QueryCreate, QueryRead
from quarterdeck.collection.submissions import find_with_entries
from quarterdeck.collection.workflow import RUNNING
from quarterdeck.core import journal, outbox
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Activity

QueryRow = tuple[EntryQuery, Entry, str]


def list_queries(submission: Submission, *, answered: bool | None = None) -> Select[EntryQuery, Entry, str]:
    """The queries on a submission that was found with its entries, each with its entry and what that is of (a ref)."""
    is_open = EntryQuery.answered_at.is_(None)
    return (
        select(EntryQuery, Entry, func.coalesce(Indicator.ref, Activity.ref))
        .join(Entry, Entry.id == EntryQuery.entry_id)
        .outerjoin(Series, Series.id == Entry.series_id)
        .outerjoin(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(Activity, Activity.id == Entry.activity_id)
        .where(
            EntryQuery.council_id == submission.council_id,
            Entry.submission_id == submission.id,
            true() if answered is None else (~is_open if answered else is_open),
        )
    )


def ask(session: Session, actor: Actor, submission_id: int, data: QueryCreate) -> QueryRead:
    """Ask a service about one of its entries. Raises 404, 403, 422 for an entry of another submission, 409."""
    change = journal.change(session, actor.council_id)
    submission = find_with_entries(session, actor, submission_id)
    if not actor.may(Permission.REVIEW_SUBMISSION, submission.place()):
        raise forbidden("Your role does not allow you to ask about this submission.")
    entry = session.get(Entry, data.entry_id)
    if entry is None or entry.submission_id != submission.id:
        raise invalid("/entry_id", "unknown_entry", "Name an entry of this submission.")
    _require_running(session, submission)
    query = EntryQuery(
        council_id=submission.council_id,
        entry_id=entry.id,
        question=data.question,
        asked_by=actor.person_id,
        asked_at=change.recorded_at,
        answer=None,
        answered_by=None,
        answered_at=None,
    )
    session.add(query)
    session.flush()
    _tell(session, actor, submission, "ask", query, data.question)
    return query_read(session, actor, submission, query.id)


def answer(session: Session, actor: Actor, submission_id: int, query_id: int, data: QueryAnswer) -> QueryRead:
    """Answer a query for the service; once, and not one's own.

    Raises 404, 403, 409 `answered`, 409 `own-query` to whoever asked it, and 409 once the round has ended.
    """
    change = journal.change(session, actor.council_id)
    submission = find_with_entries(session, actor, submission_id)
    query = _find(session, submission, query_id)
    if not actor.may(Permission.EDIT_SUBMISSION, submission.place()):
        raise forbidden("Your role does not allow you to answer for this service.")
    if query.answered_at is not None:
        raise conflict("This was answered already. A further question is another query.", "answered")
    if query.asked_by == actor.person_id:
        raise conflict("You asked this yourself. Somebody else answers it, for the service.", "own-query")
    _require_running(session, submission)
    query.answer, query.answered_by, query.answered_at = data.answer, actor.person_id, change.recorded_at
    session.flush()
    _tell(session, actor, submission, "answer", query, data.answer)
    return query_read(session, actor, submission, query.id)


def query_reads(session: Session, actor: Actor, submission: Submission, rows: Iterable[Any]) -> list[QueryRead]:
    """Queries on a submission, with their entries and refs, as they are answered to this actor."""
    running = session.get_one(Round, submission.round_id).state in RUNNING
    may_answer = running and actor.may(Permission.EDIT_SUBMISSION, submission.place())
    return [_read(row, may_answer and row[0].asked_by != actor.person_id) for row in rows]


def query_read(session: Session, actor: Actor, submission: Submission, query_id: int) -> QueryRead:
    """One query as it is answered to this actor."""
    rows = session.execute(list_queries(submission).where(EntryQuery.id == query_id)).all()
    return query_reads(session, actor, submission, rows)[0]


def _find(session: Session, submission: Submission, query_id: int) -> EntryQuery:
    of_submission = list_queries(submission).where(EntryQuery.id == query_id).with_only_columns(EntryQuery.id)
    if session.scalar(of_submission) is None:
        raise not_found("query")
    return session.scalars(select(EntryQuery).where(EntryQuery.id == query_id).with_for_update()).one()


def _require_running(session: Session, submission: Submission) -> None:
    state = session.get_one(Round, submission.round_id).state
    if state not in RUNNING:
        raise conflict(f"The round of this submission is {state}: nothing of it changes any more.", "wrong-state")


def _tell(session: Session, actor: Actor, submission: Submission, action: str, query: EntryQuery, words: str) -> None:
    detail = {"submission_id": submission.id, "entry_id": query.entry_id}
    journal.record(session, actor, Event(f"entry_query.{action}", "entry_query", query.id, detail, words))
    outbox.put(session, submission.council_id, f"query-{action}", "submission", submission.id, {"query_id": query.id})


def _read(row: Sequence[Any], may_answer: bool) -> QueryRead:
    query, entry, ref = row[0], row[1], row[2]
    return QueryRead(
        id=query.id,
        submission_id=entry.submission_id,
        entry_id=entry.id,
        ref=ref,
        period_code=entry.period_code,
        question=query.question,
        asked_by=query.asked_by,
        asked_at=query.asked_at,
        answer=query.answer,
        answered_by=query.answered_by,
        answered_at=query.answered_at,
        allowed_actions=["answer"] if may_answer and query.answered_at is None else [],
    )
