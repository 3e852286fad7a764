"""Printed tables as the screen shows them: columns, indicators with suggestions to confirm, and every row."""

from collections.abc import Container, Sequence
from collections.abc import Mapping as AnyMapping
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.integrations.history import Tried, digest_of, grid_of, mapping_of, names_of, try_upload
from quarterdeck.integrations.history_schemas import (
    HistoryColumn,
    HistoryCounts,
    HistoryFault,
    HistoryIndicator,
    HistoryRow,
    HistorySummary,
    HistoryUploadRead,
    NamedCouncil,
)
from quarterdeck.integrations.mapping import MappedIndicator, Mapping, Printed, as_compared, as_named
from quarterdeck.integrations.matching import Measure
from quarterdeck.integrations.models import HistoryState, HistoryUpload
from quarterdeck.integrations.printed_table import Grid, table_of
from quarterdeck.integrations.recording import MeasurePlan
from quarterdeck.integrations.side_by_side import FIGURES_OF, guessed_periods
from quarterdeck.integrations.workflow import HISTORY_UPLOAD
from quarterdeck.measures.models import Aggregation, Indicator, IndicatorDefinition
from quarterdeck.measures.printed import columns_of

Outcome = Literal["read", "unread", "left_out", "conflict"]
SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 60


def upload_read(session: Session, actor: Actor, upload: HistoryUpload) -> HistoryUploadRead:
    """A table as it is answered: what is said of it, what is suggested, and what loading it would come to."""
    grid, tried, said = grid_of(upload), try_upload(session, upload), upload.said
    upload.unread_rows = len(tried.report.unreadable)
    names = ("id", "filename", "sha256", "state", "created_at", "changed_at", "version")
    own = mapping_of(session, upload).by_name
    actions = HISTORY_UPLOAD.allowed_actions(upload, actor)
    if upload.state == HistoryState.DRAFT:
        actions = ["update", *actions, "throw_away"]
    return HistoryUploadRead.model_validate(
        {name: getattr(upload, name) for name in names}
        | {
            "columns": [_column(grid, at, heading, said["columns"]) for at, heading in enumerate(grid.heading)],
            "missing": [fault.column for fault in tried.table.missing],
            "councils": [
                NamedCouncil(printed=name, rows=rows, own=as_named(name) in own)
                for name, rows in names_of(upload, grid).most_common(50)
            ],
            "months_name_quarters": bool(said.get("months_name_quarters")),
            "indicators": _indicators(session, upload, tried.plans),
            "rating": said.get("rating"),
            "counts": _counts(tried),
            "digest": digest_of(upload, tried),
            "allowed_actions": actions,
        }
    )


def summary_read(upload: HistoryUpload) -> HistorySummary:
    """A printed table as the list of them has it."""
    names = HistorySummary.model_fields.keys() - {"allowed_actions"}
    actions = ["update", "throw_away"] if upload.state == HistoryState.DRAFT else []
    return HistorySummary.model_validate(
        {**{name: getattr(upload, name) for name in names}, "allowed_actions": actions}
    )


def row_reads(session: Session, upload: HistoryUpload, outcome: str | None = None) -> list[HistoryRow]:
    """Every line of a table, or those of one outcome, in order."""
    tried = try_upload(session, upload)
    cells = dict(tried.table.rows)
    unread = {each["line"]: each for each in tried.report.unreadable}
    left_out = dict(tried.report.left_out)
    against = {each["line"]: each for each in tried.report.conflicts}
    read_as = {each["line"]: each.get("read") or {} for each in upload.said["rows"]}
    rows = []
    for line, printed in table_of(grid_of(upload), Mapping(columns=upload.said["columns"])).rows:
        what = _outcome(line, left_out, unread, against)
        row = {**_by_column(printed), **_by_column(cells.get(line, {}))}
        found = [unread[line], *unread[line].get("also", [])] if line in unread else []
        found = [against[line]] if what == "conflict" else found
        if outcome in (None, what):
            rows.append(
                HistoryRow(
                    line=line, outcome=what, ref=row.get("ref", ""), indicator=row.get("indicator", ""),
                    period=row.get("period_label", ""), value=row.get("value_as_printed", ""),
                    target=row.get("target_as_printed", ""),
                    faults=[HistoryFault.model_validate(_fault(each)) for each in found],
                    reason=left_out.get(line, ""), read_as=read_as.get(line, {}),
                )
            )  # fmt: skip
    return rows


def _outcome(line: int, left_out: Container[int], unread: Container[int], against: Container[int]) -> Outcome:
    if line in left_out:
        return "left_out"
    if line in unread:
        return "unread"
    return "conflict" if line in against else "read"


def _fault(told: dict[str, Any]) -> dict[str, str]:
    return {name: str(told[name]) for name in ("column", "text", "reason", "advice")}


