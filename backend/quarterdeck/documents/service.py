"""Documents of an edition that a reader may see, as it goes before a body."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid
from quarterdeck.documents.annual import assemble_annual_report
from quarterdeck.documents.assemble import EditionFacts, PutBefore, assemble_document
from quarterdeck.documents.model import Document
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition, find_edition
from quarterdeck.organisation import branding
from quarterdeck.organisation.models import Body, Council, Meeting
from quarterdeck.reporting.annual import ends_a_year
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.exempt import counted
from quarterdeck.reporting.parts import read_content

NO_YEAR = "This edition's period does not end a year: the annual report is made of the last quarter's edition."
NO_PART = "This edition was sealed before editions held what an annual report is made of. Seal a new one of its round."


def monitoring_document(
    session: Session, actor: Actor, edition_id: int, body_code: str | None, *, for_public: bool = False
) -> Document:
    """The quarterly monitoring document of an edition, or the annual round's, as it goes before a body.

    Without a body: as it went before the body that had it last. One that has not been issued is a draft. A
    portfolio holder's holds their portfolios' part; the public's, what is not exempt. Raises 404, and 422 for a
    body that the council has not.
    """
    return assemble_document(*_read(session, actor, edition_id, body_code, for_public=for_public))


def annual_report(
    session: Session, actor: Actor, edition_id: int, body_code: str | None, *, for_public: bool = False
) -> Document:
    """The annual report of the year that an edition's period ended, for whom `monitoring_document` is.

    Raises 404 for an edition whose period ends no year, or that was sealed before editions had an annual part.
    """
    content, facts = _read(session, actor, edition_id, body_code, for_public=for_public)
    if content.annual is None:
        raise Problem(404, "not-found", NO_PART if ends_a_year(Period.of_code(content.period.code)) else NO_YEAR)
    return assemble_annual_report(content, facts, content.annual)


def _read(
    session: Session, actor: Actor, edition_id: int, body_code: str | None, *, for_public: bool
) -> tuple[EditionContent, EditionFacts]:
    """What of an edition one may read, and what a document says of the edition itself."""
    edition = find_edition(session, actor, edition_id)
    body = _body(session, edition, body_code)
    reading = read_content(session, actor, edition, as_public=for_public)
    facts = EditionFacts(
        number=edition.number,
        sealed_on=clock.london(edition.sealed_at).date(),
        digest=edition.manifest_sha256,
        put_before=_issued(session, edition, body) if body else None,
        draft_for=body.name if body else None,
        part=tuple(name for _, name in reading.part or ()),
        left_out=tuple(counted(reading.left_out)),
        not_for_publication=tuple(counted(reading.exempt)),
    )
    return reading.content, facts


def logo_of(session: Session, actor: Actor) -> str | None:
    """Where the logo of the reader's council is read today, null without one."""
    return branding.logo_address(session.get(Council, actor.council_id))


def _body(session: Session, edition: PackEdition, code: str | None) -> Body | None:
    if code is not None:
        named = select(Body).where(Body.council_id == edition.council_id, Body.code == code)
        body = session.scalars(named).one_or_none()
        if body is None:
            raise invalid("body", "unknown_body", "There is no body with this code in your council.")
        return body
    last = (
        select(Body)
        .join(EditionIssue, EditionIssue.body_id == Body.id)
        .where(EditionIssue.edition_id == edition.id)
        .order_by(EditionIssue.id.desc())
        .limit(1)
    )
    return session.scalars(last).one_or_none()


def _issued(session: Session, edition: PackEdition, body: Body) -> PutBefore | None:
    row = session.execute(
        select(EditionIssue.report_number, EditionIssue.late_reason, Meeting.held_on)
        .outerjoin(Meeting, Meeting.id == EditionIssue.meeting_id)
        .where(EditionIssue.edition_id == edition.id, EditionIssue.body_id == body.id)
    ).one_or_none()
    return PutBefore(body.name, row.held_on, row.report_number, row.late_reason) if row else None
