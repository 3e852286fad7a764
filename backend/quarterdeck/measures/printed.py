"""Reading one row of an indicator table as a council printed it (the file of ``quarterdeck backfill``).

``read_row`` is pure: a row in, what it means out, or every cell that stops it from being read. Nothing is
dropped and nothing guessed: a row with one unreadable cell is listed, not half read. What a table does not
say (polarity, aggregation, rule) stays None, for the mapping file to say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeVar
from urllib.parse import unquote

from quarterdeck.measures import printed_words as words
from quarterdeck.measures.printed_cells import MAXIMUM_CELL, Unreadable, key, tidy
from quarterdeck.measures.printed_figures import in_unit, unit_of
from quarterdeck.measures.printed_periods import PeriodContext, PrintedPeriod, previous_period, read_period
from quarterdeck.measures.printed_targets import PrintedTarget, read_target
from quarterdeck.measures.printed_values import PrintedValue, read_value

__all__ = [
    "PeriodContext", "PrintedPeriod", "PrintedRow", "PrintedTarget", "PrintedValue", "Unreadable", "columns_of",
    "headings", "identity", "previous_period", "read_period", "read_row", "read_target", "read_value",
]  # fmt: skip

# Column → other headings met for it. Headings are compared in lower case with underscores.
# fmt: off
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "council": ("authority", "local_authority", "organisation"),
    "plan": ("strategy",),
    "priority_theme": ("theme", "priority", "corporate_priority", "council_priority"),
    "ref": ("reference", "indicator_ref", "code", "pi_ref", "kpi_ref", "pi_code", "indicator_reference"),
    "indicator": (
        "measure", "indicator_name", "kpi", "pi", "description", "performance_indicator", "key_performance_indicator",
        "performance_measure", "indicator_description",
    ),
    "unit": ("unit_of_measure", "units"),
    "polarity_stated": ("polarity", "good_is", "aim"),
    "period_label": ("period", "reporting_period"),
    "value_as_printed": ("value", "actual", "result", "performance", "outturn", "figure"),
    "target_as_printed": ("target",),
    "rag_as_printed": ("rag", "rag_status", "rating", "status"),
    "commentary": ("comment", "comments"),
    "source_url": ("source", "url"),
    "previous_as_printed": ("previous", "previous_value", "previous_period"),
    "trend_as_printed": ("trend", "direction_of_travel", "dot"),
    "note": ("notes",),
    "year": ("financial_year", "reporting_year"),
    "quarter": ("reporting_quarter",),
    "published": ("published_on", "printed_on", "publication_date"),
}
# fmt: on
REQUIRED: Final = ("council", "indicator", "period_label", "value_as_printed", "target_as_printed")
_LONG_TEXT: Final = frozenset({"commentary", "note", "source_url"})
_PUBLISHED = re.compile(
    r"\bpublished(?: on)? "
    r"((?:[0-9]{1,2} [a-z]+ [0-9]{4})|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b(?:q|quarter ?|qtr ?)([1-4])\b|\b(first|second|third|fourth) quarter", re.IGNORECASE)
_Read = TypeVar("_Read")
_ORDINALS: Final = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class PrintedRow:
    """A row of a printed table, read.

    value is None for a row that prints a target alone. previous is a printing of ``previous_period(period)``.
    unit is the unit column as printed; unit_of_measure the unit that the numbers are in, as far as the row
    shows. polarity and rating are None where the words are blank or not known; their texts are kept.
    contextual: the row itself says that it is data only. published_on: the date its note or column states.
    """

    line: int
    council: str
    plan: str
    theme: str
    ref: str
    indicator: str
    unit: str
    unit_of_measure: str | None
    polarity_text: str
    polarity: words.Polarity | None
    period_label: str
    period: PrintedPeriod
    value: PrintedValue | None
    previous: PrintedValue | None
    target: PrintedTarget | None
    rating_text: str
    rating: words.Rating | None
    trend: str
    contextual: bool
    commentary: str
    source_url: str
    note: str
    published_on: date | None

    @property
    def outcome(self) -> Literal["read", "read_with_state"]:
        """How the backfill report counts the row; a row with a target alone is read."""
        return "read" if self.value is None or self.value.state == "value" else "read_with_state"


def headings(names: list[str]) -> list[Unreadable]:
    """The required columns that a file's first line lacks, each a finding for line 1."""
    known = {_column(name) for name in names}
    return [
        Unreadable(column, "", "the file has no such column", f"head it “{column}”, or {_listed(COLUMNS[column])}", 1)
        for column in REQUIRED
        if column not in known
    ]