def _by_column(row: dict[str, str]) -> dict[str, str]:
    known = columns_of(name for name in row if name)
    return {column: row[name] for name, column in known.items() if column and row[name]}


def _column(grid: Grid, at: int, heading: str, columns: dict[str, str]) -> HistoryColumn:
    found = [cells[at].strip() for _, cells in grid.lines if at < len(cells) and cells[at].strip()]
    samples = [text[:LONGEST_SAMPLE] for text in dict.fromkeys(found)][:SAMPLES]
    by_itself = FIGURES_OF if heading in guessed_periods(grid.heading) else ""
    suggested = columns_of([heading])[heading] or by_itself
    name = heading.strip()
    return HistoryColumn(heading=name, samples=samples, column=columns.get(name, ""), suggested=suggested)


def _indicators(session: Session, upload: HistoryUpload, plans: Sequence[MeasurePlan]) -> list[HistoryIndicator]:
    """The table's indicators, each with the one on record that shares its ref, or else its name: perhaps the same."""
    query = select(Indicator.ref, Indicator.name).where(
        Indicator.council_id == upload.council_id, Indicator.provisional.is_(False)
    )
    near: dict[str, str] = {}
    on_record = session.execute(query.order_by(Indicator.id)).all()
    near |= {as_named(row.name): row.ref for row in on_record}
    near |= {as_named(row.ref): row.ref for row in on_record}
    same = {as_compared(each["ref"], each["name"]): each.get("same_as") or "" for each in upload.said["indicators"]}
    return [_indicator(plan, near, same) for plan in plans]


def _indicator(plan: MeasurePlan, near: AnyMapping[str, str], same: AnyMapping[Printed, str]) -> HistoryIndicator:
    measure = plan.measure
    ref, name = next(iter(measure.names.values()))
    said, known = measure.mapped, measure.known
    holds = known.definition if known and not known.indicator.provisional else None
    aggregation, why = _suggested_aggregation(measure)
    stated = {row.polarity_text for row in measure.rows if row.polarity is not None}
    if stated:
        why = [f"The table says “{next(iter(stated))[:80]}”.", *why]
    decimals = max((getattr(each.said, "decimals", 0) for each in measure.printings), default=0)
    return HistoryIndicator(
        ref=ref,
        name=name,
        rows=len(measure.rows),
        on_record=known.indicator.ref if known else None,
        same_as=next((same[printed] for printed in measure.names if same.get(printed)), ""),
        suggested_same_as=None if known else near.get(as_named(ref)) or near.get(as_named(name)),
        provisional=known is None or known.indicator.provisional,
        said=said is not None,
        polarity=_word(holds or said, "polarity"),
        aggregation=_word(holds or said, "aggregation"),
        kind=_word(said, "kind"),
        unit=holds.unit_of_measure if holds else (said and said.unit) or "",
        decimals=holds.decimals if holds else said.decimals if said else None,
        suggested_polarity=next((row.polarity for row in measure.rows if row.polarity is not None), None),
        suggested_aggregation=aggregation,
        suggested_unit=measure.unit,
        suggested_decimals=decimals,
        why=why,
    )


def _suggested_aggregation(measure: Measure) -> tuple[str | None, list[str]]:
    """What the words of the rows hint at: a hint for a person to confirm, never more."""
    texts = " ".join({f"{row.indicator} {row.period_label} {row.note}" for row in measure.rows}).lower()
    if "year to date" in texts or "ytd" in texts or "cumulative" in texts:
        return Aggregation.YEAR_TO_DATE.value, ["Its rows speak of the year to date."]
    if "rolling" in texts:
        return Aggregation.ROLLING.value, ["Its rows speak of a rolling period."]
    if "average" in texts or "mean " in texts:
        return Aggregation.AVERAGE.value, ["Its name speaks of an average."]
    if "at the end of" in texts or "as at" in texts or "snapshot" in texts:
        return Aggregation.SNAPSHOT.value, ["Its rows speak of a moment."]
    return None, []


def _word(said: MappedIndicator | IndicatorDefinition | None, name: str) -> str | None:
    value = getattr(said, name, None)
    return None if value is None else str(value)


def _counts(tried: Tried) -> HistoryCounts:
    report = tried.report
    figures, targets = report.observations, report.targets
    return HistoryCounts(
        rows=report.rows + len(report.left_out),
        read=report.counts["read"] + report.counts["read_with_state"],
        unread=len(report.unreadable),
        left_out=len(report.left_out),
        figures_new=figures["created"],
        figures_revised=figures["updated"],
        figures_unchanged=figures["unchanged"],
        targets_new=targets["created"],
        targets_revised=targets["updated"],
        targets_unchanged=targets["unchanged"],
        conflicts=len(report.conflicts),
        indicators_new=report.indicators["created"],
    )
