"""Living a story: steps in the order of their moments, each by the clock of its moment and as a change of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.settings import Settings
from quarterdeck.demo.papers import Papers
from quarterdeck.demo.years import Years
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.access import actor_of


@dataclass
class Demo:
    """What every step needs: the session, the settings, the council, its files and years, its people by account."""

    session: Session
    settings: Settings
    council_id: int
    papers: Papers
    years: Years
    people: dict[str, int] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, account: str) -> Actor:
        """The person with this account, as the services see them. Nobody's grants change in the demo."""
        if account not in self._actors:
            self._actors[account] = actor_of(self.session, self.people[account])
        return self._actors[account]

    def post(self, account: str) -> str:
        """The title of the post that holds this account."""
        return next(str(row["post"]) for row in self.papers.council["account"] if row["account"] == account)


@dataclass(frozen=True)
class Step:
    """Something that somebody does at a moment."""

    at: datetime
    do: Callable[[Demo], object]


def live(demo: Demo, steps: Iterable[Step]) -> int:
    """Do every step in the order of their moments (of equal ones, as given); returns how many there were.

    Raises ValueError for a step that would happen today or later: a demo's story ends yesterday.
    """
    ordered = sorted(steps, key=lambda step: step.at)
    if ordered and clock.london(ordered[-1].at).date() >= demo.years.today:
        raise ValueError(f"a step happens on {ordered[-1].at:%d %B %Y}, which has not passed")
    for step in ordered:
        with clock.set_to(step.at):
            step.do(demo)
            demo.session.flush()
        # As a request would: the next one reads everything afresh, and gets a change number of its own.
        demo.session.expunge_all()
        journal.end_change(demo.session)
    return len(ordered)


def series_of(demo: Demo, ref: str) -> Series:
    """The one series of an indicator: the council as a whole."""
    query = select(Series).join(Indicator, Indicator.id == Series.indicator_id)
    return demo.session.scalars(query.where(Indicator.council_id == demo.council_id, Indicator.ref == ref)).one()
