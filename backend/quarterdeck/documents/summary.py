"""The summary of a report: counts that say what they are out of, and that add up."""

from collections.abc import Iterator, Mapping, Sequence

from quarterdeck.documents.cells import count, named, text
from quarterdeck.documents.markdown import plain
from quarterdeck.documents.model import Block, Cell, Column, Heading, NumberCell, Status, StatusCell, Table
from quarterdeck.documents.wording import ACTIVITY_STATUSES, MINUS, TRAVEL, counted, figure_words, share
from quarterdeck.reporting.content import (
    ActivityCounts,
    EditionContent,
    FigureContent,
    MissingContent,
    RatingCounts,
    ReportedBefore,
    Summary,
    TravelCounts,
)
from quarterdeck.reporting.counting import MOVED_TO, Comparison, Move, compare

SHOWN = ("green", "amber", "red", "unrated")


def summary_blocks(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """Sentences with their denominators first, then the counts as tables. ratings: in the council's own words.

    Compared is with the last report; in a council's first one with what is on record of the period before.
    """
    summary, comparison = content.summary, compare(content)
    now = summary.performance
    yield plain(
        f"Rated: {share(now.rated, now.indicators, 'performance indicators')}, of which {_spread(now, ratings)}. "
        f"Not rated: {now.unrated}. Contextual measures, which are never rated: {summary.contextual}. "
        f"Without a figure: {share(summary.without_number, now.indicators + summary.contextual, 'measures')}."
    )
    if comparison is None and summary.previous is not None:
        before = summary.previous.ratings
        yield plain(
            f"The same indicators in {summary.previous.label}, rated: {share(before.rated, before.indicators, '')}, "
            f"of which {_spread(before, ratings)}."
        )
    if comparison is not None:
        yield plain(f"Since the report for {comparison.last.period_label}: {_moved(comparison, ratings)}.")
    if summary.activities.activities:
        yield plain(_activity_sentence(summary.activities))
    yield _ratings_table(summary, comparison, ratings)
    if now.indicators:
        yield _travel_table(summary)
    if summary.activities.activities:
        yield _activity_table(summary.activities)


def _spread(counts: RatingCounts, ratings: Mapping[str, Status]) -> str:
    return ", ".join(f"{getattr(counts, each)} {ratings[each].word.lower()}" for each in ("green", "amber", "red"))


def _ratings_table(summary: Summary, comparison: Comparison | None, ratings: Mapping[str, Status]) -> Table:
    now = summary.performance
    columns = [Column(title="Rating", width="name"), Column(title="This period", width="number")]
    rows: list[list[Cell]] = [[StatusCell(status=ratings[each]), count(getattr(now, each))] for each in SHOWN]
    rows.append([text("All indicators"), count(now.indicators)])
    label, before = _before(summary, comparison)
    if before is not None:
        columns += [Column(title=label, width="number"), Column(title="Change", width="number")]
        for row, name in zip(rows, (*SHOWN, "indicators"), strict=True):
            row += [count(getattr(before, name)), _change(getattr(now, name) - getattr(before, name))]
    caption = f"Ratings of {now.indicators} performance indicators, of which {now.rated} are rated"
    return Table(caption=caption, columns=columns, rows=rows)


def _before(summary: Summary, comparison: Comparison | None) -> tuple[str, RatingCounts | None]:
    if comparison is not None:
        return comparison.last.period_label, comparison.counts
    return (summary.previous.label, summary.previous.ratings) if summary.previous else ("", None)


def _change(difference: int) -> NumberCell:
    sign = "+" if difference > 0 else MINUS if difference < 0 else ""
    return NumberCell(text=f"{sign}{abs(difference)}")


def move_blocks(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """Which indicators are rated otherwise than in the last report, to off target first; which came and went."""
    comparison = compare(content)
    if comparison is None:
        return
    if comparison.moved:
        label = comparison.last.period_label
        yield Heading(level=3, text="Ratings that moved", anchor="moved")
        yield Table(
            caption=f"Indicators rated otherwise than in the report for {label}",
            columns=[
                Column(title="Indicator", width="name"),
                Column(title=label, width="status"),
                Column(title="This period", width="status"),
            ],
            rows=[
                [text(named(each.now)), _printed(each.before, ratings), _now(each, ratings)]
                for each in comparison.moved
            ],
        )
    if comparison.apart:
        apart = ", ".join(f"{each.now.ref}: definition changed from {since}" for each, since in comparison.apart)
        count = counted(len(comparison.apart), "indicator")
        yield plain(f"Not comparable with the report for {comparison.last.period_label}: {count} ({apart}).")
    for rows, sentence in (
        (comparison.new, "In this report and not in that one"),
        (comparison.gone, "In that report and not in this one"),
    ):
        if rows:
            yield plain(f"{sentence}: {counted(len(rows), 'indicator')} ({_refs(rows)}).")


def _moved(comparison: Comparison, ratings: Mapping[str, Status]) -> str:
    """How many moved to which rating; to off target by name, for these a member asks about."""
    told = []
    for rating in MOVED_TO:
        moved = [each.now for each in comparison.moved if each.rating == rating]
        if moved:
            refs = f" ({_refs(moved)})" if rating == MOVED_TO[0] else ""
            told.append(f"{len(moved)} moved to {ratings[rating].word.lower()}{refs}")
    return ", ".join(told) or "no rating moved"


def _refs(rows: Sequence[FigureContent | MissingContent | ReportedBefore]) -> str:
    return ", ".join(dict.fromkeys(each.ref for each in rows))


def _printed(before: ReportedBefore, ratings: Mapping[str, Status]) -> StatusCell:
    words = _words(before.value_state, before.value, before.unit_of_measure, before.decimals)
    return StatusCell(status=ratings[before.rating], note=words)


def _now(move: Move, ratings: Mapping[str, Status]) -> StatusCell:
    now = move.now
    if isinstance(now, MissingContent):
        return StatusCell(status=ratings[move.rating], note="Not reported")
    words = _words(now.value_state, now.value, now.unit_of_measure, now.decimals)
    return StatusCell(status=ratings[move.rating], note=words)


def _words(value_state: str, value: float | None, unit_of_measure: str, decimals: int) -> str:
    return figure_words(value_state, value, unit_of_measure, decimals)


def _travel_table(summary: Summary) -> Table:
    short, long = summary.short_travel, summary.long_travel
    rows: list[list[Cell]] = [
        [text(words), count(getattr(short, word)), count(getattr(long, word))] for word, words in TRAVEL.items()
    ]
    rows.append([text("All indicators"), count(short.indicators), count(long.indicators)])
    return Table(
        caption=f"Direction of travel of {short.indicators} performance indicators: {_compared(short)}",
        columns=[
            Column(title="Direction", width="name"),
            Column(title="Period before", width="number"),
            Column(title="Same period last year", width="number"),
        ],
        rows=rows,
    )


def _compared(short: TravelCounts) -> str:
    return f"{short.indicators - short.not_compared} can be compared with the period before"


def _activity_sentence(counts: ActivityCounts) -> str:
    going_well = counts.on_course + counts.completed
    sentence = f"On course or completed: {share(going_well, counts.activities, 'activities')}."
    if counts.without_update:
        sentence += f" Without an update: {share(counts.without_update, counts.activities, 'activities')}."
    return sentence


def _activity_table(counts: ActivityCounts) -> Table:
    rows: list[list[Cell]] = [
        [StatusCell(status=status), count(getattr(counts, word))] for word, status in ACTIVITY_STATUSES.items()
    ]
    rows.append([text("All activities"), count(counts.activities)])
    return Table(
        caption=f"Status of {counts.activities} activities",
        columns=[Column(title="Status", width="name"), Column(title="Activities", width="number")],
        rows=rows,
    )
