"""Evidence files, and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import FileResponse

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Day, Id, Page, PagingDep, Prose, Route, When, Word, page
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.uploads import SUFFIXES
from quarterdeck.organisation import audit, evidence
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.models import Evidence
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.evidence import AuditEventRead, AuditVerification, EvidenceRead

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Adder = Annotated[Actor, needs(Permission.ADD_EVIDENCE)]
Auditor = Annotated[Actor, needs(Permission.READ_AUDIT)]
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
A_FILE = {"content": {each: {"schema": {"type": "string", "format": "binary"}} for each in SUFFIXES}}


@router.get("/evidence", responses=problems(404))
def list_evidence(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    kind: Word,
    subject_id: Annotated[int, Query(ge=1, le=MAX_ID)],
) -> Page[EvidenceRead]:
    """The evidence of one thing, in the order it was added."""
    query = evidence.list_evidence(session, actor, kind, subject_id)
    rows, cursor = page(session, query, (Evidence.id,), paging)
    return Page(items=[evidence.evidence_read(row[0], row[1]) for row in rows], next_cursor=cursor)


@router.post("/evidence", status_code=201, responses=problems(403, 404, 413))
def create_evidence(
    request: Request,
    actor: Adder,
    session: SessionDep,
    file: UploadFile,
    kind: Annotated[Word, Form(description="What the file belongs to.", examples=["submission"])],
    subject_id: Annotated[int, Form(ge=1, le=MAX_ID, examples=[1])],
    note: Annotated[Prose, Form(examples=["Count of June, signed"])] = "",
) -> EvidenceRead:
    """Keep a file as evidence of something. Its type is told by its content."""
    settings, name = request.app.state.settings, file.filename
    return evidence.add_evidence(
        session, actor, settings, kind=kind, subject_id=subject_id, filename=name, file=file.file, note=note
    )


@router.get("/evidence/{evidence_id}", responses=problems(404))
def read_evidence(evidence_id: Id, actor: SignedIn, session: SessionDep) -> EvidenceRead:
    """What is known of one piece of evidence."""
    found = evidence.find_evidence(session, actor, evidence_id)
    return evidence.evidence_read(found[0], found[1])


@router.get("/evidence/{evidence_id}/file", response_class=FileResponse, responses={**problems(404), 200: A_FILE})
def read_evidence_file(evidence_id: Id, request: Request, actor: SignedIn, session: SessionDep) -> FileResponse:
    """The file itself, to be saved: a browser neither shows nor runs it."""
    found = evidence.find_evidence(session, actor, evidence_id)
    return FileResponse(
        evidence.file_of(request.app.state.settings, found[1]),
        media_type=found[1].media_type,
        filename=found[0].filename,
        headers={"Content-Security-Policy": "sandbox", "Cache-Control": "no-store"},
    )


@router.get("/audit-events", responses=problems(403))
def list_audit_events(
    actor: Auditor,
    session: SessionDep,
    paging: PagingDep,
    kind: Word | None = None,
    subject_id: IdQuery = None,
    action: Word | None = None,
    actor_id: IdQuery = None,
    since: When | None = None,
    until: When | None = None,
    from_day: Annotated[Day | None, Query(description="From this day in London on.")] = None,
    to_day: Annotated[Day | None, Query(description="To the end of this day in London.")] = None,
) -> Page[AuditEventRead]:
    """The audit log, newest first: about what, by whom, which event, and when."""
    query = audit.list_events(
        actor,
        kind=kind,
        subject_id=subject_id,
        action=action,
        actor_id=actor_id,
        since=since,
        until=until,
        from_day=from_day,
        to_day=to_day,
    )
    rows, cursor = page(session, query, (AuditEvent.id.desc(),), paging, entities=True)
    return Page(items=[audit.event_read(row) for row in rows], next_cursor=cursor)


@router.get("/audit-events/verify", responses=problems(403))
def verify_audit_events(actor: Auditor, session: SessionDep) -> AuditVerification:
    """Whether the council's audit log is as it was written."""
    return audit.verify_log(session, actor)
