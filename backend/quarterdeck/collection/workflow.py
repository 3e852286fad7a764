"""What can happen to a round, its stages and its submissions, as tables; and what their guards look at.

A row's own columns do not tell whether another round runs or whether members have seen a figure. So a
case lends the row to the table, with what stands around it; `rounds` and `submissions` load cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quarterdeck.collection.models import Round, RoundStageState, RoundState, Submission, SubmissionState
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import FieldError, Problem, conflict
from quarterdeck.core.workflow import REQUIRED, UNCHANGED, Workflow, transition
from quarterdeck.framework.models import Cycle
from quarterdeck.organisation.roles import Permission

NOBODY: Final = "by_review"
"""No role holds this: what an edition's sealing or return moves is moved by those, and by no request of its own."""

PLANNED, COLLECTING, REVIEWING = RoundState.PLANNED, RoundState.COLLECTING, RoundState.REVIEWING
CLOSED, CANCELLED = RoundState.CLOSED, RoundState.CANCELLED
WAITING, OPEN = RoundStageState.WAITING, RoundStageState.OPEN
DECIDED, SKIPPED = RoundStageState.DECIDED, RoundStageState.SKIPPED
REQUESTED, DRAFT, SUBMITTED = SubmissionState.REQUESTED, SubmissionState.DRAFT, SubmissionState.SUBMITTED
RETURNED, CONFIRMED = SubmissionState.RETURNED, SubmissionState.CONFIRMED
RUNNING: Final = frozenset({COLLECTING, REVIEWING})
DONE: Final = frozenset({DECIDED, SKIPPED})


class _Case:
    """Lends a row's id, state, version and place to the table."""

    row: Round | Submission

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def state(self) -> str:
        return self.row.state

    @state.setter
    def state(self, state: str) -> None:
        self.row.state = state

    @property
    def version(self) -> int:
        return self.row.version

    @version.setter
    def version(self, version: int) -> None:
        self.row.version = version

    def place(self) -> Place:
        return self.row.place()


@dataclass
class RoundCase(_Case):
    """A round, its stages as (state, optional), its submissions' states, and the other rounds of its period.

    continues: whether a quarter that was deferred or merged is continued in it. reported_in: the quarter in whose
    round its own period is reported already.
    """

    row: Round
    stages: Sequence[tuple[str, bool]] = ()
    submissions: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    continues: bool = False
    reported_in: str | None = None


@dataclass
class SubmissionCase(_Case):
    """A submission and what stands around it.

    blocking: what its checklist finds that has to be mended before it can be submitted.
    seen_by_members: whether an edition that was issued to members pins a figure of it.
    returned_by_members: whether members returned the newest edition of its round.
    """

    row: Submission
    round_state: str
    cycle: str = Cycle.QUARTERLY
    blocking: Sequence[FieldError] = ()
    seen_by_members: bool = False
    returned_by_members: bool = False

    @property
    def locked_words(self) -> str:
        """Why what members have seen is not opened again, and how it changes."""
        if self.cycle == Cycle.ANNUAL:
            return "Members have seen these proposals. A target changes by itself, with a reason and an approval."
        return "Members have seen these figures. They change by restatement alone."


def only_round_of_its_period(case: RoundCase, _actor: Actor) -> str | None:
    if case.others & RUNNING:
        return "Another round for this period is running. Close or cancel that one first."
    if CLOSED in case.others:
        return "A round for this period was closed. Its figures change by restatement alone."
    return None


def not_reported_elsewhere(case: RoundCase, _actor: Actor) -> str | None:
    if case.reported_in is None:
        return None
    return f"This period is reported in the round of {case.reported_in}, which it was deferred to or merged with."


def reports_on_a_period(case: RoundCase, _actor: Actor) -> str | None:
    if case.row.cycle == Cycle.QUARTERLY:
        return None
    return "The annual round reports on no quarter. Cancel it where it was opened by mistake."


def nothing_continued_here(case: RoundCase, _actor: Actor) -> str | None:
    if not case.continues:
        return None
    return "An earlier quarter is to be reported in this round. Defer it or merge it, so that another takes both."


def every_stage_done(case: RoundCase, _actor: Actor) -> str | None:
    if all(state in DONE for state, _ in case.stages):
        return None
    return "Some stages are still to be decided or skipped."


def a_stage_can_be_skipped(case: RoundCase, _actor: Actor) -> str | None:
    if any(state == OPEN and optional for state, optional in case.stages):
        return None
    return "No optional stage is open. A stage that is not optional has to be decided."


def nothing_submitted(case: RoundCase, _actor: Actor) -> str | None:
    if case.submissions <= {REQUESTED, DRAFT}:
        return None
    return "A service has submitted already. Finish the round, or return to the services what has to change."


