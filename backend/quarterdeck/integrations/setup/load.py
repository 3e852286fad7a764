"""Loading a whole set-up workbook: tried and taken back, or loaded, by the same code in one transaction."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import orjson
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.integrations.setup import measures, organisation, planning
from quarterdeck.integrations.setup.book import Book
from quarterdeck.integrations.setup.loading import Loading, Result, Subject, left_out, load_sheet, take_in
from quarterdeck.integrations.setup.sheets import SHEETS
from quarterdeck.integrations.setup.targets import load_targets

SUBJECTS: Final[dict[str, Subject]] = {
    each.sheet.key: each for each in (*organisation.SUBJECTS, *planning.SUBJECTS, *measures.SUBJECTS)
}
OUTCOMES: Final = ("create", "change", "unchanged", "fault", "left")


@dataclass
class Outcome:
    """What a workbook does: every row's result, and what of the file was not read.

    left: the sheets that the actor's roles do not load.
    """

    results: list[Result] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    unread_columns: dict[str, list[str]] = field(default_factory=dict)

    def count(self, what: str) -> int:
        return sum(each.what == what for each in self.results)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each sheet came to what, in the order of the sheets."""
        counted = Counter((each.sheet, each.what) for each in self.results)
        titles = [each.title for each in SHEETS if any(sheet == each.title for sheet, _ in counted)]
        return {title: {what: counted[title, what] for what in OUTCOMES} for title in titles}

    @property
    def faulty(self) -> bool:
        return self.count("fault") > 0

    @property
    def changes_something(self) -> bool:
        return self.count("create") + self.count("change") > 0

    @property
    def digest(self) -> str:
        """One word for all of it: what was tried and what is loaded agree if this does."""
        told = [asdict(each) for each in self.results]
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def load_book(session: Session, actor: Actor, book: Book, *, keep: bool) -> Outcome:
    """Do what the workbook says, in the caller's transaction; all of it is taken back unless `keep` is said.

    It is taken back too where a row has a fault, and where nothing changes: then no change number is used.
    The caller journals the load itself.
    """
    journal.lock(session, actor.council_id)
    with session.begin_nested() as attempt:
        # Taken before any row's savepoint: rolled back with one, the number would be given out twice.
        journal.change(session, actor.council_id)
        outcome = _loaded(Loading(session, actor), book)
        session.flush()
        kept = keep and outcome.changes_something and not outcome.faulty
        if not kept:
            attempt.rollback()
    if not kept:
        journal.end_change(session)
    return outcome


def _loaded(loading: Loading, book: Book) -> Outcome:
    outcome = Outcome(unread_sheets=book.unread)
    measures.note_first_versions(loading, book)
    filled = {each.kind.key: each for each in book.sheets}
    for sheet in SHEETS:
        given, subject = filled.get(sheet.key), SUBJECTS.get(sheet.key)
        if given is not None and given.unread:
            outcome.unread_columns[sheet.title] = given.unread
        mine = loading.actor.holds(sheet.permission)
        if given is not None and not mine:
            outcome.left.append(sheet.title)
            outcome.results += left_out(sheet, given)
        if given is None or not mine:
            if subject is not None:
                take_in(loading, subject)
            continue
        outcome.results += load_targets(loading, given) if subject is None else load_sheet(loading, subject, given)
    return outcome


def rows_of(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The results as they are kept."""
    return [asdict(each) for each in results]
