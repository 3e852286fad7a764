"""Pack editions, their issues and decisions; and the register of restatements."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.measures.editions import PackEdition, find_edition
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting import (
    changed_since,
    comments,
    decisions,
    differences,
    issuing,
    lifting,
    packs,
    restatements,
    sealing,
)
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate, CommentRead
from quarterdeck.reporting.difference_schemas import EditionDifferences
from quarterdeck.reporting.models import ReviewComment
from quarterdeck.reporting.schemas import (
    EditionDetail,
    EditionManifest,
    EditionRead,
    EditionVerification,
    ExemptionLift,
    IssueCreate,
    IssueRead,
    LiftedRead,
    PackCreate,
    PackDecision,
    RestatementCreate,
    RestatementDecision,
    RestatementRead,
)

router = APIRouter(prefix="/api/v1", tags=["reporting"], route_class=Route)
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
Decider = Annotated[
    Actor,
    needs(Permission.DECIDE_OFFICER_REVIEW, Permission.DECIDE_PORTFOLIO_REVIEW, Permission.RECORD_DECISION),
]
Restater = Annotated[Actor, needs(Permission.ACCEPT_RESTATEMENT, Permission.PROPOSE_RESTATEMENT)]
CHANGES = problems(403, 404, 409, 412, 428)
OF_PACK = "Those of figures that this edition pins, but for what had been accepted before it was sealed."
FROM_EDITION = "With which edition of the round to compare it; left out, the one before it that you may see."
SINCE_DECIDED = "With `pack`: only what was accepted since the decision that made its figures approved."


@router.get("/packs")
def list_packs(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    round_id: IdQuery = None,
    period: Word | None = None,
    report_number: Word | None = None,
) -> Page[EditionRead]:
    """Sealed editions that you may see, newest first. `period` is a period's code."""
    query = packs.list_editions(actor, round_id=round_id, period=period, report_number=report_number)
    rows, cursor = page(session, query, (PackEdition.id.desc(),), paging, entities=True)
    return Page(items=packs.edition_reads(session, actor, rows), next_cursor=cursor)


@router.post("/packs", status_code=201, responses=problems(403, 404, 409))
def seal_pack(
    body: PackCreate,
    actor: Annotated[Actor, needs(Permission.SEAL_EDITION)],
    session: SessionDep,
    response: Response,
) -> EditionRead:
    """Seal the next edition of a round's pack."""
    edition = sealing.seal(session, actor, body.round_id, body.comment, allow_missing=body.allow_missing)
    set_etag(response, edition.version)
    return packs.edition_read(session, actor, edition)


