"""Part 1 of a report: activities by theme, with milestones, and with cause and recovery where they are in trouble."""

from collections.abc import Iterator, Sequence

from quarterdeck.documents.actions import recovery
from quarterdeck.documents.cells import anchor, led, text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Cell, Column, Heading, ListBlock, Run, StatusCell, Table, TextCell
from quarterdeck.documents.wording import ACTIVITY_STATUSES, day_words
from quarterdeck.reporting.content import ActionContent, ActivityContent, MilestoneContent

NEEDS_RECOVERY = frozenset({"in_question", "unable"})


def activity_blocks(activities: Sequence[ActivityContent], actions: Sequence[ActionContent]) -> Iterator[Block]:
    """A table of activities for each theme. A column that none of a theme's activities fills is left out."""
    if not activities:
        yield plain("No activities are reported in this period.")
    themes = {each.theme: None for each in activities}
    for theme in themes:
        group = [each for each in activities if each.theme == theme]
        yield Heading(level=3, text=theme, anchor=f"activities-{anchor(theme)}")
        yield _table(theme, group, actions)


def _table(theme: str, group: Sequence[ActivityContent], actions: Sequence[ActionContent]) -> Table:
    with_steps = any(each.milestones for each in group)
    in_trouble = any(each.status in NEEDS_RECOVERY for each in group)
    columns = [
        (True, Column(title="Activity", width="name")),
        (True, Column(title="Priority")),
        (True, Column(title="Status", width="status")),
        (True, Column(title="Update", width="prose")),
        (with_steps, Column(title="Milestones", width="prose")),
        (in_trouble, Column(title="Cause and recovery", width="prose")),
        (True, Column(title="Due", width="date")),
        (True, Column(title="Lead")),
    ]
    return Table(
        caption=f"{theme}: activities",
        columns=[column for shown, column in columns if shown],
        rows=[[cell for (shown, _), cell in zip(columns, _row(each, actions), strict=True) if shown] for each in group],
    )


def _row(activity: ActivityContent, actions: Sequence[ActionContent]) -> list[Cell]:
    done = "" if activity.percent_complete is None else f"{activity.percent_complete}% complete"
    return [
        text(f"{activity.ref} {activity.title}"),
        text(activity.priority),
        StatusCell(status=ACTIVITY_STATUSES[activity.status], note=done),
        TextCell(blocks=read_markdown(activity.update)) if activity.reported else text("No update was given."),
        _milestones(activity.milestones),
        _recovery(activity, actions),
        text(day_words(activity.due_on) if activity.due_on else "No date"),
        text(activity.lead_post or activity.unit),
    ]


def _milestones(milestones: Sequence[MilestoneContent]) -> TextCell:
    if not milestones:
        return TextCell(blocks=[])
    return TextCell(blocks=[ListBlock(ordered=False, items=[[plain(_milestone(each))] for each in milestones])])


def _milestone(milestone: MilestoneContent) -> str:
    """A step with when it was done, or when it is due and whether that has passed."""
    if milestone.done_on is not None:
        late = f", due {day_words(milestone.due_on)}" if milestone.done_on > milestone.due_on else ""
        return f"{milestone.title}: done {day_words(milestone.done_on)}{late}"
    overdue = "overdue since" if milestone.overdue else "due"
    return f"{milestone.title}: {overdue} {day_words(milestone.due_on)}"


def _recovery(activity: ActivityContent, actions: Sequence[ActionContent]) -> TextCell:
    """Cause and path to green, asked for where achievement is in question or out of reach; and what bodies asked for.

    An activity on course has none of it.
    """
    if activity.status not in NEEDS_RECOVERY:
        return TextCell(blocks=[])
    cause = activity.cause.strip() or "No cause was given."
    path = activity.path_to_green.strip() or "No recovery was given."
    asked = recovery(each for each in actions if activity.ref in each.activities)
    return TextCell(
        blocks=[
            *led(Run(text="Cause: ", bold=True), read_markdown(cause)),
            *led(Run(text="Recovery: ", bold=True), read_markdown(path)),
            *asked,
        ],
    )
