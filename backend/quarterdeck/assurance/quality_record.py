"""What the record itself knows of an indicator's figures: counted for whoever assesses their quality.

Each kind of thing is read in one query, whatever the indicator has of it. Looked at are the periods of the last two
years, and what was changed in them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, distinct, func, or_, select
from sqlalchemy.orm import Session, aliased

from quarterdeck.assurance.quality_words import Facts
from quarterdeck.assurance.trail import read_recalculation
from quarterdeck.assurance.trail_rows import Looked
from quarterdeck.collection.completeness import days_late
from quarterdeck.collection.models import Entry, Round, RoundStage, Submission
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.models import Approval, Outcome, PeriodRow, Stage
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.check_catalogue import name_of
from quarterdeck.measures.editions import PackFigure
from quarterdeck.measures.indicators import visible_indicators
from quarterdeck.measures.links import measured_on
from quarterdeck.measures.models import (
    Frequency,
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRule,
    RevisionKind,
    Series,
)
from quarterdeck.measures.series import SPAN_OF
from quarterdeck.measures.versions import definitions_of, rules_of
from quarterdeck.measures.viewpoint import NOW, figures, visible_observations
from quarterdeck.organisation.models import Evidence

YEARS: Final = 2
FEWEST_ALIKE: Final = 4
"""So many periods with the same figures, not all of one value, before another indicator is called the very same."""
LARGEST_GAP: Final = 200
Cell = tuple[int, str]


def facts_of(session: Session, actor: Actor, indicator: Indicator) -> Facts:
    """The facts of an indicator that the actor may see the entries of."""
    since = _since(clock.today())
    revisions = _revisions(session, actor, indicator, since)
    newest = {(row.series_id, row.period_code): row for row in revisions if row.end_on >= since}
    asked = _asked(session, actor, indicator, since)
    cells = _expected(indicator, [*newest, *(cell for cell, row in asked.items() if _is_over(row))])
    present = sum(row.value is not None for row in newest.values())
    fired = Counter(name_of(code) for row in newest.values() for code in row.explanations)
    returns = {row.id: row for row in asked.values() if row.submitted_at is not None or _is_over(row)}
    late = [(days, row.submitted_at is None) for row in returns.values() if (days := _days_late(row)) > 0]
    changed = Counter(row.kind for row in revisions if row.recorded_at >= clock.beginning_of(since))
    definitions = definitions_of(session, [indicator.id])[indicator.id]
    return Facts(
        since=since,
        expected=len(cells),
        present=present,
        without=Counter(row.value_state for row in newest.values() if row.value is None),
        returns=len(returns),
        late=[days for days, missing in late if not missing],
        overdue=[days for days, missing in late if missing],
        extended=sum(row.extended_from is not None and _days_late(row) == 0 for row in returns.values()),
        ages=_ages(session, indicator, since),
        explained=sum(bool(row.explanations) for row in newest.values()),
        fired=fired,
        definitions=_later(definitions, since),
        rules=_later(rules_of(session, indicator.id), since),
        breaks=[d.effective_from for d in definitions if d.breaks_series and d.number > 1 and d.effective_from > since],
        corrected=changed[RevisionKind.CORRECTION],
        restated=changed[RevisionKind.RESTATEMENT],
        recalculated=read_recalculation(session, actor, Looked(indicator.id)),
        evidenced=_evidenced(session, actor, [row.id for row in newest.values()]),
        printed=sum(row.kind == RevisionKind.AS_PRINTED for row in revisions),
        printed_twice=list(_printed_twice(revisions, since)),
        namesakes=_namesakes(session, actor, indicator),
        doubles=_doubles(session, actor, indicator, {code for _, code in newest}),
    )


def _since(today: date) -> date:
    return date(today.year - YEARS, today.month, 1)


def _revisions(session: Session, actor: Actor, indicator: Indicator, since: date) -> Sequence[Any]:
    """Every revision of a period that ended since then, or recorded since then, each cell's in their order."""
    o = Observation
    query = (
        visible_observations(actor)
        .join(PeriodRow, PeriodRow.code == o.period_code)
        .where(
            o.indicator_id == indicator.id,
            or_(PeriodRow.end_on >= since, o.recorded_at >= clock.beginning_of(since)),
        )
        .with_only_columns(
            o.id, o.series_id, o.period_code, o.value_state, o.value, o.kind, o.recorded_at, o.explanations,
            PeriodRow.end_on,
        )
        .order_by(o.series_id, PeriodRow.start_on, o.revision)
    )  # fmt: skip
    return session.execute(query).all()


def _asked(session: Session, actor: Actor, indicator: Indicator, since: date) -> dict[Cell, Any]:
    """The figures that rounds asked for, each with the return that owes it: the last where several did."""
    query = (
        visible_submissions(actor)
        .join(Entry, and_(Entry.council_id == Submission.council_id, Entry.submission_id == Submission.id))
        .join(Series, Series.id == Entry.series_id)
        .join(PeriodRow, PeriodRow.code == Entry.period_code)
        .join(Round, Round.id == Submission.round_id)
        .where(Series.indicator_id == indicator.id, ~Entry.proposes, PeriodRow.end_on >= since)
        .with_only_columns(
            Submission.id, Submission.state, Submission.due_on, Submission.submitted_at, Submission.extended_from,
            Round.state.label("round_state"), Round.closed_at, Entry.series_id, Entry.period_code,
        )
        .order_by(Submission.due_on, Submission.id)
    )  # fmt: skip
    return {(row.series_id, row.period_code): row for row in session.execute(query)}


