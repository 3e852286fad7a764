"""Two views of a period beside each other: what each says of every measure, and why they differ, as it is on record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.glanced import read_glanced
from quarterdeck.dashboards.quarters import window
from quarterdeck.dashboards.two_views_schemas import Because, MeasureInTwoViews, SaidThere, TwoViews, View, Why
from quarterdeck.framework.service import period_of
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.models import IndicatorDefinition, Observation, RatingRule, RevisionKind, Target
from quarterdeck.measures.reads import read_cells
from quarterdeck.measures.viewpoint import Viewpoint, visible_observations

RESPECTS: Final = {
    "rating": ("rating", "unrated_reason"),
    "figure": ("value_state", "value", "provisional", "unit_of_measure", "decimals", "period"),
    "target": ("target", "target_low", "target_high", "target_text"),
    "judgement": ("override_reason",),
}
"""In which respects two views of a measure may differ, those that matter most first; and what tells of each."""
VERSIONS: Final = ((Target, "target_id"), (RatingRule, "rule_id"), (IndicatorDefinition, "definition_id"))
REVISED: Final = {
    RevisionKind.RESTATEMENT: Because.RESTATEMENT,
    RevisionKind.CORRECTION: Because.CORRECTION,
    RevisionKind.AS_PRINTED: Because.PRINTED_AGAIN,
}


@dataclass(frozen=True)
class Sides:
    """A measure as the view with the earlier change has it, and as the later one does."""

    earlier: Figure | None
    later: Figure | None


@dataclass(frozen=True)
class Recorded:
    """What was recorded between two views, by id; revisions by cell, oldest first."""

    revisions: Mapping[tuple[int, str], Sequence[Observation]]
    targets: Mapping[int, Target]
    rules: Mapping[int, RatingRule]
    definitions: Mapping[int, IndicatorDefinition]


def compare_views(session: Session, actor: Actor, period: str, before: Viewpoint, after: Viewpoint) -> TwoViews:
    """Every measure that the dashboard of the period shows from either view; what differs first, by the ref.

    A fixed number of queries, however many measures there are. Raises 422 for a code that is no period.
    """
    shown = window(period_of(period, "period"))
    sides = [_figures(session, actor, view, shown) for view in (before, after)]
    # Of two views, the one that knows less explains nothing: what came after it does.
    turned = _change_of(before) > _change_of(after)
    found = sorted({*sides[0], *sides[1]}, key=lambda series_id: _ref(sides, series_id))
    pairs = {series_id: (sides[0].get(series_id), sides[1].get(series_id)) for series_id in found}
    told = {series_id: Sides(*(reversed(pair) if turned else pair)) for series_id, pair in pairs.items()}
    recorded = _recorded(session, actor, told.values())
    earlier, later = (after, before) if turned else (before, after)
    items = [_measure(pairs[series_id], list(_why(each, recorded, earlier, later))) for series_id, each in told.items()]
    items.sort(key=lambda each: _rank(each.changed))
    return TwoViews(
        period=shown.now.code,
        period_label=shown.now.label,
        before=View(as_of_change=before.change_no, pack=before.edition_id),
        after=View(as_of_change=after.change_no, pack=after.edition_id),
        total=len(items),
        differing=sum(bool(each.changed) for each in items),
        items=items,
    )


def _figures(session: Session, actor: Actor, viewpoint: Viewpoint, shown: Any) -> dict[int, Figure]:
    """What the dashboard shows from there, by series, with the very rows that made each."""
    glanced, _ = read_glanced(session, actor, viewpoint, shown)
    cells = [(each.series_id, each.period) for each in glanced]
    return {each.series_id: each for each in read_cells(session, actor, cells, viewpoint)}


def _change_of(viewpoint: Viewpoint) -> float:
    return float("inf") if viewpoint.change_no is None else viewpoint.change_no


def _ref(sides: Sequence[Mapping[int, Figure]], series_id: int) -> tuple[str, int]:
    figure = sides[1].get(series_id) or sides[0][series_id]
    return figure.ref, series_id


def _rank(changed: Sequence[str]) -> int:
    order = ["presence", *RESPECTS]
    return min((order.index(each) for each in changed), default=len(order))


def _measure(pair: tuple[Figure | None, Figure | None], why: list[Why]) -> MeasureInTwoViews:
    before, after = pair
    known = after or before
    if known is None:
        raise ValueError("a measure is in one of the views")
    changed = _changed(before, after)
    return MeasureInTwoViews(
        indicator_id=known.indicator_id,
        series_id=known.series_id,
        ref=known.ref,
        name=known.name,
        unit=known.unit,
        unit_name=known.unit_name,
        changed=changed,
        before=_said(before),
        after=_said(after),
        why=why if changed else [],
    )


def _changed(before: Figure | None, after: Figure | None) -> list[str]:
    if before is None or after is None:
        return ["presence"]
    return [
        respect
        for respect, names in RESPECTS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    ]


def _said(figure: Figure | None) -> SaidThere | None:
    if figure is None:
        return None
    return SaidThere.model_validate(
        {
            **{name: getattr(figure, name) for name in SaidThere.model_fields if name != "observation_id"},
            "observation_id": figure.id,
        }
    )


def _why(sides: Sides, recorded: Recorded, earlier: Viewpoint, later: Viewpoint) -> Iterator[Why]:
    """What was recorded between the two views that made the difference, in the order in which a figure is made."""
    was, now = sides.earlier, sides.later
    if was is None or now is None:
        yield _why_one_alone(was, now, earlier, later)
        return
    if was.period != now.period:
        yield Why(because=Because.OTHER_PERIOD, reason="", at=None)
        return
    for revision in recorded.revisions.get((now.series_id, now.period), ()):
        if min(was.revision, now.revision) < revision.revision <= max(was.revision, now.revision):
            because = REVISED.get(RevisionKind(revision.kind), Because.CORRECTION)
            yield Why(because=because, reason=revision.reason, at=revision.recorded_at)
    if now.definition_id != was.definition_id:
        definition = recorded.definitions[now.definition_id]
        yield Why(because=Because.DEFINITION, reason=definition.reason, at=definition.recorded_at)
    if now.target_id != was.target_id and now.target_id is not None:
        target = recorded.targets[now.target_id]
        late = target.recorded_at.date() > now.end_on
        because = Because.LATE_TARGET if late else Because.TARGET
        yield Why(because=because, reason=target.rationale, at=target.recorded_at)
    if now.rule_id != was.rule_id and now.rule_id is not None:
        rule = recorded.rules[now.rule_id]
        yield Why(because=Because.RULE, reason=rule.reason, at=rule.recorded_at)
    if now.override_reason != was.override_reason:
        yield Why(because=Because.JUDGEMENT, reason=now.override_reason or "", at=None)


def _why_one_alone(was: Figure | None, now: Figure | None, earlier: Viewpoint, later: Viewpoint) -> Why:
    """Why a measure is in one view alone: the other is an edition without it, or knew nothing of it yet."""
    missing_in = earlier if was is None else later
    known = now if was is None else was
    if missing_in.edition_id is not None:
        return Why(because=Because.NOT_IN_EDITION, reason="", at=None)
    if known is not None and missing_in.knows(known.change_no):
        return Why(because=Because.APPROVED_SINCE, reason="", at=None)
    return Why(because=Because.REPORTED_SINCE, reason="", at=known.recorded_at if known else None)


def _recorded(session: Session, actor: Actor, told: Iterable[Sides]) -> Recorded:
    """All that the differences hang on. Four queries at most."""
    both = [(each.earlier, each.later) for each in told]
    pairs = [(was, now) for was, now in both if was is not None and now is not None]
    revised = {now.series_id: now.period for was, now in pairs if was.revision != now.revision}
    o, revisions = Observation, dict[tuple[int, str], list[Observation]]()
    if revised:
        query = visible_observations(actor).where(o.series_id.in_(revised), o.period_code.in_(set(revised.values())))
        for row in session.scalars(query.order_by(o.revision)):
            revisions.setdefault((row.series_id, row.period_code), []).append(row)
    return Recorded(revisions, *(_new(session, model, name, pairs) for model, name in VERSIONS))


def _new(session: Session, model: Any, name: str, pairs: Iterable[tuple[Figure, Figure]]) -> dict[int, Any]:
    """The versions that the later figures of these pairs were made with, and the earlier ones were not, by id."""
    ids = {getattr(now, name) for was, now in pairs if getattr(was, name) != getattr(now, name)} - {None}
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(ids)))} if ids else {}
