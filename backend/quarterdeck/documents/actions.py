"""Actions in a report: What, Whom, When; how they stand, what they were raised from, and those about one thing."""

from collections.abc import Iterable, Iterator, Sequence

from quarterdeck.documents.cells import text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Column, Paragraph, Run, Table, TextBlock, TextCell
from quarterdeck.documents.wording import counted, day_words, due_words
from quarterdeck.reporting.content import ActionContent

CLOSED = frozenset({"completed", "cancelled"})


def action_blocks(actions: Sequence[ActionContent]) -> Iterator[Block]:
    """Every action of an edition: what is overdue first, then what is open, then what was closed."""
    if not actions:
        yield plain("No actions are open, and none were closed since the last report.")
        return
    still = [each for each in actions if each.state not in CLOSED]
    overdue = sum(each.overdue for each in still)
    yield plain(
        f"Open: {counted(len(still), 'action')}, of which {overdue or 'none'} overdue. "
        f"Closed since the last report: {len(actions) - len(still)}."
    )
    yield Table(
        caption="Actions open when this edition was sealed, and those closed since the last report",
        columns=[
            Column(title="What", width="prose"),
            Column(title="Whom"),
            Column(title="When", width="date"),
            Column(title="Standing", width="prose"),
            Column(title="Raised from", width="name"),
        ],
        rows=[
            [_what(each), text(each.whom), _when(each), _standing(each), text(_source(each))]
            for each in sorted(actions, key=_place)
        ],
    )


def recovery(actions: Iterable[ActionContent]) -> list[TextBlock]:
    """What is being done about something: each open action with whom, when and how it stands."""
    return [_in_one_line(each) for each in actions if each.state not in CLOSED]


def _place(action: ActionContent) -> int:
    """Stable: within each group they stay first due first."""
    return 0 if action.overdue else 2 if action.state in CLOSED else 1


def _in_one_line(action: ActionContent) -> Paragraph:
    runs = [run for block in read_markdown(action.what) if isinstance(block, Paragraph) for run in block.runs]
    due = due_words(action.due_on, action.due_precision)
    told = f" – {action.whom}, by {due}; {_stands(action).lower()}."
    return Paragraph(runs=[*runs, Run(text=told)])


def _what(action: ActionContent) -> TextCell:
    blocks = read_markdown(action.what)
    if about := [*action.indicators, *action.activities]:
        blocks.append(plain(f"About {', '.join(about)}."))
    return TextCell(blocks=blocks)


def _when(action: ActionContent) -> TextCell:
    """When it is due; and when it was first, if that was moved."""
    blocks: list[TextBlock] = [plain(due_words(action.due_on, action.due_precision))]
    if action.due_changes:
        times = "once" if action.due_changes == 1 else f"{action.due_changes} times"
        first = due_words(action.first_due_on, action.first_due_precision)
        blocks.append(plain(f"First asked for by {first}; moved {times}."))
    return TextCell(blocks=blocks)


def _stands(action: ActionContent) -> str:
    """Whether it is open, overdue, said to be done, or closed."""
    if action.state == "awaiting_closure":
        return "Reported done, to be confirmed"
    return "Overdue" if action.overdue else action.state.capitalize()


def _standing(action: ActionContent) -> TextCell:
    """How it stands, with what was last said of it or what became of it."""
    return TextCell(blocks=[plain(_stands(action)), *read_markdown(action.outcome)])


def _source(action: ActionContent) -> str:
    day = day_words(action.source_on) if action.source_on else ""
    return ", ".join(each for each in (action.source, day, action.minute_reference) if each) or "Not recorded"