def identity(row: Mapping[str, str]) -> tuple[str, str, str]:
    """The council, ref and indicator of a row as printed, before it is read: to look up what else is known of it."""
    cells, _ = _cells(row)
    return cells["council"], cells["ref"], cells["indicator"]


def columns_of(names: Iterable[str]) -> dict[str, str | None]:
    """Which column each heading names; None for a heading that is read for nothing."""
    return {name: column if (column := _column(name)) in COLUMNS else None for name in names}


def read_row(
    row: Mapping[str, str], line: int, *, unit_hint: str = "", months_name_quarters: bool = False
) -> PrintedRow | list[Unreadable]:
    """A row, by heading, and its line in the file (the heading is line 1). Never raises.

    unit_hint: the mapping file's unit for the indicator, used where the unit column names none;
    months_name_quarters: its word that this council's "Jul 2024" is a quarter.
    Returns every cell that could not be read where there is one.
    """
    cells, faults = _cells(row)
    if faults:
        return [fault.at(fault.column, line) for fault in faults]
    unit = cells["unit"] if unit_of(cells["unit"]) else unit_hint
    context = PeriodContext(cells["year"], _document_quarter(cells), months_name_quarters)
    period = read_period(cells["period_label"], context)
    cells = _target_column(cells, period)
    about = cells["indicator"]
    value = read_value(cells["value_as_printed"], unit, about) if cells["value_as_printed"] else None
    target = read_target(cells["target_as_printed"], unit, about) if cells["target_as_printed"] else None
    previous = read_value(cells["previous_as_printed"], unit, about) if cells["previous_as_printed"] else None
    if isinstance(value, PrintedValue) and isinstance(target, PrintedTarget):
        target = _in_the_value_s_unit(value, target, unit)
    published = _published(cells)
    read: dict[str, object] = {
        "period_label": period, "value_as_printed": value, "target_as_printed": target,
        "previous_as_printed": previous, "published": published,
    }  # fmt: skip
    faults = [cell.at(column, line) for column, cell in read.items() if isinstance(cell, Unreadable)]
    faults += [fault.at(fault.column, line) for fault in _incomplete(cells)]
    if faults:
        return faults
    assert isinstance(period, PrintedPeriod)
    return PrintedRow(
        line=line,
        period=period,
        value=_kept(value),
        previous=_kept(previous),
        target=_kept(target),
        unit_of_measure=_unit_of_measure(unit, value, target, previous),
        published_on=_kept(published),
        polarity=_polarity(cells["polarity_stated"]),
        rating=words.RATINGS.get(key(cells["rag_as_printed"])),
        contextual=any(
            words.CONTEXTUAL.search(key(cells[column])) for column in ("rag_as_printed", "target_as_printed")
        ),
        **{field: cells[column] for field, column in _TEXTS.items()},
    )


# Field of a row → the column whose text it keeps as printed.
_TEXTS: Final = {
    "council": "council", "plan": "plan", "theme": "priority_theme", "ref": "ref", "indicator": "indicator",
    "unit": "unit", "polarity_text": "polarity_stated", "period_label": "period_label",
    "rating_text": "rag_as_printed", "trend": "trend_as_printed", "commentary": "commentary",
    "source_url": "source_url", "note": "note",
}  # fmt: skip


def _column(heading: str) -> str:
    """The column a heading names, or the heading itself in lower case."""
    name = tidy(heading).lower().replace(" ", "_")
    return next((column for column, others in COLUMNS.items() if name == column or name in others), name)


def _cells(row: Mapping[str, str]) -> tuple[dict[str, str], list[Unreadable]]:
    """The row's known cells by column, blank where there is none, and what makes them unusable."""
    cells = dict.fromkeys(COLUMNS, "")
    faults: list[Unreadable] = []
    for heading, cell in row.items():
        if not isinstance(heading, str):
            faults.append(
                Unreadable(
                    "",
                    str(cell),
                    "the row has more cells than the heading",
                    "put quotation marks round cells with commas",
                )
            )
            continue
        column, text = _column(heading), cell if isinstance(cell, str) else ""
        if column not in cells:
            continue
        if "\0" in text or re.search("[\ud800-\udfff]", text):
            faults.append(
                Unreadable(
                    column,
                    ascii(text),
                    "the cell holds characters that are no text",
                    "save the file as UTF-8",
                )
            )
        elif len(text) > (MAXIMUM_CELL * 20 if column in _LONG_TEXT else MAXIMUM_CELL):
            faults.append(Unreadable(column, text[:80], "the cell is too long", "check for a missing quotation mark"))
        elif text.strip() and cells[column]:
            faults.append(
                Unreadable(
                    column,
                    text,
                    "two columns of the file mean the same",
                    f"keep one of {_listed((column, *COLUMNS[column]))}",
                )
            )
        else:
            cells[column] = text.strip()
    return cells, faults


