"""Lifting: what was exempt from publication is so no more, decided with a reason by whoever may issue to its body.

What is read from then on holds the part again, earlier editions and later ones alike. What was sealed stays as it is:
an exemption only ever said who reads a part, and is in no seal.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal, outbox
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import conflict, forbidden
from quarterdeck.core.journal import Event
from quarterdeck.measures.editions import (
    EditionIssue,
    ExemptionLifted,
    ExemptPart,
    PackEdition,
    find_edition,
    still_exempt,
)
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.schemas import ExemptionLift, LiftedRead


def lift_exemption(session: Session, actor: Actor, edition_id: int, data: ExemptionLift) -> LiftedRead:
    """Let a part of an edition be exempt no more, in whichever edition it was marked.

    Raises 404; 403 to whoever may not issue to a body for which it was marked; 409 `not-exempt`.
    """
    change = journal.change(session, actor.council_id)
    edition = find_edition(session, actor, edition_id)
    marks = _marks(session, edition, data)
    issued_to = session.scalars(select(EditionIssue.body_id).where(EditionIssue.edition_id == edition.id))
    bodies = {body_id for _, body_id in marks} or set(issued_to)
    may = [actor.may(Permission.ISSUE_EDITION, Place(edition.council_id, body_id=body_id)) for body_id in bodies]
    if not any(may) or (marks and not all(may)):
        raise forbidden("Your role does not allow you to lift this exemption.")
    if not marks:
        raise conflict("This is not exempt from publication.", "not-exempt")
    for part, _ in marks:
        session.add(
            ExemptionLifted(
                council_id=edition.council_id,
                part_id=part.id,
                reason=data.reason,
                lifted_by=actor.person_id,
                lifted_at=change.recorded_at,
                change_no=change.number,
            )
        )
    session.flush()
    named = data.model_dump(include={"series_id", "period", "activity_id"})
    detail: dict[str, Any] = {**named, "part_ids": [part.id for part, _ in marks]}
    journal.record(
        session, actor, Event("pack_edition.lift_exemption", "pack_edition", edition.id, detail, data.reason)
    )
    outbox.put(session, actor.council_id, "exemption-lifted", "pack_edition", edition.id, detail)
    return LiftedRead(
        **named, marked=len(marks), reason=data.reason, lifted_by=actor.person_id, lifted_at=change.recorded_at
    )


def _marks(session: Session, edition: PackEdition, data: ExemptionLift) -> list[tuple[ExemptPart, int]]:
    """Where the part is marked exempt to this day, as `exempt.exempt_parts` looks: a figure anywhere, an activity in
    the editions of its round; each with the id of the body to which it was issued so.
    """
    of_round = select(PackEdition.id).where(PackEdition.round_id == edition.round_id)
    if data.activity_id is not None:
        about = [ExemptPart.activity_id == data.activity_id, ExemptPart.edition_id.in_(of_round)]
    else:
        about = [ExemptPart.series_id == data.series_id, ExemptPart.period_code == data.period]
    query = (
        select(ExemptPart, EditionIssue.body_id)
        .join(EditionIssue, EditionIssue.id == ExemptPart.issue_id)
        .where(ExemptPart.council_id == edition.council_id, *about, still_exempt())
        .order_by(ExemptPart.id)
    )
    return [(part, body_id) for part, body_id in session.execute(query)]
