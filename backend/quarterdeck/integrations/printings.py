"""Printings: what tables say of one figure or target, in order of publication, against what is on record.

Pure. A cell (a series and period) may be printed several times: in its own row, again in a later edition, in
the "previous" column of the next period's row. Each printing that says something new becomes a revision, in
order of publication. Two that say different things at the same date contradict each other: which is right is
not for a program to choose, so neither is recorded and both are listed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from quarterdeck.measures.models import ValueState
from quarterdeck.measures.rating import as_displayed


class Column(StrEnum):
    """The column of a table that a printing stands in."""

    VALUE = "value_as_printed"
    PREVIOUS = "previous_as_printed"
    TARGET = "target_as_printed"


class Why(StrEnum):
    """Why a printing makes another revision of what stands: the reason that the record gives."""

    FIRST = ""
    LATER = "Printed otherwise in another paper."
    EARLIER = "An earlier printing, read in after a later one."
    REREAD = "The table was read again and says otherwise."
    STANDS = "The newest printing, which stands after an earlier one was read in."


@dataclass(frozen=True)
class Figure:
    """What a printing says of a figure, in the indicator's unit of measure.

    decimals: places as printed. provisional: None where the cell has no mark and would not repeat one, as in
    a "previous" column. text, commentary and rating are as printed.
    """

    state: ValueState
    value: float | None
    decimals: int
    text: str
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool | None = False
    commentary: str = ""
    rating: str | None = None

    def agrees(self, earlier: "Figure") -> bool:
        """Whether this gives no other figure than the earlier printing; "46%" agrees with "46.3%"."""
        beside = (
            (self.provisional, bool(earlier.provisional)),
            (self.numerator, earlier.numerator),
            (self.denominator, earlier.denominator),
        )
        same = self.state == earlier.state and _same_number(self.value, earlier.value, self.decimals)
        return same and all(mine is None or mine == theirs for mine, theirs in beside)

    def repeats(self, earlier: "Figure") -> bool:
        """Whether this says nothing that the earlier printing does not, in figures and in words."""
        beside = ((self.commentary, earlier.commentary), (self.rating, earlier.rating))
        return self.agrees(earlier) and all(mine in (None, "") or mine == theirs for mine, theirs in beside)

    @property
    def is_number(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Goal:
    """What a printing says of a target: a figure, a range, or words; text is as printed."""

    value: float | None
    low: float | None
    high: float | None
    words: str
    text: str

    rating: None = None

    def agrees(self, earlier: "Goal") -> bool:
        """Whether this is the target that the earlier printing gave."""
        mine, theirs = (self.value, self.low, self.high), (earlier.value, earlier.low, earlier.high)
        return self.words == earlier.words and mine == theirs

    def repeats(self, earlier: "Goal") -> bool:
        return self.agrees(earlier)

    @property
    def is_number(self) -> bool:
        return True


Said = Figure | Goal


@dataclass(frozen=True)
class Place:
    """Where a printing stands: file, line, column, and the address of the paper as printed."""

    file: str
    line: int
    column: Column
    url: str = ""


@dataclass(frozen=True)
class Printing:
    """One printing of one cell. reported_end: the last day of the period that its row reports.

    on_record: the position of its revision where it was read in before, None where it is new.
    """

    period_code: str
    said: Any
    place: Place
    reported_end: date
    published_on: date | None = None
    position: int | None = None
    on_record: int | None = None

    @property
    def is_new(self) -> bool:
        return self.on_record is None

    def agrees(self, earlier: "Printing") -> bool:
        return bool(self.said.agrees(earlier.said))

    def repeats(self, earlier: "Printing") -> bool:
        return bool(self.said.repeats(earlier.said))

    def rated_otherwise(self, other: "Printing") -> bool:
        """Whether both print a rating, and not the same."""
        return None not in (self.said.rating, other.said.rating) and self.said.rating != other.said.rating

    def rereads(self, earlier: "Printing") -> bool:
        """Whether this is a new reading of what was read before: of the same file, or the same line of a paper."""
        mine, theirs = self.place, earlier.place
        same_paper = mine.url != "" and mine.url == theirs.url and mine.line == theirs.line
        return mine.column == theirs.column and (mine.file == theirs.file or same_paper)


@dataclass(frozen=True)
class Conflict:
    """A printing that cannot be recorded, what it contradicts (where there is one), and what to do."""

    printing: Printing
    against: Printing | None
    reason: str
    advice: str


@dataclass(frozen=True)
class Plan:
    """What to do about a cell: the printings to append, each with its reason; what stands already; conflicts."""

    append: list[tuple[Printing, Why]] = field(default_factory=list)
    unchanged: list[Printing] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


SAME_DATE = "two printings of the same date differ"
DATE_THEM = "correct the one that is wrong, or say which came later: a column “published”, or [[council.edition]]"
WORD = "the column of the period before prints a word where a figure was printed"
BLANK_IT = "leave the cell blank if it says nothing of that period"
NOT_PRINTED = "what is on record was not read from a table, and a table does not change it"
RESTATE = "if the table is right, propose a restatement"
CALCULATED = "the figure is calculated from others, and they do not come to what is printed"
CORRECT_PARTS = "correct what it is made of; or let its calculation begin after this period, and read the table again"


def plan_cell(
    new: Sequence[Printing], recorded: Sequence[Printing], *, read_from_tables: bool = True, calculated: bool = False
) -> Plan:
    """What the new printings of a cell add to its revisions on record (in their order).

    read_from_tables: whether backfill alone made what is on record; a figure that a service reported, or
    that members have seen, is never changed by a table. calculated: whether it is made of others; nobody prints it
    into the record, but what is printed is held against it.
    """
    if calculated:
        agreeing = [one for one in new if any(one.agrees(old) for old in recorded[-1:])]
        against = recorded[-1] if recorded else None
        others = [one for one in new if one not in agreeing]
        return Plan([], agreeing, [Conflict(one, against, CALCULATED, CORRECT_PARTS) for one in others])
    if not read_from_tables:
        return _against_the_record(new, recorded)
    new, words = _without_words(new, recorded)
    others = [old for old in recorded if not any(one.rereads(old) for one in new)]
    others = others if not any(one.said.is_number for one in new) else [old for old in others if not _is_word(old)]
    history, conflicts = _history([*others, *new])
    conflicts = words + conflicts
    contradicted = [conflict.printing for conflict in conflicts]
    steps = _steps(history, recorded)
    appended = [printing for printing, _ in steps]
    unchanged = [one for one in new if one not in contradicted and one not in appended]
    return Plan(steps, unchanged, conflicts)


def in_order(printings: Iterable[Printing]) -> list[list[Printing]]:
    """The printings in order of publication, those of the same date together.

    By date where all have one, by position in the mapping file where all have one. Otherwise a row was
    printed when its own period was reported: a "previous" column is of a later paper than the period's row.
    """
    listed = list(printings)
    for stated in (_date, _position):
        if all(stated(one) is not None for one in listed):
            return _grouped(listed, stated)
    groups = _grouped(listed, lambda one: one.reported_end)
    return groups if len(groups) == 1 else [finer for group in groups for finer in in_order(group)]


def _date(one: Printing) -> date | None:
    return one.published_on


def _position(one: Printing) -> int | None:
    return one.position


def _grouped(printings: list[Printing], key: Callable[[Printing], Any]) -> list[list[Printing]]:
    return [list(group) for _, group in groupby(sorted(printings, key=key), key)]


def _history(printings: list[Printing]) -> tuple[list[list[Printing]], list[Conflict]]:
    """What the printings say, date by date, without what only repeats; and the contradictions."""
    history: list[list[Printing]] = []
    conflicts: list[Conflict] = []
    for group in in_order(printings):
        told, contradicted = _told(group)
        before = history[-1][-1:] if history else []
        history += [adds] if (adds := [one for one in told if not any(one.repeats(old) for old in before)]) else []
        conflicts += contradicted
    return history, conflicts


def _told(group: list[Printing]) -> tuple[list[Printing], list[Conflict]]:
    """What printings of one date say together: one figure, and each commentary on it; or contradictions."""
    recorded = [one for one in group if not one.is_new]
    # Of those on record the newest counts; otherwise the one that leaves none of the others anything to say.
    fullest = recorded[-1:] or [one for one in group if all(other.repeats(one) for other in group)]
    fullest = fullest or [one for one in group if all(other.agrees(one) for other in group)]
    told = [old for old in recorded if old.agrees(fullest[0])] or fullest[:1]
    conflicts = []
    for one in group:
        if not one.is_new or any(one.repeats(old) for old in told):
            continue
        if told and one.agrees(told[0]) and not any(one.rated_otherwise(old) for old in told):
            told.append(one)
        else:
            conflicts.append(Conflict(one, told[0] if told else _other(one, group), SAME_DATE, DATE_THEM))
    return told, conflicts


def _other(one: Printing, group: list[Printing]) -> Printing:
    """A printing of the same date that says otherwise."""
    return next(other for other in group if not one.agrees(other) or not other.agrees(one))


def _steps(history: list[list[Printing]], recorded: Sequence[Printing]) -> list[tuple[Printing, Why]]:
    """The revisions to append so that all of the history is on record and one of its last date stands."""
    told, known = [one for group in history for one in group], len(recorded)
    begins_alike = all(one.repeats(old) for one, old in zip(told, recorded, strict=False))
    if known <= len(told) and begins_alike and all(one.is_new for one in told[known:]):
        return [(one, _why(one, told, recorded, known + at)) for at, one in enumerate(told[known:])]
    missing = [one for one in told if one.is_new and not any(one.repeats(old) for old in recorded)]
    steps = [(one, _why(one, told, recorded, known)) for one in missing]
    standing = missing[-1] if missing else recorded[-1]
    if told and not any(one.repeats(standing) for one in history[-1]):
        why = Why.STANDS if missing else _why(told[-1], told, recorded, known)
        steps.append((replace(told[-1], on_record=None), why))
    return steps


def _why(one: Printing, history: Sequence[Printing], recorded: Sequence[Printing], place: int) -> Why:
    if place == 0:
        return Why.FIRST
    gone = [old for old in recorded if not any(printed.repeats(old) for printed in history)]
    if any(one.rereads(old) for old in gone):
        return Why.REREAD
    return Why.LATER if one is history[-1] or not recorded else Why.EARLIER


def _is_word(one: Printing) -> bool:
    return one.place.column is Column.PREVIOUS and not one.said.is_number


def _without_words(new: Sequence[Printing], recorded: Sequence[Printing]) -> tuple[list[Printing], list[Conflict]]:
    """The new printings without words in a "previous" column where figures were printed."""
    figures = [one for one in [*new, *recorded] if one.said.is_number]
    words = [one for one in new if _is_word(one)] if figures else []
    return [one for one in new if one not in words], [Conflict(one, figures[0], WORD, BLANK_IT) for one in words]


def _against_the_record(new: Sequence[Printing], recorded: Sequence[Printing]) -> Plan:
    """New printings of a figure that no table may change: repeated, or in conflict."""
    repeated = [one for one in new if any(one.repeats(old) for old in recorded)]
    conflicts = [
        Conflict(one, recorded[-1] if recorded else None, NOT_PRINTED, RESTATE) for one in new if one not in repeated
    ]
    return Plan([], repeated, conflicts)


def _same_number(later: float | None, earlier: float | None, decimals: int) -> bool:
    """Whether two figures are the same, or the later one is the earlier one with fewer decimals."""
    if later is None or earlier is None:
        return later is earlier
    return later == earlier or as_displayed(earlier, decimals) == Decimal(repr(later))
