"""Reading pack editions: which there are, what each holds for the reader, and what the reader may do with it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, true
from sqlalchemy.orm import Session, defer

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import forbidden
from quarterdeck.core.journal import canonical
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition, find_edition, visible_editions
from quarterdeck.organisation.models import Body
from quarterdeck.reporting import sealing
from quarterdeck.reporting.decisions import OUTCOMES
from quarterdeck.reporting.issuing import may_issue
from quarterdeck.reporting.parts import read_content, reads_whole
from quarterdeck.reporting.reviews import Awaited, Review, reviews_of
from quarterdeck.reporting.schemas import (
    AwaitedDecision,
    EditionDetail,
    EditionRead,
    EditionVerification,
    IssueRead,
)

COLUMNS = (
    "id",
    "round_id",
    "number",
    "period_code",
    "framework_version_id",
    "state",
    "manifest_sha256",
    "sealed_by",
    "sealed_at",
    "version",
)
OF_BODY = frozenset({"body", "body_name"})


def list_editions(actor: Actor, *, round_id: int | None = None, period: str | None = None) -> Select[PackEdition]:
    """The editions that the actor may see, of a round or of a period (its code); their content is left to be read."""
    query = visible_editions(actor).options(defer(PackEdition.content))
    return query.where(
        true() if round_id is None else PackEdition.round_id == round_id,
        true() if period is None else PackEdition.period_code == period,
    )


def edition_reads(session: Session, actor: Actor, editions: Iterable[PackEdition]) -> list[EditionRead]:
    """Editions as they are answered to this actor."""
    editions = list(editions)
    reviews = reviews_of(session, editions)
    return [EditionRead.model_validate(_columns(each, reviews[each.id], actor)) for each in editions]


def edition_read(session: Session, actor: Actor, edition: PackEdition) -> EditionRead:
    """One edition as it is answered to this actor."""
    return edition_reads(session, actor, [edition])[0]


def edition_detail(session: Session, actor: Actor, edition: PackEdition) -> EditionDetail:
    """One edition with its content, as far as this actor may read it."""
    reading = read_content(session, actor, edition)
    part = None if reading.part is None else [code for code, _ in reading.part]
    columns = _columns(edition, reviews_of(session, [edition])[edition.id], actor)
    return EditionDetail.model_validate({**columns, "part": part, "content": reading.content})


def issue_read(session: Session, issue: EditionIssue) -> IssueRead:
    """An issue as it is answered."""
    return _issue(issue, session.get_one(Body, issue.body_id))


def manifest_bytes(session: Session, actor: Actor, edition_id: int) -> bytes:
    """The canonical JSON of all that the edition's digest covers. Raises 404, and 403 for who reads a part of it."""
    edition = find_edition(session, actor, edition_id)
    if not reads_whole(session, actor, edition):
        raise forbidden("The manifest holds the whole edition, of which you read your portfolios' part.")
    return canonical(sealing.manifest(session, edition))


def verification(session: Session, edition: PackEdition) -> EditionVerification:
    """Whether the edition is as it was sealed."""
    faults = sealing.faults(session, edition)
    return EditionVerification(
        edition_id=edition.id, manifest_sha256=edition.manifest_sha256, verifies=not faults, faults=faults
    )


def _columns(edition: PackEdition, review: Review, actor: Actor) -> dict[str, Any]:
    awaiting = [_awaiting(each, actor) for each in review.awaited]
    decides = any(each.may_decide and not each.needs_issue for each in awaiting)
    issues = ["issue"] if may_issue(edition, review, actor) else []
    return {
        **{name: getattr(edition, name) for name in COLUMNS},
        "period_label": Period.of_code(edition.period_code).label,
        "issues": [_issue(issue, body) for issue, body in review.issues],
        "awaiting": awaiting,
        "allowed_actions": [*(OUTCOMES if decides else ()), *issues],
    }


def _issue(issue: EditionIssue, body: Body) -> IssueRead:
    columns = {name: getattr(issue, name) for name in IssueRead.model_fields.keys() - OF_BODY}
    return IssueRead.model_validate({**columns, "body": body.code, "body_name": body.name})


def _awaiting(awaited: Awaited, actor: Actor) -> AwaitedDecision:
    return AwaitedDecision(
        stage=awaited.stage.key,
        name=awaited.stage.name,
        kind=awaited.stage.kind,
        decisive=awaited.stage.decisive,
        body_id=awaited.stage.body_id,
        portfolio=awaited.portfolio.code if awaited.portfolio else None,
        due_on=awaited.row.due_on,
        needs_issue=not awaited.can_be_decided,
        may_decide=awaited.may_be_decided_by(actor),
    )
