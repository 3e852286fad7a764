"""The report of a backfill: what became of every row and of every figure, for a person and as JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from quarterdeck.integrations.printings import Conflict, Figure, Goal, Place, Printing
from quarterdeck.measures.printed import PrintedRow, Unreadable

OUTCOMES = ("created", "updated", "unchanged")


@dataclass
class Report:
    """What was read of one file. Every row counts once: read, read with a state, or unreadable."""

    file: str
    dry_run: bool = False
    rows: int = 0
    blank_rows: int = 0
    columns_not_read: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    missing_columns: list[Unreadable] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unreadable: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    observations: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    indicators: Counter[str] = field(default_factory=Counter)
    provisional: list[dict[str, Any]] = field(default_factory=list)
    councils: list[dict[str, Any]] = field(default_factory=list)
    ratings: Counter[str] = field(default_factory=Counter)
    ratings_differ: list[dict[str, Any]] = field(default_factory=list)

    def read(self, row: PrintedRow) -> None:
        self.counts[row.outcome] += 1

    def unread(self, faults: Sequence[Unreadable]) -> None:
        """A row that was not read: its first fault, and the others beside it."""
        first, *others = [_fault(fault) for fault in faults]
        self.unreadable.append(first | ({"also": others} if others else {}))

    @property
    def compared(self) -> int:
        """How many printed ratings the record has a rating for."""
        return self.ratings["agree"] + len(self.ratings_differ)

    def conflict(self, conflict: Conflict, council: str, ref: str, indicator: str) -> None:
        """A printing that was read and not recorded, and what it contradicts."""
        self.conflicts.append(
            {
                **_printing(conflict.printing),
                "council": council,
                "ref": ref,
                "indicator": indicator,
                "period": conflict.printing.period_code,
                "reason": conflict.reason,
                "advice": conflict.advice,
                "against": _printing(conflict.against) if conflict.against else None,
            }
        )

    def differ(self, printing: Printing, council: str, ref: str, indicator: str, computed: str) -> None:
        """A printed rating that the rule on record does not give."""
        self.ratings_differ.append(
            {
                "line": printing.place.line,
                "council": council,
                "ref": ref,
                "indicator": indicator,
                "period": printing.period_code,
                "value": printing.said.text,
                "printed": printing.said.rating,
                "computed": computed,
            }
        )

    def as_json(self) -> dict[str, Any]:
        """The report as a file: the counts first, then what a person has to look at."""
        return {
            "file": self.file,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "read": self.counts["read"],
            "read_with_state": self.counts["read_with_state"],
            "unreadable": sorted(self.unreadable, key=lambda each: each["line"]),
            "conflicts": sorted(self.conflicts, key=lambda each: each["line"]),
            "observations": {name: self.observations[name] for name in OUTCOMES},
            "targets": {name: self.targets[name] for name in OUTCOMES},
            "councils": self.councils,
            "indicators": {name: self.indicators[name] for name in ("matched", "created", "changed")},
            "to_confirm_or_merge": self.provisional,
            "ratings": {
                "printed": self.ratings["printed"],
                "not_rated": self.ratings["not_rated"],
                "compared": self.compared,
                "agree": self.ratings["agree"],
                "differ": self.ratings_differ,
            },
            "blank_rows": self.blank_rows,
            "left_out": [{"line": line, "reason": reason} for line, reason in self.left_out],
            "columns_not_read": self.columns_not_read,
            "missing_columns": [fault.column for fault in self.missing_columns],
        }

    def summary(self) -> str:
        """One paragraph for the screen."""
        o = self.observations
        sentences = [
            f"{self.file}: {self.rows} rows, {self.counts['read']} read, {self.counts['read_with_state']} read with "
            f"a state, {len(self.unreadable)} not read.",
            f"Figures: {o['created']} created, {o['updated']} updated, {o['unchanged']} unchanged; "
            f"{len(self.conflicts)} in conflict.",
        ]
        if self.provisional:
            sentences.append(f"{len(self.provisional)} indicators to confirm or merge.")
        if self.compared:
            sentences.append(f"Printed ratings: {self.ratings['agree']} of {self.compared} are what the rule gives.")
        unknown = [f"“{council['name']}”" for council in self.councils if council["provisional"]]
        if unknown:
            sentences.append(
                f"Provisional until a mapping file or an administrator says who it is: {', '.join(unknown)}."
            )
        if self.dry_run:
            sentences.append("Dry run: nothing was kept.")
        return " ".join(sentences)


def _fault(fault: Unreadable) -> dict[str, Any]:
    return {
        "line": fault.line,
        "column": str(fault.column),
        "text": fault.text,
        "reason": fault.reason,
        "advice": fault.advice,
    }


def _printing(printing: Printing) -> dict[str, Any]:
    said: Figure | Goal = printing.said
    place: Place = printing.place
    printed_on = printing.published_on.isoformat() if printing.published_on else None
    return {
        "line": place.line,
        "column": str(place.column),
        "text": said.text,
        "file": place.file,
        "source_url": place.url,
        "printed_on": printed_on,
    }
