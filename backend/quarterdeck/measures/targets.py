"""Targets: proposed for a series and period, approved or declined; only approved ones rate."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.db import shared_alias
from quarterdeck.core.errors import FieldError, forbidden, invalid, invalid_fields, not_found
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.framework.service import ensure_period, period_of
from quarterdeck.measures import projection, ratings
from quarterdeck.measures.bulk import insert_all
from quarterdeck.measures.check_schemas import FindingRead
from quarterdeck.measures.findings import Finding, blocks
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.models import Indicator, Series, Target, TargetState
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_inputs import targets_in_force
from quarterdeck.measures.schemas import TargetCreate, TargetDecision, TargetProposed, TargetRead, TargetTried
from quarterdeck.measures.series import ensure_series, series_by_id, unit_collected_in, within
from quarterdeck.measures.target_inputs import findings_on
from quarterdeck.measures.workflow import TARGET
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.service import units_with_code

# Who belongs to a unit enough to see its proposals, beside those whose grant names the unit itself.
SEE_PROPOSALS = (Permission.PROPOSE_TARGET, Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)
SAID = ("value", "low", "high", "text")
_NEWER = shared_alias(Target, "newer")


@dataclass
class PlacedTarget:
    """A target with the series it is for, where that belongs, and whether a newer one is approved already."""

    id: int
    target: Target
    series: Series
    responsible_unit_id: int
    overtaken: bool
    # What the checks found as it was proposed; nothing of it is known later but the explanations.
    findings: list[Finding] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.target.state

    @state.setter
    def state(self, state: str) -> None:
        self.target.state = state

    @property
    def version(self) -> int:
        return self.target.version

    @version.setter
    def version(self, version: int) -> None:
        self.target.version = version

    def place(self) -> Place:
        return Place(self.target.council_id, unit_id=self.responsible_unit_id)


PlacedTargets = Select[int, Target, Series, int, bool]
"""Rows of what a `PlacedTarget` is made of."""


@dataclass(frozen=True)
class TargetSet:
    """A target that is set for many periods at once: read from a printed table, or proposed in an annual round."""

    series_id: int
    period_code: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    as_printed: str | None = None
    rationale: str = ""
    explanations: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    round_id: int | None = None

    @property
    def cell(self) -> Cell:
        return self.series_id, self.period_code


@dataclass(frozen=True)
class Proposal:
    """A target that could be proposed, as far as reading goes: for which indicator and unit, and what checks find."""

    indicator: Indicator
    unit_id: int
    findings: list[Finding]


def visible_targets(actor: Actor) -> PlacedTargets:
    """Targets with their series, responsible unit and whether a newer one is approved.

    Approved ones are everyone's; proposals and what was declined, their unit's and the performance team's.
    """
    overtaken = exists().where(
        _NEWER.series_id == Target.series_id,
        _NEWER.period_code == Target.period_code,
        _NEWER.number > Target.number,
        _NEWER.state == TargetState.APPROVED,
    )
    return (
        select(Target.id, Target, Series, Indicator.unit_id, overtaken)
        .join(Series, Series.id == Target.series_id)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(
            Target.council_id == actor.council_id, _seen_by(actor), within(actor, Series.indicator_id, Series.unit_id)
        )
    )


def list_targets(
    actor: Actor,
    *,
    indicator_id: int | None = None,
    ref: str | None = None,
    unit: str | None = None,
    period: str | None = None,
    state: TargetState | None = None,
) -> PlacedTargets:
    """Visible targets by indicator (id or ref), the code of the series' unit, period and state."""
    return visible_targets(actor).where(
        true() if indicator_id is None else Series.indicator_id == indicator_id,
        true() if ref is None else Indicator.ref == ref,
        true() if unit is None else Series.unit_id.in_(units_with_code(actor, unit)),
        true() if period is None else Target.period_code == period,
        true() if state is None else Target.state == state,
    )


def find_target(session: Session, actor: Actor, target_id: int, *, for_update: bool = False) -> PlacedTarget:
    """One target. Raises 404."""
    query = visible_targets(actor).where(Target.id == target_id)
    row = session.execute(query.with_for_update(of=Target) if for_update else query).one_or_none()
    if row is None:
        raise not_found("target")
    return PlacedTarget(*row)


