"""A submission that comes back after it was confirmed: its entries say again what stands on record."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Submission
from quarterdeck.measures import revisions
from quarterdeck.measures.models import Origin
from quarterdeck.measures.revisions import SAID

TYPED: Final = tuple(name for name in SAID if name != "explanations")


def enter_what_stands(session: Session, submission: Submission) -> None:
    """Put into the entries what figures were restated to since they were confirmed.

    Otherwise whoever submits again without a look would undo a restatement that another person accepted.
    """
    of_figures = select(Entry).where(Entry.submission_id == submission.id, Entry.series_id.is_not(None))
    entries = {(entry.series_id or 0, entry.period_code): entry for entry in session.scalars(of_figures)}
    for cell, row in revisions.newest(session, submission.council_id, entries).items():
        entry = entries[cell]
        if row.origin == Origin.RESTATEMENT and any(getattr(entry, name) != getattr(row, name) for name in TYPED):
            for name in TYPED:
                setattr(entry, name, getattr(row, name))
            entry.version += 1
