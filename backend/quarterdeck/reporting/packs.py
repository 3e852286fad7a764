"""Reading pack editions: which there are, what each holds for the reader, and what the reader may do with it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, defer

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import forbidden
from quarterdeck.core.journal import canonical
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, ExemptPart, PackEdition, find_edition, visible_editions
from quarterdeck.organisation.models import Body
from quarterdeck.reporting import sealing
from quarterdeck.reporting.decisions import OUTCOMES
from quarterdeck.reporting.exempt import Parts, counted
from quarterdeck.reporting.issuing import may_issue
from quarterdeck.reporting.parts import read_content
from quarterdeck.reporting.reviews import Awaited, Review, review_of, reviews_of
from quarterdeck.reporting.schemas import (
    AwaitedDecision,
    EditionDetail,
    EditionRead,
    EditionVerification,
    ExemptRead,
    IssueRead,
    LeftOutRead,
)
from quarterdeck.reporting.year_content import YearContent

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
BESIDE_ISSUE = frozenset({"body", "body_name", "exempt_parts"})


def list_editions(
    actor: Actor, *, round_id: int | None = None, period: str | None = None, report_number: str | None = None
) -> Select[PackEdition]:
    """The editions that the actor may see, of a round, of a period (its code), or issued under a report number.

    Their content is left to be read.
    """
    query = visible_editions(actor).options(defer(PackEdition.content))
    i = EditionIssue
    under = select(i.edition_id).where(
        i.council_id == actor.council_id, func.lower(i.report_number) == (report_number or "").lower()
    )
    return query.where(
        true() if report_number is None else PackEdition.id.in_(under),
        true() if round_id is None else PackEdition.round_id == round_id,
        true() if period is None else PackEdition.period_code == period,
    )


def edition_reads(session: Session, actor: Actor, editions: Iterable[PackEdition]) -> list[EditionRead]:
    """Editions as they are answered to this actor: two queries, however many there are."""
    editions = list(editions)
    reviews = reviews_of(session, actor, editions)
    return [EditionRead.model_validate(_columns(each, reviews[each.id], actor)) for each in editions]


def edition_read(session: Session, actor: Actor, edition: PackEdition) -> EditionRead:
    """One edition as it is answered to this actor."""
    return edition_reads(session, actor, [edition])[0]


def edition_detail(session: Session, actor: Actor, edition: PackEdition) -> EditionDetail:
    """One edition with its content, as far as this actor may read it."""
    reading = read_content(session, actor, edition)
    part = None if reading.part is None else [code for code, _ in reading.part]
    columns = _columns(edition, review_of(session, actor, edition), actor)
    return EditionDetail.model_validate(
        {
            **columns,
            "part": part,
            "left_out": [LeftOutRead.model_validate(each._asdict()) for each in counted(reading.left_out)],
            "exempt": _exempt(reading.exempt),
            "content": reading.content,
            "proposals": reading.content.proposals if isinstance(reading.content, YearContent) else None,
            "not_proposed": reading.content.not_proposed if isinstance(reading.content, YearContent) else [],
        }
    )


def issue_read(session: Session, issue: EditionIssue) -> IssueRead:
    """An issue as it is answered."""
    marked = session.scalar(select(func.count()).where(ExemptPart.issue_id == issue.id))
    return _issue(issue, session.get_one(Body, issue.body_id), marked or 0)


def manifest_bytes(session: Session, actor: Actor, edition_id: int) -> bytes:
    """The canonical JSON of all that the edition's digest covers. Raises 404, and 403 for who reads a part of it."""
    edition = find_edition(session, actor, edition_id)
    reading = read_content(session, actor, edition)
    if reading.part is not None:
        raise forbidden("The manifest holds the whole edition, of which you read your portfolios' part.")
    if reading.left_out:
        reasons = "; ".join(sorted({each.reason for each in counted(reading.left_out)}))
        raise forbidden(f"The manifest holds the whole edition, parts of which are exempt from publication: {reasons}.")
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
        "cycle": _cycle(review),
        "period_label": Period.of_code(edition.period_code).label,
        "issues": [_issue(issue, body, review.exempt[issue.id]) for issue, body in review.issues],
        "awaiting": awaiting,
        "changed_since_decided": review.changed,
        "allowed_actions": [*(OUTCOMES if decides else ()), *issues],
    }


def _cycle(review: Review) -> Cycle:
    """That of the round, whose stages are all of one."""
    return Cycle(review.stages[0][1].cycle) if review.stages else Cycle.QUARTERLY


def _issue(issue: EditionIssue, body: Body, exempt_parts: int) -> IssueRead:
    columns = {name: getattr(issue, name) for name in IssueRead.model_fields.keys() - BESIDE_ISSUE}
    beside = {"body": body.code, "body_name": body.name, "exempt_parts": exempt_parts}
    return IssueRead.model_validate({**columns, **beside})


def _exempt(parts: Parts) -> list[ExemptRead]:
    """The exempt parts that a reading holds: figures by series and period, then activities."""
    figures = [
        ExemptRead(kind="figure", series_id=series_id, period_code=period_code, activity_id=None, reason=reason)
        for (series_id, period_code), reason in sorted(parts.cells.items())
    ]
    activities = [
        ExemptRead(kind="activity", series_id=None, period_code=None, activity_id=activity_id, reason=reason)
        for activity_id, reason in sorted(parts.activities.items())
    ]
    return [*figures, *activities]


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