def _target_column(cells: dict[str, str], period: PrintedPeriod | Unreadable) -> dict[str, str]:
    """The cells, with a figure under a label such as "2013/14 Target" taken for the target it is."""
    is_target = isinstance(period, PrintedPeriod) and period.role == "target"
    if not is_target or not cells["value_as_printed"] or cells["target_as_printed"]:
        return cells
    return cells | {"target_as_printed": cells["value_as_printed"], "value_as_printed": ""}


def _in_the_value_s_unit(value: PrintedValue, target: PrintedTarget, unit: str) -> PrintedTarget | Unreadable:
    """The target in the unit of time of the value beside it ("39 days" against "6 weeks")."""
    if value.number is None or target.number is None or value.unit == target.unit:
        return target
    bare = [one for one in (value, target) if one.unit is None and one.number]
    if bare and "seconds" in (value.unit, target.unit) and unit_of(unit) not in words.TIME_UNITS:
        return Unreadable(
            "target_as_printed",
            target.text,
            "value and target are not both in a unit of time",
            "give the unit in the unit column",
        )
    numbers = [
        in_unit(one, target.unit or "", value.unit or "") if one is not None else None
        for one in (target.number, target.upper)
    ]
    if numbers[0] is None:
        return target
    return replace(target, number=numbers[0], upper=numbers[1], unit=value.unit)


def _incomplete(cells: dict[str, str]) -> list[Unreadable]:
    """What a row must have and lacks: a council, an indicator, and a value or a target."""
    missing = [
        Unreadable(
            column,
            "",
            f"the row has no {column}",
            "fill the cell, or repeat the one above where the table merged them",
        )
        for column in ("council", "indicator")
        if not cells[column]
    ]
    if not cells["value_as_printed"] and not cells["target_as_printed"]:
        advice = "print the value, or a word such as “TBC” or “not due”; leave the row out if it says nothing"
        missing.append(Unreadable("value_as_printed", "", "the row has neither a value nor a target", advice))
    return missing


def _unit_of_measure(
    unit: str,
    value: PrintedValue | Unreadable | None,
    target: PrintedTarget | Unreadable | None,
    previous: PrintedValue | Unreadable | None,
) -> str | None:
    """The unit that the numbers are in: the cells' own (times are converted) before the unit column's."""
    shown = [one.unit for one in (value, target, previous) if one is not None and not isinstance(one, Unreadable)]
    return next((name for name in shown if name), None) or unit_of(unit)


def _document_quarter(cells: dict[str, str]) -> int | None:
    """The quarter that a quarter column, or else the title in the source's address, says is reported."""
    title = unquote(cells["source_url"]).rstrip("/").rpartition("/")[2]
    found = {
        int(number) if number else _ORDINALS.index(ordinal.lower()) + 1
        for number, ordinal in _QUARTER.findall(cells["quarter"] or re.sub(r"[-_]", " ", title))
    }
    if cells["quarter"] in ("1", "2", "3", "4"):
        return int(cells["quarter"])
    return found.pop() if len(found) == 1 else None


def _published(cells: dict[str, str]) -> date | Unreadable | None:
    """The day of publication that the column or the note states."""
    stated = cells["published"] and f"published {cells['published']}"
    found = _PUBLISHED.search(tidy(stated or cells["note"]))
    if not found:
        return Unreadable("published", stated, "not a date", "print it as in “26 March 2025”") if stated else None
    day = read_period(found[1])
    if isinstance(day, PrintedPeriod) and day.start == day.end:
        return day.start
    return Unreadable("published", found[1], "not a date", "print it as in “26 March 2025”")


def _polarity(text: str) -> words.Polarity | None:
    """What the words say is good; None where they are blank or not known."""
    said = tidy(text).lower()
    return next((polarity for pattern, polarity in words.POLARITY_WORDS if pattern.fullmatch(said)), None)


def _kept(cell: _Read | Unreadable | None) -> _Read | None:
    return None if isinstance(cell, Unreadable) else cell


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(f"“{name}”" for name in names)
