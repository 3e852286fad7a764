"""Rounds, submissions, entries, the checklist and queries."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.collection import asking, bulk, entries, queries, rounds, submissions
from quarterdeck.collection.change_schemas import SubmissionChanges
from quarterdeck.collection.checklist import checklist
from quarterdeck.collection.models import Entry, EntryQuery, Round, RoundState, Submission, SubmissionState
from quarterdeck.collection.query_schemas import (
    BulkDecision,
    BulkResult,
    QueryAnswer,
    QueryCreate,
    QueryRead,
    RoundAsked,
)
from quarterdeck.collection.schemas import (
    ChecklistRead,
    EntryRead,
    EntrySaved,
    EntryUpdate,
    RoundCreate,
    RoundDecision,
    RoundDetail,
    RoundRead,
    SubmissionDecision,
    SubmissionRead,
)
from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.framework.models import Cycle, PeriodRow
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["collection"], route_class=Route)
RoundManager = Annotated[Actor, needs(Permission.MANAGE_ROUND)]
Enterer = Annotated[Actor, needs(Permission.EDIT_SUBMISSION)]
Reviewer = Annotated[Actor, needs(Permission.REVIEW_SUBMISSION)]
Decider = Annotated[
    Actor,
    needs(
        Permission.EDIT_SUBMISSION,
        Permission.REVIEW_SUBMISSION,
        Permission.CONFIRM_SUBMISSION,
        Permission.MANAGE_ROUND,
    ),
]
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
PeriodQuery = Annotated[Word | None, Query(description="A period's code.")]
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/rounds")
def list_rounds(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    period: PeriodQuery = None,
    state: RoundState | None = None,
    cycle: Cycle | None = None,
) -> Page[RoundRead]:
    """Rounds, newest period first: those that report on a period, and those that plan a year."""
    query = rounds.list_rounds(actor, period=period, state=state, cycle=cycle)
    rows, cursor = page(session, query, (PeriodRow.start_on.desc(), Round.id.desc()), paging, entities=True)
    return Page(items=rounds.round_reads(session, actor, rows), next_cursor=cursor)


@router.post("/rounds", status_code=201, responses=problems(403, 409))
def create_round(body: RoundCreate, actor: RoundManager, session: SessionDep, response: Response) -> RoundDetail:
    """Plan a round for a period. Opening it asks the services for what is due."""
    round_ = rounds.plan_round(session, actor, body)
    set_etag(response, round_.version)
    return rounds.round_detail(session, actor, round_)


@router.get("/rounds/{round_id}", responses=problems(404))
def read_round(round_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> RoundDetail:
    """One round with its stages."""
    round_ = rounds.find_round(session, actor, round_id)
    set_etag(response, round_.version)
    return rounds.round_detail(session, actor, round_)


@router.get("/rounds/{round_id}/asked", responses=problems(403, 404))
def read_round_asked(round_id: Id, actor: RoundManager, session: SessionDep) -> RoundAsked:
    """What a round asks each service for; a planned one, what it would if it were opened today."""
    return asking.asked_of(session, actor, round_id)


@router.post("/rounds/{round_id}/decisions", responses=CHANGES)
def decide_round(
    round_id: Id,
    body: RoundDecision,
    version: IfMatch,
    actor: RoundManager,
    session: SessionDep,
    response: Response,
) -> RoundDetail:
    """Open, close or cancel a round, skip an optional stage that is open, or skip, defer or merge the quarter."""
    round_ = rounds.decide_round(session, actor, round_id, body, version)
    set_etag(response, round_.version)
    return rounds.round_detail(session, actor, round_)


@router.post("/rounds/{round_id}/bulk-decisions", responses=problems(403, 404, 409))
def decide_submissions(round_id: Id, body: BulkDecision, actor: RoundManager, session: SessionDep) -> BulkResult:
    """Remind, extend or return several submissions of a round: all of them, or none."""
    return bulk.decide_many(session, actor, round_id, body)


@router.get("/submissions")
def list_submissions(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    round_id: IdQuery = None,
    period: PeriodQuery = None,
    unit: Annotated[Word | None, Query(description="A unit's code.")] = None,
    state: SubmissionState | None = None,
    mine: Annotated[bool, Query(description="Only those of the units you enter or confirm for.")] = False,
) -> Page[SubmissionRead]:
    """Submissions, newest period first, by unit."""
    query = submissions.list_submissions(actor, round_id=round_id, period=period, unit=unit, state=state, mine=mine)
    sort = (PeriodRow.start_on.desc(), Unit.code, Submission.id)
    rows, cursor = page(session, query, sort, paging)
    return Page(items=submissions.submission_reads(session, actor, rows), next_cursor=cursor)


@router.get("/submissions/{submission_id}", responses=problems(404))
def read_submission(submission_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> SubmissionRead:
    """One service's submission."""
    submission = submissions.find_submission(session, actor, submission_id)
    set_etag(response, submission.version)
    return submissions.submission_read(session, actor, submission)


