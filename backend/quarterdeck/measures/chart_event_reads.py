"""The decisions that a chart of a series marks, from where it is read: those that were on record then."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.decisions import visible_approvals
from quarterdeck.framework.models import Approval
from quarterdeck.framework.periods import Period
from quarterdeck.measures.breaks import first_period
from quarterdeck.measures.chart_events import ChartEvent, EventKind
from quarterdeck.measures.definitions import SUBJECT
from quarterdeck.measures.editions import PackFigure
from quarterdeck.measures.models import IndicatorDefinition, Series, Target, TargetState
from quarterdeck.measures.reads import known_period
from quarterdeck.measures.rebases import rebased_from
from quarterdeck.measures.viewpoint import Viewpoint
from quarterdeck.measures.words import listed, target_said
from quarterdeck.organisation.models import Body, Post

NAMED = 3
"""How many periods a sentence names."""


def read_events(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Series | None, rows: Sequence[Any]
) -> list[ChartEvent]:
    """Decisions on the figures shown, on their targets and on the definition. rows: those of `chart_reads.rows_of`."""
    if series is None or not rows:
        return []
    periods = {row.period: known_period(row.period) for row in rows}
    return [
        *_on_figures(session, actor, viewpoint, series, periods),
        *_on_targets(session, actor, viewpoint, series, periods, rows[-1]),
        *_on_definition(session, actor, viewpoint, series, periods),
        *_rebases(session, actor, viewpoint, series, periods),
    ]


def _on_figures(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Series, periods: dict[str, Period]
) -> Iterator[ChartEvent]:
    """What bodies made of editions that pin a figure; officers' and portfolio holders' reviews go before them."""
    f = PackFigure
    query = (
        visible_approvals(actor)
        .join(Body, Body.id == Approval.body_id)
        .join(f, and_(f.council_id == Approval.council_id, f.edition_id == Approval.subject_id))
        .where(Approval.subject_kind == "pack_edition", f.series_id == series.id, _known(Approval.change_no, viewpoint))
        .with_only_columns(Approval.outcome, Approval.decided_on, Body.name, f.period_code)
        .distinct()
    )
    for outcome, day, who, code in session.execute(query):
        if code in periods:
            yield ChartEvent(day, EventKind(outcome), f"{who} {outcome} {periods[code].short_label}", who, (code,))


def _on_targets(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Series, periods: dict[str, Period], newest: Any
) -> Iterator[ChartEvent]:
    """Targets that took the place of others which had been approved for the same periods."""
    t = Target
    query = (
        _decided_by(
            select(t.period_code, t.value, t.low, t.high, t.text, Approval.decided_on, Body.name, Post.title)
            .select_from(t)
            .outerjoin(Approval, Approval.id == t.approval_id)
        )
        .where(
            t.council_id == actor.council_id,
            t.series_id == series.id,
            t.state == TargetState.APPROVED,
            _known(t.approved_change_no, viewpoint),
        )
        .order_by(t.approved_change_no, t.number)
    )
    versions: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        versions[row.period_code].append(row)
    changed: dict[tuple[date, str], dict[str, str]] = defaultdict(dict)
    for code in periods:
        for before, now in pairwise(versions[code]):
            said = [_target(each, newest) for each in (before, now)]
            if now.decided_on is not None and said[0] != said[1]:
                changed[now.decided_on, now.name or now.title or ""][code] = f"changed from {said[0]} to {said[1]}"
    for (day, who), by_period in changed.items():
        words = set(by_period.values())
        names = listed([periods[code].short_label for code in by_period], NAMED)
        how = words.pop() if len(words) == 1 else "changed"
        by = f" by {who}" if who else " by decision"
        which = "Target" if len(by_period) == 1 else "Targets"
        yield ChartEvent(day, EventKind.TARGET, f"{which} for {names} {how}{by}", who, tuple(by_period))


def _on_definition(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Series, periods: dict[str, Period]
) -> Iterator[ChartEvent]:
    d = IndicatorDefinition
    query = _decided_by(
        visible_approvals(actor)
        .join(d, d.id == Approval.subject_id)
        .with_only_columns(Approval.decided_on, d.effective_from, Body.name, Post.title)
    ).where(
        Approval.subject_kind == SUBJECT,
        d.indicator_id == series.indicator_id,
        _known(Approval.change_no, viewpoint),
    )
    newest = list(periods.values())[-1]
    for day, since, body, post in session.execute(query):
        who = body or post or ""
        by = f", as {who} agreed" if who else ""
        about = tuple(code for code, period in periods.items() if period.start == since)
        words = f"Definition changed from {first_period(since, newest)}{by}"
        yield ChartEvent(day, EventKind.DEFINITION, words, who, about)


def _rebases(
    session: Session, actor: Actor, viewpoint: Viewpoint, series: Series, periods: dict[str, Period]
) -> Iterator[ChartEvent]:
    starts = rebased_from(session, actor, viewpoint, [series.id]).get(series.id, set())
    for code, period in periods.items():
        if period.start in starts:
            words = f"Process limits rebased from {period.short_label}"
            yield ChartEvent(period.start, EventKind.REBASE, words, about=(code,))


def _target(row: Any, newest: Any) -> str:
    return target_said(row.value, row.low, row.high, row.text, newest.unit_of_measure, newest.decimals)


def _decided_by(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With the body or the post that decided."""
    return query.outerjoin(Body, Body.id == Approval.body_id).outerjoin(Post, Post.id == Approval.post_id)


def _known(change_no: InstrumentedAttribute[Any], viewpoint: Viewpoint) -> ColumnElement[bool]:
    return true() if viewpoint.change_no is None else change_no <= viewpoint.change_no
