"""How an edge case is told: officers enter a quarter and read it, or a printed table is read in and looked at.

Every case goes the whole way: typed, checked, submitted, confirmed and read; or backfilled and read.
"""

import csv
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries
from quarterdeck.collection.checklist import checklist
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.schemas import ChecklistRead, EntryRead
from quarterdeck.collection.workflow import RUNNING
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.framework.periods import Period
from quarterdeck.integrations.mapping import Mapping
from quarterdeck.measures import reads, summaries
from quarterdeck.measures.figure_schemas import FigureRead, RevisionRead, SummaryRead
from quarterdeck.measures.figures import Filters
from quarterdeck.measures.models import Indicator, IndicatorAlias
from quarterdeck.measures.summaries import By
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from quarterdeck.organisation.roles import ROLES, Role
from tests.collection.collecting import Collecting
from tests.integrations.reading import COMMITTED, EXAMPLES, Tables

Found = dict[str, tuple[str, bool]]
"""Findings by code: the sentence an officer reads, and whether it blocks."""


def found(read: EntryRead) -> Found:
    """What the checks say of an entry."""
    return {each.code: (each.sentence, each.blocks) for each in read.findings}


def rated(read: FigureRead) -> tuple[str, str | None]:
    """A figure's rating, and why there is none."""
    return read.rating, read.unrated_reason


class Reading:
    """What people read of a council's figures."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor

    def figure(self, indicator: Indicator, period: str, viewpoint: Viewpoint = NOW) -> FigureRead:
        """An indicator's whole figure of a period."""
        wanted = summaries.wholes_unless_asked(Filters(indicator_id=indicator.id, period=period))
        (row,) = reads.read_figures(self.session, self.actor, viewpoint, wanted)
        return FigureRead.model_validate(row)

    def revisions(self, indicator: Indicator, period: str) -> list[RevisionRead]:
        """Every revision of a figure, oldest first."""
        query = reads.list_revisions(self.session, self.actor, self.figure(indicator, period).id)
        rows = [RevisionRead.of(row, []) for row in self.session.execute(query)]
        return sorted(rows, key=lambda row: row.revision)

    def summary(self, period: str, **filters: Any) -> SummaryRead:
        """A period's figures counted."""
        return SummaryRead.of(self.parts(period, By.UNIT, **filters)[0])

    def parts(self, period: str, by: By, **filters: Any) -> tuple[Any, dict[str, Any]]:
        """A period's figures counted, whole and by the names of their headings."""
        wanted = summaries.wholes_unless_asked(Filters(period=period, **filters))
        whole, parts = summaries.summarise_figures(self.session, self.actor, NOW, wanted, by)
        return whole, {heading.name: summary for heading, summary in parts}


class Officers(Collecting):
    """The officers of a council at a quarter's figures: the data provider and the manager of Housing."""

    def __init__(self, session: Session, council: Any) -> None:
        super().__init__(session, council)
        self.reading = Reading(session, self.team)
        self.figure, self.revisions = self.reading.figure, self.reading.revisions
        self.summary = self.reading.summary

    def asked(self, indicator: Indicator, period: str, *, in_round_of: str | None = None) -> Entry:
        """What the round of a period asks of an indicator; the round is opened where it does not run yet."""
        code = in_round_of or period
        query = select(Round).where(Round.period_code == code, Round.state.in_(RUNNING))
        round_ = self.session.scalars(query).one_or_none() or self.opened(code)
        return self.entry(self.submission(round_), indicator, period)

    def seen(self, entry: Entry) -> EntryRead:
        """An entry as whoever types it sees it."""
        return entries.entry_reads(self.session, self.council.id, [entry])[0]

    def entered(self, indicator: Indicator, period: str, **typed: Any) -> EntryRead:
        """A figure typed by its data provider, as it is shown back."""
        return self.seen(self.typed(self.asked(indicator, period), **typed))

    def checklist_of(self, indicator: Indicator, period: str) -> ChecklistRead:
        return checklist(self.session, self._submission(indicator, period))

    def submit_refused(self, indicator: Indicator, period: str) -> tuple[int, str]:
        """With what the submission of a figure is refused."""
        return self.refused(self._submission(indicator, period), "submit", self.provider)

    def handed_in(self, indicator: Indicator, period: str, **typed: Any) -> FigureRead:
        """A figure typed where something is given, submitted and confirmed; as it is read from the record."""
        if typed:
            self.typed(self.asked(indicator, period), **typed)
        submission = self._submission(indicator, period)
        self.decided(submission, "submit", self.provider)
        self.decided(submission, "confirm", self.manager)
        return self.figure(indicator, period)

    def period(self, code: str) -> Period:
        return Period.of_code(code)

    def submission_of(self, entry: Entry) -> Submission:
        """The submission that an entry is of."""
        return self.session.get_one(Submission, entry.submission_id)

    def _submission(self, indicator: Indicator, period: str) -> Submission:
        return self.submission_of(self.asked(indicator, period))


class Papers(Tables):
    """Lines of the example tables, as councils printed them, read into the record."""

    def read_lines(
        self, name: str, *lines: int | tuple[int, int], mapping: Mapping = COMMITTED, **cells: str
    ) -> dict[str, Any]:
        """The report of reading these lines (or spans of lines) of a table, with cells that the case has otherwise."""
        with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
            rows = dict(enumerate(csv.DictReader(file), start=2))
        spans = [(each, each) if isinstance(each, int) else each for each in lines]
        wanted = [rows[line] | cells for first, last in spans for line in range(first, last + 1)]
        return self.read(wanted, mapping, name=name)

    def indicator(self, name: str = "Calls answered") -> Indicator:
        """The indicator that was printed under this name, or under another one by the mapping file."""
        named = select(IndicatorAlias.indicator_id).where(IndicatorAlias.name == name)
        query = select(Indicator).where(or_(Indicator.name == name, Indicator.id.in_(named)))
        return self.session.scalars(query).one()

    def seen(self, indicator: str, period: str) -> FigureRead:
        """The figure of an indicator, by its name, as its council's officers read it."""
        row = self.indicator(indicator)
        return self.reading(row.council_id).figure(row, period)

    def seen_revisions(self, indicator: str, period: str) -> list[RevisionRead]:
        row = self.indicator(indicator)
        return self.reading(row.council_id).revisions(row, period)

    def summary(self, council: str, period: str) -> SummaryRead:
        return self.reading(self.council(council).id).summary(period)

    def reading(self, council_id: int) -> Reading:
        """The figures of a council that came from paper, as its performance team reads them."""
        permissions = frozenset(str(each) for each in ROLES[Role.PERFORMANCE_TEAM])
        grant = Grant(Role.PERFORMANCE_TEAM, permissions, Scope.COUNCIL)
        return Reading(self.session, Actor(council_id, None, (grant,)))