def _is_over(row: Any) -> bool:
    return bool(row.due_on < clock.today() and row.round_state != "cancelled")


def _days_late(row: Any) -> int:
    return days_late(
        state=row.state, due_on=row.due_on, submitted_at=row.submitted_at, round_state=row.round_state,
        closed_at=row.closed_at,
    )  # fmt: skip


def _expected(indicator: Indicator, known: Sequence[Cell]) -> set[Cell]:
    """The figures that are known of, and those that would lie between the first and the last of each series."""
    span = SPAN_OF[Frequency(indicator.frequency)]
    by_series: dict[int, list[Period]] = defaultdict(list)
    for series_id, code in known:
        if (period := Period.of_code(code)).span is span:
            by_series[series_id].append(period)
    between = {(series_id, each.code) for series_id, some in by_series.items() for each in _between(some, span)}
    return set(known) | between


def _between(periods: Sequence[Period], span: Span) -> Iterator[Period]:
    at, last = min(periods), max(periods)
    for _ in range(LARGEST_GAP):
        if at.start > last.start or at.span is not span:
            return
        yield at
        at = at.next()


def _ages(session: Session, indicator: Indicator, since: date) -> list[int]:
    """Days from each period's end to the first day on which the body that decides had its figure before it."""
    f, a = PackFigure, Approval
    query = (
        select(f.period_code, PeriodRow.end_on, func.min(a.decided_on))
        .join(Series, Series.id == f.series_id)
        .join(PeriodRow, PeriodRow.code == f.period_code)
        .join(a, and_(a.council_id == f.council_id, a.subject_kind == "pack_edition", a.subject_id == f.edition_id))
        .join(RoundStage, RoundStage.id == a.round_stage_id)
        .join(Stage, Stage.id == RoundStage.stage_id)
        .where(
            f.council_id == indicator.council_id,
            Series.indicator_id == indicator.id,
            PeriodRow.end_on >= since,
            Stage.decisive,
            a.outcome != Outcome.RETURNED,
        )
        .group_by(f.period_code, PeriodRow.end_on)
    )
    return [(decided - end).days for _, end, decided in session.execute(query) if decided > end]


def _later(versions: Sequence[IndicatorDefinition] | Sequence[RatingRule], since: date) -> int:
    return sum(each.number > 1 and each.recorded_at >= clock.beginning_of(since) for each in versions)


def _evidenced(session: Session, actor: Actor, observation_ids: Sequence[int]) -> int:
    e = Evidence
    query = select(func.count(distinct(e.subject_id))).where(
        e.council_id == actor.council_id, e.kind == "observation", e.subject_id.in_(observation_ids)
    )
    return session.scalar(query) or 0


def _printed_twice(revisions: Sequence[Any], since: date) -> Iterator[str]:
    """The periods of which documents printed different figures."""
    printed: Mapping[Cell, set[Any]] = defaultdict(set)
    for row in revisions:
        if row.kind == RevisionKind.AS_PRINTED and row.end_on >= since:
            printed[row.series_id, row.period_code].add((row.value_state, row.value))
    codes = {code for (_, code), values in printed.items() if len(values) > 1}
    yield from (each.short_label for each in sorted(map(Period.of_code, codes)))


def _namesakes(session: Session, actor: Actor, indicator: Indicator) -> list[str]:
    query = visible_indicators(actor).where(
        func.lower(Indicator.name) == indicator.name.lower(), Indicator.id != indicator.id, measured_on(clock.today())
    )
    return list(session.scalars(query.with_only_columns(Indicator.ref).order_by(Indicator.ref)))


def _doubles(session: Session, actor: Actor, indicator: Indicator, codes: set[str]) -> list[str]:
    """The refs of indicators that have the very same figures for each of its periods that they have any for."""
    own, other = aliased(Observation, name="own"), aliased(Observation, name="other")
    mine, theirs = figures(actor, NOW).subquery("mine"), figures(actor, NOW).subquery("theirs")
    query = (
        select(Indicator.ref)
        .select_from(mine)
        .join(own, own.id == mine.c.observation_id)
        .join(theirs, and_(theirs.c.period_code == mine.c.period_code, theirs.c.breakdown == mine.c.breakdown))
        .join(other, other.id == theirs.c.observation_id)
        .join(Indicator, Indicator.id == theirs.c.indicator_id)
        .where(
            mine.c.indicator_id == indicator.id,
            mine.c.period_code.in_(sorted(codes)),
            theirs.c.indicator_id != indicator.id,
            own.value.is_not(None),
            other.value.is_not(None),
        )
        .group_by(Indicator.ref)
        .having(func.count() >= FEWEST_ALIKE, func.count(distinct(own.value)) > 2)
        .having(func.sum(func.abs(own.value - other.value)) == 0)
        .order_by(Indicator.ref)
    )
    return list(session.scalars(query))
