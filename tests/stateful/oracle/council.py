"""The council as its papers say it should stand: the memory that every step is judged by."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from tests.stateful.oracle.people import PEOPLE, Person
from tests.stateful.oracle.things import (
    MEMBERS,
    PORTFOLIO_OF,
    RUNNING,
    Action,
    Cell,
    Edition,
    Refused,
    Restatement,
    Revision,
    Round,
    Submission,
    require,
)


class Council:
    """Everything that stands, and what follows from it alone."""

    def __init__(self) -> None:
        self.now = 0
        self.rounds: dict[int, Round] = {}
        self.submissions: dict[int, Submission] = {}
        self.editions: dict[int, Edition] = {}
        self.figures: dict[Cell, list[Revision]] = {}
        self.restatements: dict[int, Restatement] = {}
        self.actions: dict[int, Action] = {}

    def copy(self) -> "Council":
        return deepcopy(self)

    def person(self, who: str, *powers: str) -> Person:
        """Somebody, who has to hold one of these powers (403)."""
        person = PEOPLE[who]
        require(person.holds(*powers), 403)
        return person

    def ours(self, person: Person, found: Any) -> Any:
        """What is there, for somebody of this council (404)."""
        if found is None or person.elsewhere:
            raise Refused(404)
        return found

    # Rounds and their submissions

    def submissions_of(self, round_id: int) -> list[Submission]:
        return [each for each in self.submissions.values() if each.round == round_id]

    def runs(self, round_id: int) -> bool:
        return self.rounds[round_id].state in RUNNING

    def nothing_submitted(self, round_id: int) -> bool:
        return all(each.state in ("requested", "draft") for each in self.submissions_of(round_id))

    def sees_submission(self, person: Person, submission: Submission) -> bool:
        """The unit's own, the performance team and the auditor always; directors and portfolio holders from submit."""
        if person.may("see what is typed", submission.unit):
            return True
        portfolio = PORTFOLIO_OF[submission.unit]
        return submission.was_submitted and person.may("see what is submitted", submission.unit, portfolio)

    def has_its_own_round(self, period: str, but: int | None = None) -> bool:
        return any(
            each.period == period and each.state in (*RUNNING, "closed") and each.id != but
            for each in self.rounds.values()
        )

    def reported_by(self, round_: Round) -> set[str]:
        """The periods that a round reports: its own, and those deferred to it or merged with it, at any remove."""
        return {round_.period} | {each.period for each in self.continued_in(round_)}

    def continued_in(self, round_: Round) -> list[Round]:
        return [
            each
            for each in self.rounds.values()
            if each.id != round_.id and round_.id in self._chain(each) and not self.has_its_own_round(each.period)
        ]

    def taken_by_another(self, round_: Round) -> bool:
        """Whether the round's period is reported, or was, in that of another period."""
        for each in self.rounds.values():
            if each.period == round_.period and each.id != round_.id and each.continued_in is not None:
                last = self.rounds[self._chain(each)[-1]]
                if last.state in (*RUNNING, "closed"):
                    return True
        return False

    def _chain(self, round_: Round) -> list[int]:
        """The rounds that a deferred one is continued in, one after the other."""
        found = []
        while round_.continued_in is not None:
            round_ = self.rounds[round_.continued_in]
            found.append(round_.id)
        return found

    # Figures and editions

    def latest(self, cell: Cell) -> Revision | None:
        return self.figures[cell][-1] if self.figures.get(cell) else None

    def approved(self, cell: Cell) -> Revision | None:
        approved = [each for each in self.figures.get(cell, ()) if each.approved]
        return approved[-1] if approved else None

    def locked(self, cells: Iterable[Cell]) -> set[Cell]:
        """Those that an edition pins which was issued to members."""
        seen = {cell for each in self.editions.values() if MEMBERS & each.issues.keys() for cell in each.figures}
        return seen & set(cells)

    def newest_edition(self, round_id: int) -> Edition | None:
        return max((each for each in self.editions.values() if each.round == round_id), key=_id, default=None)

    def returned_by_members(self, round_id: int) -> bool:
        newest = self.newest_edition(round_id)
        return newest is not None and any(
            outcome == "return" and body in MEMBERS for body, outcome in newest.issues.items()
        )

    def sees_edition(self, person: Person, edition: Edition) -> bool:
        """The body it was issued to, the performance team, directors, the auditor; holders for their part."""
        if person.may("see every edition", "HOMES", "STREETS"):
            return True
        return any(person.may("see the body's editions", body) for body in edition.issues)


def _id(edition: Edition) -> int:
    return edition.id
