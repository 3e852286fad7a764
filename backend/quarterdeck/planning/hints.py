"""What the dates and reports of an activity hint at. Hints stand beside the judged status and never change it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period
from quarterdeck.planning.models import ActivityStatus


class HintCode(StrEnum):
    MILESTONE_OVERDUE = "milestone_overdue"
    DUE_DATE_PASSED = "due_date_passed"
    NO_UPDATE_FOR_TWO_PERIODS = "no_update_for_two_periods"
    ON_COURSE_WITH_OVERDUE_MILESTONE = "on_course_with_overdue_milestone"
    ALL_DONE_BUT_NOT_COMPLETED = "all_done_but_not_completed"


@dataclass(frozen=True)
class Hint:
    """A code for programs and a sentence for people."""

    code: HintCode
    sentence: str


@dataclass(frozen=True)
class Standing:
    """What is known of an activity.

    asked_from, asked_until: the days between which its plan and its own dates ask for it (None: without end).
    reported_until: the last day of the newest period it was reported for. overdue: title and day of each
    milestone that was due and is not done, the oldest first.
    """

    status: ActivityStatus
    percent_complete: int | None
    due_on: date | None
    asked_from: date
    asked_until: date | None
    reported_until: date | None
    overdue: Sequence[tuple[str, date]] = field(default=())


def hints(standing: Standing, today: date) -> list[Hint]:
    """What is worth a question on a day; nothing for what is completed, or asked for no more."""
    ended = standing.asked_until is not None and standing.asked_until < today
    if ended or standing.status is ActivityStatus.COMPLETED:
        return []
    return list(_hints(standing, today))


def is_silent(standing: Standing, today: date) -> bool:
    """Whether it was asked for in both of the two quarters that ended last, and reported in neither.

    A period of any length that ends in one of them counts as a report.
    """
    last = Period.containing(today).previous()
    before = last.previous()
    asked = standing.asked_from <= before.end and (standing.asked_until is None or standing.asked_until >= last.start)
    return asked and (standing.reported_until is None or standing.reported_until < before.start)


def _hints(standing: Standing, today: date) -> Iterator[Hint]:
    if standing.overdue:
        yield Hint(HintCode.MILESTONE_OVERDUE, _overdue(standing.overdue))
    if standing.due_on is not None and standing.due_on < today:
        sentence = f"The activity was due on {day_words(standing.due_on)} and is not reported as completed."
        yield Hint(HintCode.DUE_DATE_PASSED, sentence)
    if is_silent(standing, today):
        yield Hint(HintCode.NO_UPDATE_FOR_TWO_PERIODS, "There is no update for either of the last two quarters.")
    if standing.overdue and standing.status is ActivityStatus.ON_COURSE:
        sentence = "It is reported as on course, though a milestone is overdue."
        yield Hint(HintCode.ON_COURSE_WITH_OVERDUE_MILESTONE, sentence)
    if standing.percent_complete == 100:
        sentence = f"It is reported as 100% complete, though its status is “{standing.status.replace('_', ' ')}”."
        yield Hint(HintCode.ALL_DONE_BUT_NOT_COMPLETED, sentence)


def _overdue(milestones: Sequence[tuple[str, date]]) -> str:
    title, day = milestones[0]
    if len(milestones) == 1:
        return f"The milestone “{title}” was due on {day_words(day)}."
    return f"{len(milestones)} milestones are overdue, “{title}” since {day_words(day)}."
