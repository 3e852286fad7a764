"""The summary of a report: counts that say what they are out of, and that add up."""

from collections.abc import Iterator, Mapping

from quarterdeck.documents.cells import count, text
from quarterdeck.documents.markdown import plain
from quarterdeck.documents.model import Block, Cell, Column, Status, StatusCell, Table
from quarterdeck.documents.wording import ACTIVITY_STATUSES, TRAVEL, share
from quarterdeck.reporting.content import ActivityCounts, RatingCounts, Summary, TravelCounts

SHOWN = ("green", "amber", "red", "unrated")


def summary_blocks(summary: Summary, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """Sentences with their denominators first, then the counts as tables. ratings: in the council's own words."""
    now = summary.performance
    yield plain(
        f"Rated: {share(now.rated, now.indicators, 'performance indicators')}, of which {_spread(now, ratings)}. "
        f"Not rated: {now.unrated}. Contextual measures, which are never rated: {summary.contextual}. "
        f"Without a figure: {share(summary.without_number, now.indicators + summary.contextual, 'measures')}."
    )
    if summary.previous is not None:
        before = summary.previous.ratings
        yield plain(
            f"The same indicators in {summary.previous.label}, rated: {share(before.rated, before.indicators, '')}, "
            f"of which {_spread(before, ratings)}."
        )
    yield _ratings_table(summary, ratings)
    if now.indicators:
        yield _travel_table(summary)
    if summary.activities.activities:
        yield plain(_activity_sentence(summary.activities))
        yield _activity_table(summary.activities)


def _spread(counts: RatingCounts, ratings: Mapping[str, Status]) -> str:
    return ", ".join(f"{getattr(counts, each)} {ratings[each].word.lower()}" for each in ("green", "amber", "red"))


def _ratings_table(summary: Summary, ratings: Mapping[str, Status]) -> Table:
    now, before = summary.performance, summary.previous
    columns = [Column(title="Rating", width="name"), Column(title="This period", width="number")]
    rows: list[list[Cell]] = [[StatusCell(status=ratings[each]), count(getattr(now, each))] for each in SHOWN]
    rows.append([text("All performance indicators"), count(now.indicators)])
    if before is not None:
        columns.append(Column(title=before.label, width="number"))
        for row, rating in zip(rows, SHOWN, strict=False):
            row.append(count(getattr(before.ratings, rating)))
        rows[-1].append(count(before.ratings.indicators))
    caption = f"Ratings of {now.indicators} performance indicators, of which {now.rated} are rated"
    return Table(caption=caption, columns=columns, rows=rows)


def _travel_table(summary: Summary) -> Table:
    short, long = summary.short_travel, summary.long_travel
    rows: list[list[Cell]] = [
        [text(words), count(getattr(short, word)), count(getattr(long, word))] for word, words in TRAVEL.items()
    ]
    rows.append([text("All performance indicators"), count(short.indicators), count(long.indicators)])
    return Table(
        caption=f"Direction of travel of {short.indicators} performance indicators: {_compared(short)}",
        columns=[
            Column(title="Direction", width="name"),
            Column(title="Against the period before", width="number"),
            Column(title="Against the same period last year", width="number"),
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
