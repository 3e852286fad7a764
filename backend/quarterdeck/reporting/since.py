"""What changed since the last report: figures put right, definitions, rating rules and targets.

The last report is the edition that members had last, of another round. What an edition is compared with is the one
that they had of the period before.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased, defer

from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from quarterdeck.framework.models import Approval, Cycle, Outcome
from quarterdeck.framework.periods import Period
from quarterdeck.measures import projection
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure
from quarterdeck.measures.models import (
    IndicatorDefinition,
    Observation,
    Origin,
    RatingRow,
    RatingRule,
    Target,
    TargetState,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.reporting.content import (
    CorrectionContent,
    DefinitionChange,
    EditionContent,
    LastReport,
    ReportedBefore,
    TargetChange,
    TargetSaid,
    WordsChanged,
)
from quarterdeck.reporting.counting import that_count
from quarterdeck.reporting.figures import Measured, Pinned, earlier_codes, number, period_of

DEFINED: Final = (
    "definition",
    "numerator_label",
    "denominator_label",
    "data_source",
    "unit_of_measure",
    "decimals",
    "polarity",
    "aggregation",
)
RULES: Final = {
    "relative": "{met}, amber where it is missed by up to {amber_within:g}%",
    "points": "{met}, amber where it is missed by up to {amber_within:g}",
    "thresholds": "green from {green:g} on, amber from {amber:g} on",
    "range": "green within {bounds}, amber up to {amber_within:g} outside",
    "last_year": "{met}, amber where it is better than last year",
    "forecast": "{met}, amber where it is forecast to recover",
    "contextual": "never rated",
}


def last_had(session: Session, round_: Round) -> PackEdition | None:
    """The edition that members had last, of another round: corrections and closed actions are told since then."""
    return max(_had(session, round_), key=lambda each: (each.change_no, each.id), default=None)


def compared_with(session: Session, round_: Round) -> PackEdition | None:
    """The edition that members had of the nearest earlier period of the same length."""
    period = period_of(round_.period_code)
    earlier = [
        (of.end, each.change_no, each)
        for each in _had(session, round_)
        if (of := period_of(each.period_code)).span is period.span and of.end < period.start
    ]
    return max(earlier, key=lambda each: each[:2])[2] if earlier else None


def last_report(edition: PackEdition | None) -> LastReport | None:
    """What an edition counted, each indicator once, as it is compared with."""
    if edition is None:
        return None
    content = EditionContent.model_validate(edition.content)
    printed = {each.ref: each for each in content.figures}
    return LastReport(
        period_label=content.period.label,
        edition=edition.number,
        sealed_on=clock.london(edition.sealed_at).date(),
        indicators=[
            ReportedBefore(
                **{name: getattr(each, name) for name in ("series_id", "ref", "name", "kind", "breakdown")},
                measured_in=each.measured_in,
                period_code=each.period_code,
                period_label=each.period_label,
                # What was not reported has no definition of its own; another part of it has.
                unit_of_measure=printed[each.ref].unit_of_measure if each.ref in printed else "",
                decimals=printed[each.ref].decimals if each.ref in printed else 0,
                value_state=each.value_state,
                value=getattr(each, "value", None),
                rating=getattr(each, "rating", "unrated"),
            )
            for each in that_count(content.figures, content.missing)
        ],
    )


def restatements(session: Session, council_id: int, since: int) -> list[Any]:
    """Accepted restatements after a change: each with its revision, the one before, and how to print them."""
    now, before = aliased(Observation), aliased(Observation)
    of_cell = and_(before.series_id == now.series_id, before.period_code == now.period_code)
    rows = session.execute(
        select(
            Restatement,
            IndicatorDefinition,
            now.value_state.label("now_state"),
            now.value.label("now"),
            before.value_state.label("was_state"),
            before.value.label("was"),
        )
        .join(now, and_(now.origin == Origin.RESTATEMENT, now.origin_id == Restatement.id))
        .join(before, and_(of_cell, before.revision == now.revision - 1))
        .join(RatingRow, RatingRow.observation_id == now.id)
        .join(IndicatorDefinition, IndicatorDefinition.id == RatingRow.definition_id)
        .where(
            Restatement.council_id == council_id,
            Restatement.state == RestatementState.ACCEPTED,
            now.council_id == council_id,
            now.change_no > since,
        )
        .order_by(now.change_no, now.id, RatingRow.change_no, RatingRow.id)
    )
    # A revision is rated again when its target changes: the newest rating's definition is the one to print by.
    return list({row.Restatement.id: row for row in rows}.values())


def correction(row: Any, series: Measured) -> CorrectionContent:
    """A row of `restatements` as it is printed."""
    restatement, definition = row.Restatement, row.IndicatorDefinition
    return CorrectionContent(
        restatement_id=restatement.id,
        series_id=restatement.series_id,
        ref=series.ref,
        name=series.name,
        period_code=restatement.period_code,
        period_label=Period.of_code(restatement.period_code).short_label,
        unit_of_measure=definition.unit_of_measure,
        decimals=definition.decimals,
        was_state=row.was_state,
        was=number(row.was),
        now_state=row.now_state,
        now=number(row.now),
        reason=restatement.reason,
        accepted_on=restatement.decided_on,
        portfolios=series.portfolios,
    )


def definition_changes(
    session: Session, figures: Sequence[Pinned], of_series: Mapping[int, Measured], last: PackEdition | None
) -> list[DefinitionChange]:
    """What the figures' measures mean, and how they are rated, that the last report had otherwise."""
    if last is None:
        return []
    pinned = session.scalars(select(PackFigure).where(PackFigure.edition_id == last.id)).all()
    before = {row.series_id: row for row in sorted(pinned, key=lambda row: period_of(row.period_code))}
    now = {each.content.series_id: each for each in sorted(figures, key=lambda each: _period(each))}
    both = [(each, before[series_id]) for series_id, each in now.items() if series_id in before]
    definitions = _by_id(session, IndicatorDefinition, (row.definition_id for pair in both for row in pair))
    rules = _by_id(session, RatingRule, (row.rule_id for pair in both for row in pair if row.rule_id is not None))
    both.sort(key=lambda pair: pair[0].content.position)
    found = []
    for each, row in both:
        was, is_now = definitions[row.definition_id], definitions[each.definition_id]
        old, new = rules.get(row.rule_id), rules.get(each.rule_id)
        if changed := [*_redefined(was, is_now), *_ruled(old, new)]:
            newest = is_now if was.id != is_now.id or new is None else new
            found.append(_definition_change(each, of_series[each.content.series_id], newest, was, is_now, changed))
    return found