def propose_target(session: Session, actor: Actor, indicator_id: int, data: TargetCreate) -> PlacedTarget:
    """Propose the next version of a target for a period. Raises 404, 403, 422.

    Without a unit it is for the one that the indicator is collected in; 422 where it is collected in several.
    422 too for what the checks find wrong, and for each warning that is not explained; explanations of what they
    do not find are not kept.
    """
    proposal = _proposal(session, actor, indicator_id, data)
    _refuse(proposal.findings, data.explanations)
    indicator = proposal.indicator
    period = ensure_period(session, data.period)
    series = ensure_series(session, actor.council_id, indicator.id, proposal.unit_id, data.breakdown)
    explained = {each.code: data.explanations[each.code] for each in proposal.findings if each.needs_explanation}
    said = TargetSet(
        series.id, period.code, data.value, data.low, data.high, data.text,
        rationale=data.rationale, explanations=explained,
    )  # fmt: skip
    change = journal.change(session, actor.council_id)
    number = _numbers(session, actor.council_id, [said.cell]).get(said.cell, 0) + 1
    target = Target(
        **_row(actor, change, said, number), state=TargetState.PROPOSED, approved_change_no=None, approval_id=None
    )
    session.add(target)
    session.flush()
    journal.record(session, actor, proposed_event(target))
    return PlacedTarget(target.id, target, series, indicator.unit_id, overtaken=False, findings=proposal.findings)


def try_target(session: Session, actor: Actor, indicator_id: int, data: TargetCreate) -> TargetTried:
    """What the checks find in a target that is not proposed yet. Raises what proposing it raises before they look."""
    found = _proposal(session, actor, indicator_id, data).findings
    reads = [FindingRead.of(each, data.explanations) for each in found]
    return TargetTried(clear=not any(each.blocks for each in reads), findings=reads)


def decide_target(
    session: Session, actor: Actor, target_id: int, decision: TargetDecision, version: int
) -> PlacedTarget:
    """Approve or decline a proposal, recorded as a decision; approving rates the figure of that period again."""
    # Taken before anything moves: state and number of the approval have to reach the database together.
    change = journal.change(session, actor.council_id)
    placed = find_target(session, actor, target_id, for_update=True)
    event = TARGET.perform(placed, decision.action, actor, version, decision.comment)
    target = placed.target
    approved = target.state == TargetState.APPROVED
    target.approved_change_no = change.number if approved else None
    session.flush()
    journal.record(session, actor, event)
    decided = decided_on(target, decision, Outcome.APPROVED if approved else Outcome.RETURNED)
    target.approval_id = record_decision(session, actor, decided).id
    session.flush()
    if approved:
        rate_again(session, [(target.series_id, target.period_code)], change)
    return placed


def set_targets_approved(session: Session, actor: Actor, targets: Sequence[TargetSet], change: Change) -> list[Target]:
    """Append targets that count at once, and rate their figures again; answer those that were new.

    One that says the same as the approved target of its cell appends nothing; of a cell given twice the
    last counts. The caller holds `change` and journals it. Raises 404 for a series of another council, 422.
    """
    series_by_id(session, actor.council_id, (each.series_id for each in targets))
    for code in sorted({each.period_code for each in targets}):
        ensure_period(session, code)
    wanted = {each.cell: each for each in targets}
    standing = targets_in_force(session, actor.council_id, wanted)
    approved = {"state": TargetState.APPROVED.value, "approved_change_no": change.number, "approval_id": None}
    changed = [
        each
        for cell, each in wanted.items()
        if cell not in standing or any(getattr(standing[cell], name) != getattr(each, name) for name in SAID)
    ]
    new = insert_all(session, Target, [row | approved for row in next_rows(session, actor, changed, change)])
    rate_again(session, [(row.series_id, row.period_code) for row in new], change)
    return new


def next_rows(session: Session, actor: Actor, said: Sequence[TargetSet], change: Change) -> list[dict[str, Any]]:
    """The rows of these targets, each the next version of its cell, but for their state."""
    numbers = _numbers(session, actor.council_id, [each.cell for each in said])
    return [_row(actor, change, each, numbers.get(each.cell, 0) + 1) for each in said]


def target_read(placed: PlacedTarget, actor: Actor) -> TargetRead:
    """A target as it is answered to this actor."""
    target, series = placed.target, placed.series
    apart = {
        "indicator_id": series.indicator_id,
        "unit_id": series.unit_id,
        "breakdown": series.breakdown,
        "period": target.period_code,
        "allowed_actions": TARGET.allowed_actions(placed, actor),
    }
    columns = {name: getattr(target, name) for name in TargetRead.model_fields if name not in apart}
    return TargetRead.model_validate(columns | apart)


def target_proposed(placed: PlacedTarget, actor: Actor) -> TargetProposed:
    """A target just proposed, with what the checks found in it, as it is answered to who proposed it."""
    found = [FindingRead.of(each, placed.target.explanations) for each in placed.findings]
    return TargetProposed.model_validate({**target_read(placed, actor).model_dump(), "findings": found})


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if any(actor.reach(permission).everywhere for permission in SEE_PROPOSALS):
        return true()
    unit_ids = frozenset[int]().union(*(grant.unit_ids for grant in actor.grants))
    return or_(Target.state == TargetState.APPROVED, Indicator.unit_id.in_(unit_ids))


