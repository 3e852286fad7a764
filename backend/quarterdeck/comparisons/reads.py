"""An indicator beside others: their figures of a period as they were known at a viewpoint, and cautions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons import spread
from quarterdeck.comparisons.areas import WIDER, areas_by_code, why_not_valid
from quarterdeck.comparisons.cautions import Seen, cautions_of, summary_of
from quarterdeck.comparisons.groups import members_of, visible_groups
from quarterdeck.comparisons.models import ComparisonArea, ComparisonFile, ComparisonGroup, ComparisonValue
from quarterdeck.comparisons.own import definition_for, own_figure
from quarterdeck.comparisons.schemas import (
    AreaFigure,
    ComparedPeriod,
    ComparisonAreaRead,
    ComparisonGroupRead,
    ComparisonRead,
    ComparisonRevision,
    ComparisonSource,
    ComparisonSpread,
    PooledFigure,
)
from quarterdeck.comparisons.workflow import may_load
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import period_of
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.viewpoint import Viewpoint
from quarterdeck.organisation.models import Council

Order = Literal["name", "code"]


@dataclass(frozen=True)
class Asked:
    """What is compared: an indicator, of which period (None: the newest that others have), with which group."""

    indicator_id: int
    period: str | None = None
    group_id: int | None = None
    order: Order = "name"


def compare(session: Session, actor: Actor, viewpoint: Viewpoint, asked: Asked) -> ComparisonRead:
    """An indicator's figure beside those of others. Raises 404; 422 for a code that is no period."""
    indicator = find_indicator(session, actor, asked.indicator_id)
    council = session.get_one(Council, actor.council_id)
    rows = _values(session, actor, viewpoint, indicator.id)
    periods = _periods(rows)
    period = period_of(asked.period, "period") if asked.period else (periods[0] if periods else None)
    groups = _groups(session, actor, viewpoint)
    group = _chosen(groups, asked.group_id)
    areas = areas_by_code(session, actor, viewpoint)
    of_period = [row for row in rows if period is not None and row.period_code == period.code]
    figures = _figures(of_period, areas, group, period, council.gss_code)
    wider = sorted((each for each in figures if each.kind in WIDER), key=_in(asked.order))
    shown = sorted((each for each in figures if each.kind not in WIDER), key=_in(asked.order))
    own, no_own = (None, "") if period is None else own_figure(session, actor, viewpoint, indicator, period)
    definition = definition_for(session, indicator, viewpoint, period)
    unit, decimals = (definition.unit_of_measure, definition.decimals) if definition else ("", 0)
    others = [each for each in shown if not each.is_own]
    members = len(others) if group is None else sum(code != council.gss_code for code in group.codes)
    seen = Seen(period, unit, decimals, own, no_own, shown, wider, _sources(session, [*shown, *wider]), members)
    pooled, no_pooled = _pooled(others, unit)
    return ComparisonRead.model_validate(
        {
            "indicator_id": indicator.id, "ref": indicator.ref, "name": indicator.name,
            "unit_of_measure": unit, "decimals": decimals, "polarity": definition.polarity if definition else "none",
            "period": period and period.code, "period_label": period and period.label,
            "periods": [_period_read(each, rows) for each in periods],
            "groups": groups, "group_id": group and group.id,
            "own_code": council.gss_code, "own_name": council.name, "own": own, "no_own": no_own,
            "wider": wider, "areas": shown, "spread": _spread(others, members),
            "pooled": pooled, "no_pooled": no_pooled, "sources": seen.sources, "cautions": cautions_of(seen),
            "summary": summary_of(seen), "may_load": may_load(actor),
        }
    )  # fmt: skip


def _values(session: Session, actor: Actor, viewpoint: Viewpoint, indicator_id: int) -> Sequence[ComparisonValue]:
    """Every revision known then, the newest first."""
    v, then = ComparisonValue, viewpoint.change_no
    query = select(v).where(
        v.council_id == actor.council_id,
        v.indicator_id == indicator_id,
        true() if then is None else v.change_no <= then,
    )
    return session.scalars(query.order_by(v.revision.desc(), v.area_code)).all()


def _periods(rows: Sequence[ComparisonValue]) -> list[Period]:
    found = {Period.of_code(code) for code in {row.period_code for row in rows}}
    return sorted(found, key=lambda each: (each.end, each.start, each.code), reverse=True)


def _period_read(period: Period, rows: Sequence[ComparisonValue]) -> ComparedPeriod:
    areas = {row.area_code for row in rows if row.period_code == period.code}
    return ComparedPeriod(period=period.code, label=period.label, figures=len(areas))


def _groups(session: Session, actor: Actor, viewpoint: Viewpoint) -> list[ComparisonGroupRead]:
    """By name, the newest version of each first."""
    g = ComparisonGroup
    rows = session.scalars(visible_groups(actor, viewpoint).order_by(g.name, g.dated.desc(), g.id.desc())).all()
    return group_reads(session, rows)