def round_runs(case: SubmissionCase, _actor: Actor) -> str | None:
    if case.round_state in RUNNING:
        return None
    return f"The round of this submission is {case.round_state}: nothing of it changes any more."


def checklist_clear(case: SubmissionCase, _actor: Actor) -> Problem | None:
    if not case.blocking:
        return None
    count = len(case.blocking)
    what = "One thing has" if count == 1 else f"{count} things have"
    return conflict(f"{what} to be mended before this can be submitted.", "checklist", case.blocking)


def not_the_submitter(case: SubmissionCase, actor: Actor) -> str | None:
    if actor.person_id is None or actor.person_id != case.row.submitted_by:
        return None
    return (
        "You submitted this yourself. Somebody else has to confirm it: a delegate of yours, another manager of the "
        "service, or a post outside the system, which the performance team records with evidence."
    )


def not_locked(case: SubmissionCase, _actor: Actor) -> str | None:
    """Members' eyes lock figures, and only members' return opens them again; officers' reviews return freely."""
    if case.returned_by_members:
        return None
    if case.seen_by_members:
        return case.locked_words
    if case.round_state != COLLECTING:
        return "The round's pack is sealed. This can be reopened when a review returns the pack."
    return None


ROUND = Workflow(
    "round",
    tuple(RoundState),
    (
        #          action          from                    to          permission
        transition("open", {PLANNED}, COLLECTING, Permission.MANAGE_ROUND,
                   guard=(only_round_of_its_period, not_reported_elsewhere)),
        transition("seal", {COLLECTING}, REVIEWING, NOBODY),
        transition("send_back", {REVIEWING}, COLLECTING, NOBODY, comment=REQUIRED, words="send this round back"),
        transition("skip_stage", {REVIEWING}, REVIEWING, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=a_stage_can_be_skipped, words="skip a stage of this round"),
        transition("close", {REVIEWING}, CLOSED, Permission.MANAGE_ROUND, guard=every_stage_done),
        transition("cancel", {PLANNED, COLLECTING}, CANCELLED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=(nothing_submitted, nothing_continued_here)),
        # The quarter has no report; or the round named with the decision reports it too.
        transition("skip", {PLANNED, COLLECTING}, CANCELLED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=(reports_on_a_period, nothing_submitted, nothing_continued_here)),
        transition("defer", {PLANNED, COLLECTING}, CANCELLED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=(reports_on_a_period, nothing_submitted)),
        transition("merge", {PLANNED, COLLECTING}, CANCELLED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=(reports_on_a_period, nothing_submitted)),
    ),
)  # fmt: skip

# Stages move with their round alone: its version and its permissions are the ones that count.
STAGE = Workflow(
    "stage",
    tuple(RoundStageState),
    (
        #          action      from       to       permission
        transition("open", {WAITING}, OPEN, NOBODY),
        transition("decide", {OPEN}, DECIDED, NOBODY),
        transition("skip", {OPEN}, SKIPPED, NOBODY),
        transition("withdraw", {OPEN}, WAITING, NOBODY),
        transition("reopen", {DECIDED}, OPEN, NOBODY),
    ),
)

SUBMISSION = Workflow(
    "submission",
    tuple(SubmissionState),
    (
        #          action       from               to         permission
        transition("start", {REQUESTED}, DRAFT, Permission.EDIT_SUBMISSION, guard=round_runs),
        transition("submit", {DRAFT, RETURNED}, SUBMITTED, Permission.EDIT_SUBMISSION,
                   guard=(round_runs, checklist_clear)),
        transition("return", {SUBMITTED}, RETURNED, Permission.REVIEW_SUBMISSION, comment=REQUIRED, guard=round_runs),
        transition("confirm", {SUBMITTED}, CONFIRMED, Permission.CONFIRM_SUBMISSION,
                   guard=(round_runs, not_the_submitter)),
        transition("confirm_off_system", {SUBMITTED}, CONFIRMED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=round_runs, words="confirm this submission off the system"),
        transition("extend", {REQUESTED, DRAFT, RETURNED}, UNCHANGED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=round_runs),
        transition("remind", {REQUESTED, DRAFT, RETURNED}, UNCHANGED, Permission.MANAGE_ROUND, guard=round_runs),
        transition("reopen", {CONFIRMED}, RETURNED, Permission.MANAGE_ROUND, comment=REQUIRED,
                   guard=(round_runs, not_locked)),
        transition("send_back", {CONFIRMED}, RETURNED, NOBODY, comment=REQUIRED, guard=round_runs,
                   words="send this submission back"),
    ),
)  # fmt: skip
