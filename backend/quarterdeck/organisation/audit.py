"""Reading the audit log: a council's own events, and refused sign-ins of its people."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import DEPLOYMENT, AuditEvent, CouncilHead
from quarterdeck.organisation.models import Person
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.evidence import AuditEnd, AuditEventRead, AuditVerification

DONE = {
    "answer": "was answered", "ask": "was asked", "decide": "was decided", "defer": "was deferred",
    "extend": "was given longer", "merge": "was merged with the next", "remind": "was reminded of",
    "skip": "was skipped", "skip_stage": "had a stage skipped",
    "accept": "was accepted", "add_second_factor": "was given a second factor",
    "add": "was added", "adopt": "was adopted", "alias": "was given another name",
    "approve": "was approved", "cancel": "was cancelled", "carry_over": "was carried over", "close": "was closed",
    "change": "was changed", "complete": "was completed", "connect": "was connected with a council account",
    "confirm": "was confirmed", "confirm_closure": "was closed, as reported",
    "consult": "was put out to consultation", "end_consultation": "had its consultation ended",
    "withdraw_consultation": "had its consultation withdrawn", "redraft": "went back to draft",
    "review": "was reviewed", "write_year": "had words written on its year", "roll_over": "was rolled over",
    "confirm_off_system": "was confirmed off the system", "continue": "goes on in the next round",
    "create": "was added", "decline": "was declined", "disconnect": "was disconnected from the council account",
    "draw": "was drawn",
    "end_holding": "had a holder's last day set", "hold": "was given a holder", "invite": "was invited",
    "issue": "was issued", "leave": "was given a last day",
    "load": "was loaded", "load_setup": "was set up from a workbook",
    "preview": "was looked at again",
    "lift_exemption": "had an exemption lifted",
    "make_password_reset": "was given a link for a new password",
    "make_recovery_codes": "was given new recovery codes", "remove_second_factor": "lost the second factor",
    "move_due": "was given another day",
    "move_papers": "had its papers moved with their meeting",
    "note": "was noted", "open": "was opened", "plan": "was planned", "propose": "was proposed", "raise": "was raised",
    "record": "was recorded", "reopen": "was reopened", "report_done": "was reported done",
    "return": "was returned", "revoke": "was revoked", "seal": "was sealed", "send_back": "was sent back",
    "set_checks": "had its checks set", "set_password": "was given a new password", "start": "was started",
    "end": "was ended", "submit": "was submitted", "supersede": "was superseded", "take_back": "was taken back",
    "take_effect": "took effect", "take_up": "was taken up", "update": "was changed",
    "use_password_reset": "used a link for a new password", "withdraw": "was withdrawn",
}  # fmt: skip
"""What an event's verb says of its subject."""


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
    from_day: date | None = None,
    to_day: date | None = None,
) -> Select[AuditEvent]:
    """Visible events about a kind of thing or one thing, by action, by who did it, and when.

    since, until: moments. from_day, to_day: days in London, both of which count.
    """
    first = None if from_day is None else clock.beginning_of(from_day)
    beyond = None if to_day is None else clock.beginning_of(to_day + timedelta(days=1))
    return visible_events(actor).where(
        true() if kind is None else AuditEvent.kind == kind,
        true() if subject_id is None else AuditEvent.subject_id == subject_id,
        true() if action is None else AuditEvent.action == action,
        true() if actor_id is None else AuditEvent.actor_id == actor_id,
        true() if since is None else AuditEvent.recorded_at >= since,
        true() if until is None else AuditEvent.recorded_at <= until,
        true() if first is None else AuditEvent.recorded_at >= first,
        true() if beyond is None else AuditEvent.recorded_at < beyond,
    )


def event_read(event: AuditEvent) -> AuditEventRead:
    """An event as it is answered."""
    columns = {name: getattr(event, name) for name in AuditEventRead.model_fields.keys() - {"journal", "sentence"}}
    which = "deployment" if event.council_id == DEPLOYMENT else "council"
    return AuditEventRead.model_validate({**columns, "journal": which, "sentence": sentence_of(event)})


def sentence_of(event: AuditEvent) -> str:
    """What happened to what, for people; who did it and what things are called stands elsewhere, by id."""
    number = "" if event.subject_id is None else f" {event.subject_id}"
    if event.action == "session.refuse":
        return f"A sign-in of person{number} was refused." if number else "A sign-in was refused."
    thing = f"{event.kind.replace('_', ' ')}{number}".capitalize()
    verb = event.action.rpartition(".")[2]
    return f"{thing} {DONE.get(verb) or 'was dealt with: ' + verb.replace('_', ' ')}."


def verify_log(session: Session, actor: Actor) -> AuditVerification:
    """Walk the council's chain of events. Raises 403."""
    require(actor, Permission.READ_AUDIT)
    head = session.get_one(CouncilHead, actor.council_id)
    faults = journal.verify(session, actor.council_id)
    first, last = (
        session.scalars(select(AuditEvent).where(AuditEvent.council_id == actor.council_id).order_by(order).limit(1))
        for order in (AuditEvent.position, AuditEvent.position.desc())
    )
    return AuditVerification(
        sound=not faults,
        events=head.event_count,
        first=_end_of(first.first()),
        last=_end_of(last.first()),
        chain_hash=head.chain_hash,
        faults=faults,
    )


def _end_of(event: AuditEvent | None) -> AuditEnd | None:
    return None if event is None else AuditEnd.model_validate(event)
