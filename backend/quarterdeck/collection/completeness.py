"""How complete each service's submission is, and how late: one query, however many there are.

What the checks find is noted on the entries when they are asked for, saved and submitted, so that a round of
hundreds is counted without checking each of them anew. A target or an action that comes later shows in the
checklist at once, and here from the next time the entry is saved or its submission submitted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection import beside as standing
from quarterdeck.collection.checklist import asks_for_commentary, findings_of
from quarterdeck.collection.models import Entry, EntryQuery, Proposal, Round, Submission
from quarterdeck.collection.workflow import CANCELLED, CONFIRMED, SUBMITTED
from quarterdeck.core import clock
from quarterdeck.measures.checks import Severity
from quarterdeck.measures.models import ValueState


@dataclass(frozen=True)
class Completeness:
    """What of a submission is done.

    entries: the cells asked for; entered: those with a figure, a reason for none, a status, or a proposal.
    commentary_asked: the figures that need a commentary; commentary_given: those of them that have one. unexplained:
    the warnings still without their explanation.
    """

    entries: int
    entered: int
    commentary_asked: int
    commentary_given: int
    errors: int
    warnings: int
    unexplained: int
    open_queries: int

    @property
    def blocking(self) -> int:
        """How much stands against submitting it."""
        return self.errors + self.unexplained


def of_submissions(session: Session, council_id: int, submission_ids: Collection[int]) -> dict[int, Completeness]:
    """How complete these submissions are, by their ids."""
    return _of(session, counts(council_id).where(Entry.submission_id.in_(sorted(submission_ids))))


def of_round(session: Session, round_: Round) -> dict[int, Completeness]:
    """How complete each submission of a round is, by its id."""
    of_its = select(Submission.id).where(Submission.round_id == round_.id)
    return _of(session, counts(round_.council_id).where(Entry.submission_id.in_(of_its)))


def counts(council_id: int) -> Select[Any]:
    """The query behind it: `submission_id`, and a column for each count. To be limited to some submissions."""
    waiting = (
        select(EntryQuery.entry_id, func.count().label("number"))
        .where(EntryQuery.council_id == council_id, EntryQuery.answered_at.is_(None))
        .group_by(EntryQuery.entry_id)
        .subquery()
    )
    # A figure that is still to be typed says “value” and holds none.
    missing = (Entry.value_state == ValueState.VALUE) & Entry.value.is_(None)
    entered = or_(Entry.value_state.is_not(None) & ~missing, Entry.status.is_not(None), Proposal.change.is_not(None))
    given = Entry.commentary_asked & (func.trim(Entry.commentary) != "")
    return (
        select(
            Entry.submission_id,
            func.count().label("entries"),
            func.count().filter(entered).label("entered"),
            func.count().filter(Entry.commentary_asked).label("commentary_asked"),
            func.count().filter(given).label("commentary_given"),
            func.sum(Entry.errors).label("errors"),
            func.sum(Entry.warnings).label("warnings"),
            func.sum(Entry.unexplained).label("unexplained"),
            func.sum(func.coalesce(waiting.c.number, 0)).label("open_queries"),
        )
        .outerjoin(waiting, waiting.c.entry_id == Entry.id)
        .outerjoin(Proposal, and_(Proposal.council_id == Entry.council_id, Proposal.entry_id == Entry.id))
        .where(Entry.council_id == council_id)
        .group_by(Entry.submission_id)
    )


def days_late(
    *, state: str, due_on: date, submitted_at: datetime | None, round_state: str, closed_at: datetime | None
) -> int:
    """How many days after the day it was due a submission came, or has not come yet; 0 while it is in time.

    An extended one is late from the day it was extended to. What a closed round never got was late until that
    closed; a cancelled round waits for nothing.
    """
    if state in (SUBMITTED, CONFIRMED) and submitted_at is not None:
        until = clock.london(submitted_at).date()
    elif round_state == CANCELLED:
        return 0
    else:
        until = clock.today() if closed_at is None else clock.london(closed_at).date()
    return max(0, (until - due_on).days)


def note_findings(session: Session, council_id: int, entries: Sequence[Entry]) -> None:
    """Check these entries as they are and note on each what was found."""
    beside = standing.load(session, council_id, entries)
    for entry in entries:
        found = findings_of(entry, beside)
        warnings = [each for each in found if each.severity is Severity.WARNING]
        entry.errors = sum(each.severity is Severity.ERROR for each in found)
        entry.warnings, entry.unexplained = len(warnings), sum(each.blocks for each in warnings)
        entry.commentary_asked = asks_for_commentary(entry, beside)
    session.flush()


def _of(session: Session, query: Select[Any]) -> dict[int, Completeness]:
    return {
        row.submission_id: Completeness(**{name: int(value) for name, value in row._mapping.items() if name in NAMES})
        for row in session.execute(query)
    }


NAMES = frozenset(Completeness.__dataclass_fields__)