@router.get("/packs/{edition_id}", responses=problems(404))
def read_pack(edition_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> EditionDetail:
    """One edition with its content: all of it, or your portfolios' part."""
    edition = find_edition(session, actor, edition_id)
    set_etag(response, edition.version)
    return packs.edition_detail(session, actor, edition)


@router.get("/packs/{edition_id}/manifest", response_model=EditionManifest, responses=problems(403, 404))
def read_pack_manifest(edition_id: Id, actor: SignedIn, session: SessionDep) -> Response:
    """All that the edition's digest covers, as canonical JSON: the SHA-256 of the answer's bytes is the digest."""
    return Response(packs.manifest_bytes(session, actor, edition_id), media_type="application/json")


@router.get("/packs/{edition_id}/verify", responses=problems(404))
def verify_pack(edition_id: Id, actor: SignedIn, session: SessionDep) -> EditionVerification:
    """Whether the edition, and every figure that it pins, is still what was sealed."""
    return packs.verification(session, find_edition(session, actor, edition_id))


@router.get("/packs/{edition_id}/differences", responses=problems(404))
def compare_packs(
    edition_id: Id,
    actor: SignedIn,
    session: SessionDep,
    from_edition: Annotated[int | None, Query(ge=1, le=MAX_ID, description=FROM_EDITION)] = None,
) -> EditionDifferences:
    """How an edition differs from another of its round: figures and activities, each with before and after."""
    return differences.between(session, actor, edition_id, from_edition)


@router.post("/packs/{edition_id}/issues", status_code=201, responses=problems(403, 404, 409))
def issue_pack(
    edition_id: Id,
    body: IssueCreate,
    actor: Annotated[Actor, needs(Permission.ISSUE_EDITION)],
    session: SessionDep,
) -> IssueRead:
    """Issue an edition to a body under a report number. What members have been given is locked from then on."""
    return packs.issue_read(session, issuing.issue(session, actor, edition_id, body))


@router.post("/packs/{edition_id}/lifted-exemptions", status_code=201, responses=problems(403, 404, 409))
def lift_exemption(
    edition_id: Id,
    body: ExemptionLift,
    actor: Annotated[Actor, needs(Permission.ISSUE_EDITION)],
    session: SessionDep,
) -> LiftedRead:
    """Let a part that was marked exempt be read again from now on, in every edition. What is sealed stays so."""
    return lifting.lift_exemption(session, actor, edition_id, body)


@router.post("/packs/{edition_id}/decisions", responses=CHANGES)
def decide_pack(
    edition_id: Id,
    body: PackDecision,
    version: IfMatch,
    actor: Decider,
    session: SessionDep,
    response: Response,
) -> EditionRead:
    """Approve, note or return an edition at one stage, for one portfolio where portfolio holders review it."""
    edition = decisions.decide_edition(session, actor, edition_id, body, version)
    set_etag(response, edition.version)
    return packs.edition_read(session, actor, edition)


@router.get("/packs/{edition_id}/comments", responses=problems(404))
def list_review_comments(
    edition_id: Id,
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    answered: bool | None = None,
) -> Page[CommentRead]:
    """What reviewers said of the edition's figures and activities, and what the services answered."""
    query = comments.list_comments(session, actor, edition_id, answered=answered)
    rows, cursor = page(session, query, (ReviewComment.id,), paging)
    return Page(items=comments.comment_reads(actor, rows), next_cursor=cursor)


@router.post("/packs/{edition_id}/comments", status_code=201, responses=problems(403, 404, 409))
def add_review_comment(
    edition_id: Id,
    body: CommentCreate,
    actor: Annotated[Actor, needs(Permission.COMMENT_EDITION)],
    session: SessionDep,
) -> CommentRead:
    """Comment on a figure or an activity of an edition that you review."""
    return comments.add_comment(session, actor, edition_id, body)


@router.post("/packs/{edition_id}/comments/{comment_id}/answer", responses=problems(403, 404, 409))
def answer_review_comment(
    edition_id: Id,
    comment_id: Id,
    body: CommentAnswer,
    actor: Annotated[Actor, needs(*comments.ANSWERERS)],
    session: SessionDep,
) -> CommentRead:
    """Answer a comment for the service whose figure or activity it is about."""
    return comments.answer_comment(session, actor, edition_id, comment_id, body)


@router.get("/restatements", responses=problems(404))
def list_restatements(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    period: Word | None = None,
    ref: Word | None = None,
    state: RestatementState | None = None,
    pack: Annotated[int | None, Query(ge=1, le=MAX_ID, description=OF_PACK)] = None,
    since_decided: Annotated[bool, Query(description=SINCE_DECIDED)] = False,
) -> Page[RestatementRead]:
    """The register of restatements, newest first. `period` is a period's code, `ref` an indicator's."""
    wanted = restatements.list_restatements(actor, period=period, ref=ref, state=state)
    query = changed_since.of_edition(session, actor, wanted, pack, since_decided=since_decided)
    rows, cursor = page(session, query, (Restatement.id.desc(),), paging, entities=True)
    return Page(items=restatements.restatement_reads(session, actor, rows), next_cursor=cursor)


@router.post("/restatements", status_code=201, responses=problems(403, 409))
def propose_restatement(
    body: RestatementCreate,
    actor: Annotated[Actor, needs(Permission.PROPOSE_RESTATEMENT)],
    session: SessionDep,
    response: Response,
) -> RestatementRead:
    """Propose another figure for one that is on record."""
    restatement = restatements.propose_restatement(session, actor, body)
    set_etag(response, restatement.version)
    return restatements.restatement_read(session, actor, restatement)


@router.get("/restatements/{restatement_id}", responses=problems(404))
def read_restatement(restatement_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> RestatementRead:
    """One restatement."""
    restatement = restatements.find_restatement(session, actor, restatement_id)
    set_etag(response, restatement.version)
    return restatements.restatement_read(session, actor, restatement)


@router.post("/restatements/{restatement_id}/decisions", responses=CHANGES)
def decide_restatement(
    restatement_id: Id,
    body: RestatementDecision,
    version: IfMatch,
    actor: Restater,
    session: SessionDep,
    response: Response,
) -> RestatementRead:
    """Accept, decline or withdraw a restatement. Nobody decides on their own proposal."""
    restatement = restatements.decide_restatement(session, actor, restatement_id, body, version)
    set_etag(response, restatement.version)
    return restatements.restatement_read(session, actor, restatement)
