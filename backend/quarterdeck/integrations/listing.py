"""What the report lists of a council once its rows are in: councils, figures, indicators to confirm, ratings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.integrations.mapping import Printed, as_named
from quarterdeck.integrations.matching import COLOURS, Record
from quarterdeck.integrations.printings import Column, Figure, Why
from quarterdeck.integrations.recording import MeasurePlan
from quarterdeck.integrations.report import Report
from quarterdeck.measures import printed_words as words
from quarterdeck.measures import projection
from quarterdeck.measures.models import Observation
from quarterdeck.measures.printed_cells import key
from quarterdeck.measures.projection import Cell
from quarterdeck.organisation.models import Council


def list_council(
    session: Session, report: Report, council: Council, printed: list[str], rows: int, *, made: bool
) -> None:
    """A council, and others of its name: a name does not tell which is meant, so a person has to say."""
    others = select(Council.code, Council.name).where(Council.id != council.id).order_by(Council.code)
    names = {as_named(name) for name in (council.name, *printed)}
    report.councils.append(
        {
            "printed": printed,
            "code": council.code,
            "gss_code": council.gss_code,
            "name": council.name,
            "created": made,
            "provisional": council.provisional,
            "rows": rows,
            "others_of_this_name": [code for code, name in session.execute(others) if as_named(name) in names],
        }
    )


def list_plans(report: Report, council: Council, plans: Sequence[MeasurePlan], record: Record) -> None:
    """Figures and targets by what became of them, conflicts, and the indicators that wait for a person."""
    called = {printed: known.indicator.ref for printed, known in record.by_printing.items()}
    called |= {printed: plan.ref for plan in plans for printed in plan.measure.names}
    for plan in plans:
        for code, cell in plan.figures.items():
            created = 0 if code in plan.held else min(1, len(cell.append))
            report.observations.update(
                created=created, updated=len(cell.append) - created, unchanged=len(cell.unchanged)
            )
        for cell in plan.goals.values():
            created = sum(why is Why.FIRST for _, why in cell.append)
            report.targets.update(created=created, updated=len(cell.append) - created, unchanged=len(cell.unchanged))
        for cell in (*plan.figures.values(), *plan.goals.values()):
            for conflict in cell.conflicts:
                report.conflict(conflict, council.name, plan.ref, plan.name)
        known = plan.measure.known
        report.indicators["matched" if known else "created"] += 1
        report.indicators["changed"] += bool(plan.changes)
        if known is None or known.indicator.provisional:
            report.provisional.append(_to_confirm(council, plan, called))


def list_ratings(session: Session, report: Report, council: Council, plans: Sequence[MeasurePlan]) -> None:
    """Each colour that the file prints, held against the rating that the rule on record gives the figure."""
    printed = [
        (plan, printing)
        for plan in plans
        for printing in plan.measure.printings
        if printing.place.column is Column.VALUE and _colour(printing.said.rating) is not None
    ]
    computed = _computed(session, council.id, {(plan.series_id or 0, each.period_code) for plan, each in printed})
    for plan, each in printed:
        rating, unrated_reason = computed.get(_key(plan.series_id, each.period_code, each.said), (None, None))
        report.ratings["printed"] += 1
        if rating is None:
            # In conflict with another printing, so not recorded.
            continue
        if unrated_reason is not None:
            report.ratings["not_rated"] += 1
        elif rating == _colour(each.said.rating):
            report.ratings["agree"] += 1
        else:
            report.differ(each, council.name, plan.ref, plan.name, rating)


def _computed(session: Session, council_id: int, cells: set[Cell]) -> dict[Any, tuple[str, str | None]]:
    """The rating of each figure with a printed one, and the reason where it has none."""
    o = Observation
    found: dict[Any, tuple[str, str | None]] = {}
    for chunk in projection.in_chunks(cells):
        ratings = projection.newest_ratings(session, council_id, chunk)
        query = select(o.id, o.series_id, o.period_code, o.value_state, o.value, o.printed_rating).where(
            o.council_id == council_id, projection.among(o.series_id, o.period_code, chunk)
        )
        for row in session.execute(query.order_by(o.revision)):
            key_of_figure = (row.series_id, row.period_code, row.value_state, row.value, row.printed_rating)
            found[key_of_figure] = ratings[row.id].rating, ratings[row.id].unrated_reason
    return found


def _key(series_id: int | None, period_code: str, said: Figure) -> tuple[Any, ...]:
    return series_id, period_code, said.state.value, said.value, said.rating


def _to_confirm(council: Council, plan: MeasurePlan, called: dict[Printed, str]) -> dict[str, Any]:
    """A provisional indicator, with those that share its ref or its name: perhaps the same."""
    measure = plan.measure
    near = {
        other
        for ref, name in measure.names
        for (r, n), other in called.items()
        if other != plan.ref and ((ref != "" and r == ref) or n == name)
    }
    return {
        "council": council.name,
        "ref": plan.ref,
        "name": plan.name,
        "printed": [list(names) for names in measure.names.values()],
        "resembles": sorted(near),
        "not_stated": measure.not_said,
        "created": measure.known is None,
    }


def _colour(text: str | None) -> str | None:
    rating = words.RATINGS.get(key(text or ""))
    return rating if rating in COLOURS else None
