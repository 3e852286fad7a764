"""Quarters that are not reported by themselves: deferred to another round, or merged with it.

Their rounds are cancelled and name the round that asks for what they would have asked for, which may have been
deferred in its turn. A quarter that is opened anew after all is reported in its own round and no longer there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.workflow import CANCELLED, CLOSED, COLLECTING, DRAFT, PLANNED, REQUESTED, RUNNING
from quarterdeck.core.errors import conflict, invalid
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period


@dataclass(frozen=True)
class Continuations:
    """Every round of some councils, by id, as rows of what says where its quarter is reported."""

    rounds: Mapping[int, Any]

    def continued_in(self, round_id: int) -> list[Any]:
        """The rounds whose quarters this one reports beside its own, at whatever remove; oldest first."""
        found = [
            below
            for row in self.rounds.values()
            if row.continued_in_id == round_id
            for below in (*self.continued_in(row.id), row)
            if not self._has_its_own(below)
        ]
        return sorted({row.id: row for row in found}.values(), key=lambda row: Period.of_code(row.period_code))

    def reported_in(self, round_id: int) -> str | None:
        """The quarter in whose round, running or closed, the period of this one is reported; None where in none."""
        row = self.rounds[round_id]
        takers = (self.taken_over_by(each) for each in self.rounds.values() if each.id != row.id and _same(each, row))
        running = [each for each in takers if each is not None and each.state in RUNNING | {CLOSED}]
        return Period.of_code(running[0].period_code).short_label if running else None

    def taken_over_by(self, row: Any) -> Any | None:
        """The round that a cancelled one is continued in; where that was cancelled too, the one after it."""
        while row.continued_in_id is not None:
            row = self.rounds[row.continued_in_id]
            if row.state != CANCELLED:
                return row
        return None

    def _has_its_own(self, row: Any) -> bool:
        return any(_same(each, row) and each.state in RUNNING | {CLOSED} for each in self.rounds.values())


def continuations(session: Session, council_ids: Collection[int]) -> Continuations:
    """Where the quarters of these councils are reported: one query."""
    rows = session.execute(
        select(Round.id, Round.council_id, Round.cycle, Round.period_code, Round.state, Round.continued_in_id).where(
            Round.council_id.in_(sorted(council_ids))
        )
    )
    return Continuations({row.id: row for row in rows})


def periods_of(session: Session, round_: Round) -> list[Period]:
    """What a round reports on, oldest first: its own period, and those continued in it."""
    codes = [row.period_code for row in continuations(session, [round_.council_id]).continued_in(round_.id)]
    return sorted({Period.of_code(code) for code in (*codes, round_.period_code)})


def round_to_continue_in(session: Session, round_: Round, continued_in: int | None) -> Round:
    """The round that is to report another's quarter beside its own, held for change, with its submissions.

    Raises 422 where none is named, or one that is not the council's or not of a later quarter; 409 where that one
    is under review or over, or a service has submitted to it already.
    """
    if continued_in is None:
        detail = "Plan the round of the later quarter that is to report it, and give its id."
        raise invalid("/continued_in", "missing", detail)
    query = select(Round).where(Round.council_id == round_.council_id, Round.id == continued_in)
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise invalid("/continued_in", "unknown_round", "There is no such round.")
    if found.cycle != Cycle.QUARTERLY:
        raise invalid("/continued_in", "annual", "The annual round reports on no quarter.")
    if Period.of_code(found.period_code).start <= Period.of_code(round_.period_code).start:
        raise invalid("/continued_in", "not_later", "A quarter is reported in the round of a later one.")
    if found.state not in (PLANNED, COLLECTING):
        raise conflict(f"That round is {found.state}: it asks for nothing more.", "continued-in-state")
    held = select(Submission).where(Submission.round_id == found.id).order_by(Submission.id).with_for_update()
    if not {row.state for row in session.scalars(held)} <= {REQUESTED, DRAFT}:
        raise conflict("A service has submitted to that round already.", "continued-in-submitted")
    return found


def _same(one: Any, other: Any) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("council_id", "cycle", "period_code"))