def target_changes(
    session: Session,
    council_id: int,
    figures: Sequence[Pinned],
    of_series: Mapping[int, Measured],
    last: PackEdition | None,
) -> list[TargetChange]:
    """Targets of these figures that took another's place or were set late; of earlier periods, since the last report.

    What was read from a printed table nobody decided on: nothing is told of it.
    """
    printed = {(each.content.series_id, each.content.period_code): each for each in figures}
    told = _cells_of(session, last)
    shown = {series_id: each for (series_id, _), each in printed.items()}
    earlier = {(series_id, code) for series_id, period in printed for code in earlier_codes(period)}
    since = last.change_no if last else None
    found = []
    for cell, versions in _approved(session, council_id, printed.keys() | earlier).items():
        row = versions[-1]
        target, series_id = row.Target, cell[0]
        is_new = cell in printed and cell not in told
        if is_new or (since is not None and target.approved_change_no > since):
            change = _target_change(cell, versions, shown[series_id], of_series[series_id])
            found += [change] if change else []
    found.sort(key=lambda each: (shown[each.series_id].content.position, period_of(each.period_code)))
    return found


def _had(session: Session, round_: Round) -> list[PackEdition]:
    """The editions of other quarters' rounds that members were given: the annual round reports nothing."""
    members_had = select(EditionIssue.edition_id).where(
        EditionIssue.council_id == round_.council_id, EditionIssue.locks
    )
    annual = select(Round.id).where(Round.council_id == round_.council_id, Round.cycle == Cycle.ANNUAL)
    query = select(PackEdition).where(
        PackEdition.council_id == round_.council_id,
        PackEdition.round_id != round_.id,
        PackEdition.round_id.not_in(annual),
        PackEdition.id.in_(members_had),
    )
    # Their contents are long, and one of them at most is read.
    return list(session.scalars(query.options(defer(PackEdition.content))))


def _period(figure: Pinned) -> Period:
    return period_of(figure.content.period_code)


