"""The summary of an edition, counted from its own content: what is counted twice or left out cannot add up.

Against the last report too: both are counted by the same rule.

An indicator counts once, with its newest period, however many periods a round asks for; a breakdown counts
only where there is no whole beside it. A measure that was due and not reported counts among the unrated, so
that "12 of 14 rated" is out of everything that was due.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quarterdeck.framework.periods import Period, earlier_period
from quarterdeck.reporting.content import (
    ActivityContent,
    ActivityCounts,
    EarlierFigure,
    EditionContent,
    FigureContent,
    LastReport,
    MissingContent,
    PreviousCounts,
    RatingCounts,
    ReportedBefore,
    Summary,
    TravelCounts,
)

NOT_REPORTED = "not_reported"
PERFORMANCE = "performance"
RATED = ("green", "amber", "red")
# How many earlier periods an edition prints beside a figure.
EARLIER = 4
MOVED_TO = ("red", "amber", "green", "unrated")
COMPARED = ("improving", "unchanged", "worsening")


Row = FigureContent | MissingContent
"""What counts of an indicator: its figure, or that it was not reported."""


@dataclass(frozen=True)
class Move:
    """An indicator as the last report had it, and as it is now."""

    before: ReportedBefore
    now: Row

    @property
    def cells(self) -> tuple[int, str, str]:
        """The series with both periods."""
        return self.now.series_id, self.before.period_code, self.now.period_code

    @property
    def rating(self) -> str:
        return self.now.rating if isinstance(self.now, FigureContent) else "unrated"


@dataclass(frozen=True)
class Comparison:
    """Performance indicators against the last report: `counts` is the ratings that it printed.

    moved: rated otherwise than there, to red first. apart: what another definition since keeps from being compared,
    with from when. new, gone: in one of the two alone.
    """

    last: LastReport
    counts: RatingCounts
    moved: list[Move]
    apart: list[tuple[Move, str]]
    new: list[Row]
    gone: list[ReportedBefore]


@dataclass(frozen=True)
class Counted:
    """What counts of one indicator. `before` is its rating one period earlier, None where there is no figure."""

    contextual: bool
    has_number: bool
    rating: str
    before: str | None
    short_travel: str
    long_travel: str


def summarise(
    period: Period,
    figures: Sequence[FigureContent],
    missing: Sequence[MissingContent],
    activities: Sequence[ActivityContent],
) -> Summary:
    """Count an edition, or the part of one: all of the counts come from the content given."""
    rows = that_count(figures, missing)
    counted = [_of_figure(each) if isinstance(each, FigureContent) else _of_missing(each) for each in rows]
    performance = [each for each in counted if not each.contextual]
    return Summary(
        performance=_ratings(each.rating for each in performance),
        previous=_previous(period, performance),
        contextual=len(counted) - len(performance),
        without_number=sum(not each.has_number for each in counted),
        short_travel=_travel(each.short_travel for each in performance),
        long_travel=_travel(each.long_travel for each in performance),
        activities=_activities(activities),
    )


def period_before(figure: FigureContent) -> EarlierFigure | None:
    """What stood for the period just before; an earlier one does not stand in for it."""
    before = _previous_code(Period.of_code(figure.period_code))
    return next((each for each in figure.previous if each.period_code == before), None)


def that_count(figures: Sequence[FigureContent], missing: Sequence[MissingContent]) -> list[Row]:
    """Of what an edition prints, what counts: of each series its newest period, of an indicator with a whole no part.

    Of what is missing only what was not reported at all; the rest has a figure without a number.
    """
    rows: list[Row] = [*figures, *(each for each in missing if each.value_state == NOT_REPORTED)]
    whole = {each.ref for each in rows if each.breakdown == "all"}
    newest: dict[int, Row] = {}
    for each in sorted(rows, key=lambda row: Period.of_code(row.period_code)):
        if each.breakdown == "all" or each.ref not in whole:
            newest[each.series_id] = each
    return list(newest.values())


def compare(content: EditionContent) -> Comparison | None:
    """An edition's performance indicators beside those of the last report; None where there was none."""
    if content.last_report is None:
        return None
    before = {each.series_id: each for each in content.last_report.indicators if each.kind == PERFORMANCE}
    now = [each for each in that_count(content.figures, content.missing) if each.kind == PERFORMANCE]
    now.sort(key=lambda row: row.position if isinstance(row, FigureContent) else len(content.figures) + 1)
    both = [Move(before[each.series_id], each) for each in now if each.series_id in before]
    since = {(each.series_id, each.before, each.now): each.since for each in content.not_comparable}
    apart = [(each, since[each.cells]) for each in both if each.cells in since]
    moved = [each for each in both if each.before.rating != each.rating and each.cells not in since]
    return Comparison(
        last=content.last_report,
        counts=_ratings(each.rating for each in before.values()),
        moved=sorted(moved, key=lambda each: MOVED_TO.index(each.rating)),
        apart=apart,
        new=[each for each in now if each.series_id not in before],
        gone=[each for series_id, each in before.items() if series_id not in {row.series_id for row in now}],
    )


def running(figure: FigureContent) -> int:
    """For how many periods running, this one included, it is rated as it is now; at most one more than are printed."""
    rated = {each.period_code: each.rating for each in figure.previous}
    times, code = 1, _previous_code(Period.of_code(figure.period_code))
    while code is not None and rated.get(code) == figure.rating:
        times, code = times + 1, _previous_code(Period.of_code(code))
    return times


def _of_figure(figure: FigureContent) -> Counted:
    before = period_before(figure)
    return Counted(
        contextual=figure.kind == "contextual",
        has_number=figure.value is not None,
        rating=figure.rating,
        before=before.rating if before else None,
        short_travel=figure.short_travel,
        long_travel=figure.long_travel,
    )


def _of_missing(missing: MissingContent) -> Counted:
    return Counted(missing.kind == "contextual", False, "unrated", None, "not_compared", "not_compared")


def _ratings(words: Iterable[str]) -> RatingCounts:
    found = Counter(words)
    rated = {rating: found[rating] for rating in RATED}
    return RatingCounts(
        indicators=found.total(),
        rated=sum(rated.values()),
        unrated=found.total() - sum(rated.values()),
        **rated,
    )


def _previous(period: Period, performance: Sequence[Counted]) -> PreviousCounts | None:
    """The same indicators one period before; those without a figure then count as unrated."""
    if all(each.before is None for each in performance):
        return None
    label = Period.of_code(code).short_label if (code := _previous_code(period)) else ""
    return PreviousCounts(label=label, ratings=_ratings(each.before or "unrated" for each in performance))


def _travel(words: Iterable[str]) -> TravelCounts:
    """What went up or down where neither is better is not compared."""
    found = Counter(words)
    compared = {way: found[way] for way in COMPARED}
    return TravelCounts(indicators=found.total(), not_compared=found.total() - sum(compared.values()), **compared)


def _activities(activities: Sequence[ActivityContent]) -> ActivityCounts:
    found = Counter(each.status for each in activities)
    return ActivityCounts(
        activities=len(activities),
        not_started=found["not_started"],
        on_course=found["on_course"],
        in_question=found["in_question"],
        unable=found["unable"],
        completed=found["completed"],
        without_update=sum(not each.reported for each in activities),
    )


def _previous_code(period: Period) -> str | None:
    earlier = earlier_period(period, Period.previous)
    return None if earlier is None else earlier.code
