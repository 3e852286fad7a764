"""Everything that an edition of the annual round copies in, as it stands when the edition is sealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import ProposedChange, Round, Submission, SubmissionState
from quarterdeck.collection.proposal_beside import Proposed
from quarterdeck.collection.proposal_checks import findings_on
from quarterdeck.collection.year import proposals_of
from quarterdeck.measures.checks import Severity
from quarterdeck.measures.models import Target, TargetState
from quarterdeck.measures.profile import Profile
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.organisation.models import Unit
from quarterdeck.reporting.content import EditionContent, TargetSaid
from quarterdeck.reporting.figures import Measured, number
from quarterdeck.reporting.year_content import (
    NotProposed,
    OutturnContent,
    PeriodTarget,
    ProposalContent,
    SoFarContent,
    YearContent,
)

WARNING = Severity.WARNING


def proposed_in(session: Session, round_: Round) -> list[Proposed]:
    """What the services that have confirmed propose in a round."""
    query = select(Submission.id).where(Submission.round_id == round_.id, Submission.state == SubmissionState.CONFIRMED)
    return proposals_of(session, session.scalars(query).all(), round_.council_id)


def with_proposals(
    session: Session,
    round_: Round,
    content: EditionContent,
    proposed: Sequence[Proposed],
    of_series: Mapping[int, Measured],
    unreported_because: str,
) -> YearContent:
    """The content of an annual round's edition: its common parts, with what is proposed in the order of the report."""
    targets = _targets(session, round_)
    ordered = sorted(proposed, key=lambda each: (of_series[_series_id(each)].order, each.entry.id))
    return YearContent(
        **{name: getattr(content, name) for name in EditionContent.model_fields},
        proposals=[_proposal(each, of_series[_series_id(each)], targets) for each in ordered],
        not_proposed=_not_proposed(session, round_, unreported_because),
    )


def _series_id(each: Proposed) -> int:
    assert each.entry.series_id is not None
    return each.entry.series_id


def _targets(session: Session, round_: Round) -> dict[Cell, Target]:
    """The targets that wait with the round, by cell."""
    query = select(Target).where(
        Target.council_id == round_.council_id, Target.round_id == round_.id, Target.state == TargetState.PROPOSED
    )
    return {(row.series_id, row.period_code): row for row in session.scalars(query.order_by(Target.number))}


def _not_proposed(session: Session, round_: Round, because: str) -> list[NotProposed]:
    names = session.scalars(
        select(Unit.name)
        .join(Submission, Submission.unit_id == Unit.id)
        .where(Submission.round_id == round_.id, Submission.state != SubmissionState.CONFIRMED)
        .order_by(Unit.name, Unit.id)
    )
    return [NotProposed(unit=name, reason=because) for name in names]


def _proposal(each: Proposed, measured: Measured, targets: Mapping[Cell, Target]) -> ProposalContent:
    proposal, series_id = each.proposal, _series_id(each)
    found = [(period, targets.get((series_id, period.code))) for period in (each.year, *each.periods)]
    asked = {finding.code for finding in findings_on(each) if finding.severity is WARNING}
    said: dict[str, Any] = {
        name: getattr(measured, name)
        for name in ("ref", "name", "kind", "breakdown", "theme", "priority", "unit", "measured_in", "owner_post")
    }
    return ProposalContent(
        **said,
        series_id=series_id,
        indicator_id=each.indicator.id,
        unit_of_measure=each.definition.unit_of_measure,
        decimals=each.definition.decimals,
        polarity=each.definition.polarity,
        change=proposal.change or "",
        profile=proposal.profile,
        method=_method(each),
        targets=[
            PeriodTarget(
                period_code=period.code, period_label=period.short_label, target_id=target.id, said=_said(target)
            )
            for period, target in found
            if target is not None
        ],
        before=None if (before := each.standing(each.year)) is None else _said(before),
        rationale=proposal.rationale,
        benchmark=proposal.benchmark,
        benchmark_value=number(proposal.benchmark_value),
        benchmark_source=proposal.benchmark_source,
        explanations={code: words for code, words in each.entry.explanations.items() if code in asked},
        past=[
            OutturnContent(
                period_code=year.year.code,
                period_label=year.year.short_label,
                outturn=number(year.outturn.value),
                basis=year.outturn.basis and str(year.outturn.basis),
                sentence=year.outturn.sentence,
                target=None if year.target is None else _said(year.target),
            )
            for year in each.past
        ],
        so_far=[
            SoFarContent(
                period_code=figure.period_code,
                period_label=each.year.of_code(figure.period_code).short_label,
                value_state=figure.value_state,
                value=number(figure.value),
                rating=figure.rating,
            )
            for figure in each.so_far
        ],
        portfolios=measured.portfolios,
    )


def _method(each: Proposed) -> str:
    """How the targets of the year's periods were made, in a sentence; nothing where there are none, or one is kept."""
    year = each.proposal.targets.get(each.year.code)
    if each.proposal.change not in (ProposedChange.CHANGE, ProposedChange.NEW) or not each.periods or not year:
        return ""
    if each.proposal.profile == Profile.BY_HAND:
        return "Each period's target was set by hand."
    made = each.profiled(Profile(each.proposal.profile), year["value"]) if year["value"] is not None else None
    return made.method if made else "Every period has the year's target."


def _said(target: Target | TargetFigure) -> TargetSaid:
    return TargetSaid(
        value=number(target.value), low=number(target.low), high=number(target.high), text=target.text or ""
    )