def _by_id(session: Session, table: type[Any], ids: Iterator[int | None]) -> dict[int | None, Any]:
    wanted = sorted({each for each in ids if each is not None})
    chunks = (wanted[start : start + projection.CHUNK] for start in range(0, len(wanted), projection.CHUNK))
    return {row.id: row for chunk in chunks for row in session.scalars(select(table).where(table.id.in_(chunk)))}


def _redefined(was: IndicatorDefinition, now: IndicatorDefinition) -> list[WordsChanged]:
    pairs = ((name, str(getattr(was, name)), str(getattr(now, name))) for name in DEFINED)
    return [WordsChanged(field_code=name, was=old, now=new) for name, old, new in pairs if old != new]


def _ruled(was: RatingRule | None, now: RatingRule | None) -> list[WordsChanged]:
    old, new = (rule_words(each.kind, each.parameters) if each else "no rule" for each in (was, now))
    return [] if old == new else [WordsChanged(field_code="rating_rule", was=old, now=new)]


def rule_words(kind: str, parameters: Mapping[str, Any]) -> str:
    """A rating rule in words, as the legend says how ratings are made."""
    within, of = parameters.get("green_within") or 0, "%" if kind == "relative" else ""
    met = "green where the target is met" + (f", or missed by no more than {within:g}{of}" if within else "")
    own = parameters.get("low") is not None and parameters.get("high") is not None
    bounds = f"{parameters['low']:g} to {parameters['high']:g}" if own else "the target's range"
    return RULES[kind].format(**{**parameters, "met": met, "bounds": bounds})


def _definition_change(
    figure: Pinned,
    series: Measured,
    newest: Any,
    was: IndicatorDefinition,
    now: IndicatorDefinition,
    changed: list[WordsChanged],
) -> DefinitionChange:
    return DefinitionChange(
        series_id=figure.content.series_id,
        period_code=figure.content.period_code,
        ref=series.ref,
        name=series.name,
        effective_from=newest.effective_from,
        breaks_series=was.id != now.id and now.breaks_series,
        changed=changed,
        reason=newest.reason,
        portfolios=series.portfolios,
    )


def _cells_of(session: Session, edition: PackEdition | None) -> set[Cell]:
    if edition is None:
        return set()
    query = select(PackFigure.series_id, PackFigure.period_code).where(PackFigure.edition_id == edition.id)
    return {(row.series_id, row.period_code) for row in session.execute(query)}


def _approved(session: Session, council_id: int, cells: Collection[Cell]) -> dict[Cell, list[Any]]:
    """The targets of these cells that were approved by a decision, or entered as decided, oldest first."""
    t, a = Target, Approval
    decided = and_(a.subject_kind == "target", a.subject_id == t.id, a.outcome == Outcome.APPROVED)
    found: dict[Cell, list[Any]] = {}
    for chunk in projection.in_chunks(cells):
        query = (
            select(t, a.decided_on)
            .outerjoin(a, decided)
            .where(t.council_id == council_id, t.state == TargetState.APPROVED, t.source.is_(None))
            .where(projection.among(t.series_id, t.period_code, chunk))
            .order_by(t.number)
        )
        rows: dict[Cell, list[Any]] = {}
        for row in session.execute(query):
            rows.setdefault((row.Target.series_id, row.Target.period_code), []).append(row)
        found |= projection.only(rows, chunk)
    return found


def _target_change(cell: Cell, versions: Sequence[Any], figure: Pinned, series: Measured) -> TargetChange | None:
    """The change by which the newest of a cell's targets came; None where it is neither another nor late."""
    period, row = period_of(cell[1]), versions[-1]
    before = versions[-2].Target if len(versions) > 1 else None
    differs = before is not None and _said(before) != _said(row.Target)
    late = row.decided_on is not None and row.decided_on > period.start
    if not differs and not late:
        return None
    return TargetChange(
        series_id=cell[0],
        ref=series.ref,
        name=series.name,
        period_code=period.code,
        period_label=period.short_label,
        unit_of_measure=figure.content.unit_of_measure,
        decimals=figure.content.decimals,
        was=_said(before) if before is not None else None,
        now=_said(row.Target),
        approved_on=row.decided_on or clock.london(row.Target.recorded_at).date(),
        late=late,
        reason=row.Target.rationale,
        portfolios=series.portfolios,
    )


def _said(target: Target) -> TargetSaid:
    return TargetSaid(value=number(target.value), low=number(target.low), high=number(target.high), text=target.text)