def group_reads(session: Session, rows: Sequence[ComparisonGroup]) -> list[ComparisonGroupRead]:
    """Groups as they are answered."""
    members = members_of(session, [row.id for row in rows])
    same = ("id", "name", "version", "dated", "file_id")
    return [
        ComparisonGroupRead(**{name: getattr(row, name) for name in same}, codes=members.get(row.id, []))
        for row in rows
    ]


def area_reads(session: Session, actor: Actor, rows: Sequence[ComparisonArea]) -> list[ComparisonAreaRead]:
    """Areas as they are answered, with the codes of what each took the place of."""
    before: dict[str, list[str]] = defaultdict(list)
    for code, area in sorted(areas_by_code(session, actor).items()):
        for successor in area.successors:
            before[successor].append(code)
    same = ("id", "code", "name", "kind", "valid_from", "valid_to", "successors", "file_id")
    return [
        ComparisonAreaRead.model_validate(
            {**{name: getattr(row, name) for name in same}, "predecessors": before[row.code]}
        )
        for row in rows
    ]


def _chosen(groups: Sequence[ComparisonGroupRead], group_id: int | None) -> ComparisonGroupRead | None:
    if group_id is None:
        return None
    found = next((each for each in groups if each.id == group_id), None)
    if found is None:
        raise not_found("group of areas")
    return found


def _figures(
    rows: Sequence[ComparisonValue],
    areas: Mapping[str, ComparisonArea],
    group: ComparisonGroupRead | None,
    period: Period | None,
    own_code: str | None,
) -> list[AreaFigure]:
    """Of every area with a figure, or of a group's members, with or without one, and whatever is wider."""
    by_code: dict[str, list[ComparisonValue]] = defaultdict(list)
    for row in rows:
        by_code[row.area_code].append(row)
    codes = set(by_code)
    if group is not None:
        codes = {code for code in codes if areas[code].kind in WIDER} | set(group.codes)
    return [_figure(areas[code], by_code.get(code, []), areas, period, own_code) for code in codes if code in areas]


def _figure(
    area: ComparisonArea,
    revisions: Sequence[ComparisonValue],
    areas: Mapping[str, ComparisonArea],
    period: Period | None,
    own_code: str | None,
) -> AreaFigure:
    newest = revisions[0] if revisions else None
    why = why_not_valid(area, period, areas) if period is not None and newest is None else None
    same = ("value", "numerator", "denominator", "file_id")
    values: dict[str, Any] = {name: getattr(newest, name, None) for name in same}
    return AreaFigure.model_validate(
        {
            "code": area.code,
            "name": area.name,
            "kind": area.kind,
            "is_own": area.code == own_code,
            "value_state": newest and newest.value_state,
            "unit": newest.unit if newest else "",
            "note": newest.note if newest else "",
            "sentence": "" if newest else (why or "No figure was loaded."),
            "earlier": [ComparisonRevision.model_validate(row) for row in revisions[1:]],
            **values,
        }
    )


def _in(order: Order) -> Any:
    if order == "code":
        return lambda each: each.code
    return lambda each: (each.name.casefold(), each.code)


def _spread(others: Sequence[AreaFigure], members: int) -> ComparisonSpread | None:
    values = [each.value for each in others if each.value is not None]
    lie = spread.lie_of(values)
    return None if lie is None else ComparisonSpread(reported=len(values), members=members, **vars(lie))


def _pooled(others: Sequence[AreaFigure], unit: str) -> tuple[PooledFigure | None, str]:
    """One figure for all that reported, where all gave numerator and denominator; else why not."""
    valued = [each for each in others if each.value is not None]
    parts = [
        (each.numerator, each.denominator)
        for each in valued
        if each.numerator is not None and each.denominator is not None
    ]
    if not valued:
        return None, "No other council's figure is on record for this period."
    if len(parts) < len(valued):
        return None, (
            f"There is no figure for all of them together: {len(valued) - len(parts)} of {len(valued)} give no "
            "numerator and denominator, and figures of councils are never averaged."
        )
    made = spread.pooled(parts, unit)
    if made is None:
        return None, "There is no figure for all of them together: the denominators come to nought."
    return PooledFigure(value=made[0], numerator=made[1], denominator=made[2], areas=len(parts)), ""


def _sources(session: Session, figures: Sequence[AreaFigure]) -> list[ComparisonSource]:
    """The files that the figures came in, the newest publication first."""
    counts: dict[int, int] = defaultdict(int)
    for each in figures:
        if each.file_id is not None:
            counts[each.file_id] += 1
    f, today = ComparisonFile, clock.today()
    files = session.scalars(select(f).where(f.id.in_(sorted(counts))).order_by(f.published_on.desc(), f.id.desc()))
    return [_source(file, counts[file.id], today) for file in files]


def _source(file: ComparisonFile, figures: int, today: date) -> ComparisonSource:
    published = file.published_on or today
    days, words = spread.age_of(published, today)
    same = ("publisher", "title", "link", "licence", "definition_note")
    return ComparisonSource(
        file_id=file.id,
        published_on=published,
        age_days=days,
        age=words,
        figures=figures,
        **{name: getattr(file, name) for name in same},
    )