@router.post("/submissions/{submission_id}/decisions", responses=CHANGES)
def decide_submission(
    submission_id: Id,
    body: SubmissionDecision,
    version: IfMatch,
    actor: Decider,
    session: SessionDep,
    response: Response,
) -> SubmissionRead:
    """Submit, return, confirm, reopen or extend a submission. Whoever submitted it cannot confirm it."""
    submission = submissions.decide_submission(session, actor, submission_id, body, version)
    set_etag(response, submission.version)
    return submissions.submission_read(session, actor, submission)


@router.get("/submissions/{submission_id}/entries", responses=problems(404))
def list_entries(submission_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[EntryRead]:
    """The cells of a submission, each with what is asked, what stood before, and what the checks find."""
    submission = submissions.find_submission(session, actor, submission_id)
    query = entries.list_entries(actor, submission.id)
    rows, cursor = page(session, query, (Entry.position, Entry.id), paging, entities=True)
    return Page(items=entries.entry_reads(session, submission.council_id, rows), next_cursor=cursor)


@router.patch("/submissions/{submission_id}/entries/{entry_id}", responses=CHANGES)
def save_entry(
    submission_id: Id,
    entry_id: Id,
    body: EntryUpdate,
    version: IfMatch,
    actor: Enterer,
    session: SessionDep,
    response: Response,
) -> EntrySaved:
    """Save what is typed into one cell. `If-Match` is the entry's own version; null clears."""
    entry = entries.save_entry(session, actor, submission_id, entry_id, body, version)
    set_etag(response, entry.version)
    return entries.entry_saved(session, entry)


@router.get("/submissions/{submission_id}/checklist", responses=problems(404))
def read_checklist(submission_id: Id, actor: SignedIn, session: SessionDep) -> ChecklistRead:
    """What the checks find in a submission as it is, and what stands against submitting it."""
    return checklist(session, submissions.find_with_entries(session, actor, submission_id))


@router.get("/submissions/{submission_id}/changes", responses=problems(404))
def read_submission_changes(submission_id: Id, actor: SignedIn, session: SessionDep) -> SubmissionChanges:
    """What is other in a submission, as typed, than the time before; of an annual round its proposals say that."""
    return changes_since_last(session, submissions.find_with_entries(session, actor, submission_id))


@router.get("/submissions/{submission_id}/queries", responses=problems(404))
def list_queries(
    submission_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep, answered: bool | None = None
) -> Page[QueryRead]:
    """Queries on the entries of a submission, in the order they were asked."""
    submission = submissions.find_with_entries(session, actor, submission_id)
    query = queries.list_queries(submission, answered=answered)
    rows, cursor = page(session, query, (EntryQuery.id,), paging)
    return Page(items=queries.query_reads(session, actor, submission, rows), next_cursor=cursor)


@router.post("/submissions/{submission_id}/queries", status_code=201, responses=problems(403, 404, 409))
def create_query(submission_id: Id, body: QueryCreate, actor: Reviewer, session: SessionDep) -> QueryRead:
    """Ask the service about one of its entries. The submission stays where it is."""
    return queries.ask(session, actor, submission_id, body)


@router.post("/submissions/{submission_id}/queries/{query_id}/answer", responses=problems(403, 404, 409))
def answer_query(submission_id: Id, query_id: Id, body: QueryAnswer, actor: Enterer, session: SessionDep) -> QueryRead:
    """Answer a query for the service, once."""
    return queries.answer(session, actor, submission_id, query_id, body)
