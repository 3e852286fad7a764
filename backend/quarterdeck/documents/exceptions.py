"""What is off track, why, and what is being done: the part of a report that a member reads first."""

from collections.abc import Iterator, Mapping, Sequence

from quarterdeck.documents.actions import recovery
from quarterdeck.documents.activities import NEEDS_RECOVERY
from quarterdeck.documents.cells import anchor, earlier, named, text
from quarterdeck.documents.indicators import commentary_blocks, owner, value_cell
from quarterdeck.documents.markdown import plain
from quarterdeck.documents.model import (
    Block,
    Cell,
    Column,
    Heading,
    ListBlock,
    NumberCell,
    Paragraph,
    Run,
    Status,
    StatusCell,
    Table,
    TextCell,
)
from quarterdeck.documents.wording import ACTIVITY_STATUSES, share, target_words
from quarterdeck.reporting.content import ActivityContent, EditionContent, FigureContent
from quarterdeck.reporting.counting import EARLIER, period_before, running, that_count

NO_ACTION = "No recovery action is recorded."
NO_REASON = "No commentary was given."
TIMES = {2: "two", 3: "three", 4: "four", 5: "five"}


def exception_blocks(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """Indicators with a rating that the framework wants told, each rating apart; then activities in trouble."""
    counting = [each for each in that_count(content.figures, content.missing) if each.kind == "performance"]
    shown = sorted((each for each in counting if isinstance(each, FigureContent)), key=lambda each: each.position)
    for rating in content.framework.exceptions:
        found = [each for each in shown if each.rating == rating]
        word = ratings[rating].word
        if found:
            yield Heading(level=3, text=f"Indicators: {word.lower()}", anchor=f"exceptions-{anchor(rating)}")
            yield _table(content, found, len(counting), ratings)
        else:
            yield plain(f"{word}: no performance indicator.")
    yield from _activities(content.activities)


def _table(
    content: EditionContent, found: Sequence[FigureContent], out_of: int, ratings: Mapping[str, Status]
) -> Table:
    word = ratings[found[0].rating].word
    return Table(
        caption=f"{word}: {share(len(found), out_of, 'performance indicators')}",
        columns=[
            Column(title="Indicator", width="name"),
            Column(title="This period", width="number"),
            Column(title="Target", width="number"),
            Column(title="Period before", width="number"),
            Column(title="Rating", width="status"),
            Column(title="Why", width="prose"),
            Column(title="What is being done", width="prose"),
            Column(title="Owner"),
        ],
        rows=[_row(content, each, ratings) for each in found],
    )


def _row(content: EditionContent, figure: FigureContent, ratings: Mapping[str, Status]) -> list[Cell]:
    actions = recovery(each for each in content.actions if figure.ref in each.indicators)
    return [
        text(named(figure)),
        value_cell(figure, content.period.code),
        NumberCell(text=target_words(figure)),
        earlier(figure, period_before(figure)),
        StatusCell(status=ratings[figure.rating], note=_since_when(figure)),
        TextCell(blocks=commentary_blocks(figure, ratings) or [plain(NO_REASON)]),
        TextCell(blocks=actions or [plain(NO_ACTION)]),
        text(owner(figure)),
    ]


def _since_when(figure: FigureContent) -> str:
    """For how many periods running it is rated so; of earlier ones than are printed nothing is said."""
    times = running(figure)
    if times == 1:
        return "by judgement" if figure.override_reason is not None else ""
    more = " or more" if times > EARLIER else ""
    return f"{TIMES[times]} periods{more} running"


def _activities(activities: Sequence[ActivityContent]) -> Iterator[Block]:
    """The activities that are not on track, in words: cause and recovery of each stand in Part 1."""
    if not activities:
        return
    yield Heading(level=3, text="Activities", anchor="exceptions-activities")
    found = [each for each in activities if each.status in NEEDS_RECOVERY]
    if not found:
        yield plain("Every activity is on course, completed, or not started yet.")
        return
    yield Paragraph(
        runs=[
            Run(text=f"In question or out of reach: {share(len(found), len(activities), 'activities')}. "),
            Run(text="Causes and recovery stand in Part 1", href="#activities"),
            Run(text="."),
        ]
    )
    yield ListBlock(ordered=False, items=[[plain(_named(each))] for each in found])


def _named(activity: ActivityContent) -> str:
    return f"{activity.ref} {activity.title}: {ACTIVITY_STATUSES[activity.status].word.lower()}"
