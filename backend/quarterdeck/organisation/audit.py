"""Reading the audit log: a council's own events, and refused sign-ins of its people."""

from datetime import datetime

from sqlalchemy import Select, and_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import DEPLOYMENT, AuditEvent, CouncilHead
from quarterdeck.organisation.models import Person
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.evidence import AuditEventRead, AuditVerification


def visible_events(actor: Actor) -> Select[AuditEvent]:
    """The events of the actor's council, and the deployment's that are about its people. Raises 403."""
    require(actor, Permission.READ_AUDIT)
    people = select(Person.id).where(Person.council_id == actor.council_id)
    about_ours = and_(
        AuditEvent.council_id == DEPLOYMENT, AuditEvent.kind == "person", AuditEvent.subject_id.in_(people)
    )
    return select(AuditEvent).where(or_(AuditEvent.council_id == actor.council_id, about_ours))


def list_events(
    actor: Actor,
    *,
    kind: str | None = None,
    subject_id: int | None = None,
    action: str | None = None,
    actor_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Select[AuditEvent]:
    """Visible events about a kind of thing or one thing, by action, by who did it, and between two moments."""
    return visible_events(actor).where(
        true() if kind is None else AuditEvent.kind == kind,
        true() if subject_id is None else AuditEvent.subject_id == subject_id,
        true() if action is None else AuditEvent.action == action,
        true() if actor_id is None else AuditEvent.actor_id == actor_id,
        true() if since is None else AuditEvent.recorded_at >= since,
        true() if until is None else AuditEvent.recorded_at <= until,
    )


def event_read(event: AuditEvent) -> AuditEventRead:
    """An event as it is answered."""
    columns = {name: getattr(event, name) for name in AuditEventRead.model_fields.keys() - {"journal"}}
    which = "deployment" if event.council_id == DEPLOYMENT else "council"
    return AuditEventRead.model_validate({**columns, "journal": which})


def verify_log(session: Session, actor: Actor) -> AuditVerification:
    """Walk the council's chain of events. Raises 403."""
    require(actor, Permission.READ_AUDIT)
    head = session.get_one(CouncilHead, actor.council_id)
    faults = journal.verify(session, actor.council_id)
    return AuditVerification(sound=not faults, events=head.event_count, chain_hash=head.chain_hash, faults=faults)
