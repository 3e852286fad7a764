"""Proposals for the year of an annual round."""

from typing import Annotated

from fastapi import APIRouter, Response

from quarterdeck.collection import proposals
from quarterdeck.collection.models import Entry
from quarterdeck.collection.proposal_schemas import NewMeasure, ProposalRead, ProposalSaved, ProposalUpdate
from quarterdeck.collection.submissions import find_submission
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, page, set_etag
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["collection"], route_class=Route)
Enterer = Annotated[Actor, needs(Permission.EDIT_SUBMISSION)]


@router.get("/submissions/{submission_id}/proposals", responses=problems(404))
def list_proposals(submission_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[ProposalRead]:
    """What a service proposes for the year of an annual round, each with outturns, targets and what the checks find."""
    submission = find_submission(session, actor, submission_id)
    query = proposals.list_proposals(actor, submission.id)
    rows, cursor = page(session, query, (Entry.position, Entry.id), paging, entities=True)
    return Page(items=proposals.proposal_reads(session, submission.council_id, rows), next_cursor=cursor)


@router.post("/submissions/{submission_id}/proposals", status_code=201, responses=problems(403, 404, 409))
def propose_measure(
    submission_id: Id, body: NewMeasure, actor: Enterer, session: SessionDep, response: Response
) -> ProposalSaved:
    """Propose an indicator that is not measured yet. It is provisional until the round's body approves it."""
    entry = proposals.add_new(session, actor, submission_id, body)
    set_etag(response, entry.version)
    return proposals.proposal_saved(session, entry)


@router.patch("/submissions/{submission_id}/proposals/{entry_id}", responses=problems(403, 404, 409, 412, 428))
def save_proposal(
    submission_id: Id,
    entry_id: Id,
    body: ProposalUpdate,
    version: IfMatch,
    actor: Enterer,
    session: SessionDep,
    response: Response,
) -> ProposalSaved:
    """Save what is typed for one series. `If-Match` is its own version; null clears."""
    entry = proposals.save_proposal(session, actor, submission_id, entry_id, body, version)
    set_etag(response, entry.version)
    return proposals.proposal_saved(session, entry)