def _proposal(session: Session, actor: Actor, indicator_id: int, data: TargetCreate) -> Proposal:
    """All that is looked at before a proposal is written, and before it is only tried."""
    journal.lock(session, actor.council_id)
    indicator = find_indicator(session, actor, indicator_id)
    if not actor.may(Permission.PROPOSE_TARGET, indicator.place()):
        raise forbidden()
    _check_content(data)
    unit_id = data.unit_id or unit_collected_in(session, indicator, data.breakdown)
    require_ours(session, actor, Unit, unit_id, "/unit_id")
    figure = TargetFigure(data.value, data.low, data.high, data.text)
    key, period = (unit_id, data.breakdown), period_of(data.period)
    return Proposal(indicator, unit_id, findings_on(session, indicator, key, period, figure, data.rationale))


def _refuse(findings: Iterable[Finding], explanations: Mapping[str, str]) -> None:
    """Raise 422 for every finding that stands in the way: where it is mended, and how."""
    faults = [
        FieldError(pointer=_pointer(each), code=each.code, detail=each.sentence)
        for each in findings
        if blocks(each, explanations)
    ]
    if faults:
        raise invalid_fields(faults)


def _pointer(finding: Finding) -> str:
    if finding.needs_explanation:
        return f"/explanations/{finding.code}"
    return "/rationale" if finding.code == "target_without_reason" else "/value"


def _check_content(data: TargetCreate) -> None:
    if data.value is not None and (data.low is not None or data.high is not None):
        raise invalid("/value", "one_or_range", "A target is one figure, or a range from low to high; not both.")
    if (data.low is None) != (data.high is None):
        missing = "/low" if data.low is None else "/high"
        raise invalid(missing, "missing", "A range needs both its low and its high end.")
    if data.low is not None and data.high is not None and data.high < data.low:
        raise invalid("/high", "below_low", "A range goes from low to high.")
    if data.value is None and data.low is None and not data.text:
        raise invalid("/value", "missing", "Give a figure, a range, or words.")


def _numbers(session: Session, council_id: int, cells: Iterable[Cell]) -> dict[Cell, int]:
    """The highest number given so far to a target of each cell."""
    t = Target
    found: dict[Cell, int] = {}
    for chunk in projection.in_chunks(cells):
        query = (
            select(t.series_id, t.period_code, func.max(t.number))
            .where(t.council_id == council_id, projection.among(t.series_id, t.period_code, chunk))
            .group_by(t.series_id, t.period_code)
        )
        rows = {(series_id, period_code): number for series_id, period_code, number in session.execute(query)}
        found |= projection.only(rows, chunk)
    return found


def rate_again(session: Session, cells: Collection[Cell], change: Change) -> None:
    """Rate the figures of targets that now count again, and what is forecast to reach them."""
    ratings.rerate(session, change.council_id, cells, change)
    ratings.rerate_dependents(session, change.council_id, cells, change)


def _row(actor: Actor, change: Change, said: TargetSet, number: int) -> dict[str, Any]:
    return {
        "council_id": actor.council_id,
        **vars(said),
        "explanations": dict(said.explanations),
        "number": number,
        "recorded_by": actor.person_id,
        "recorded_at": change.recorded_at,
        "change_no": change.number,
        "version": 1,
    }


def proposed_event(target: Target) -> Event:
    """That a target was proposed, as the journal has it."""
    detail = {"series_id": target.series_id, "period": target.period_code, "number": target.number}
    detail |= {"value": target.value} | ({"warnings": sorted(target.explanations)} if target.explanations else {})
    return Event("target.propose", "target", target.id, detail)


def decided_on(target: Target, decision: TargetDecision, outcome: Outcome) -> Decided:
    """What was decided on a target, for the record of decisions."""
    return Decided(
        subject_kind="target",
        subject_id=target.id,
        outcome=outcome,
        body_id=decision.body_id,
        decided_on=decision.decided_on,
        meeting_id=decision.meeting_id,
        minute_reference=decision.minute_reference,
        comment=decision.comment,
    )


def _refer(session: Session, actor: Actor, target_id: int) -> Referent | None:
    row = session.execute(visible_targets(actor).where(Target.id == target_id)).one_or_none()
    if row is None:
        return None
    placed = PlacedTarget(*row)
    indicator = session.get_one(Indicator, placed.series.indicator_id)
    label = f"Target {placed.target.number} of {indicator.ref} for {placed.target.period_code}"
    return Referent("target", placed.id, label, placed.place())


refs.register("target", _refer)
