"""Evidence of a cell: kept with the entry as it is typed, and with the figure that it puts on record."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries
from quarterdeck.collection.models import Entry
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.drill_down import read_one
from quarterdeck.measures.models import Observation
from quarterdeck.organisation.evidence import list_evidence
from quarterdeck.organisation.models import Evidence
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting


def _files(session: Session, kind: str, subject_id: int) -> list[str]:
    query = select(Evidence).where(Evidence.kind == kind, Evidence.subject_id == subject_id).order_by(Evidence.id)
    return [row.filename for row in session.scalars(query)]


def _counted(session: Session, entry: Entry) -> int:
    return entries.entry_reads(session, entry.council_id, [entry])[0].evidence


def test_evidence_of_an_entry_is_evidence_of_what_it_put_on_record(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    """Of the figure, or of the activity; each once, with who added it and when."""
    indicator, without = collecting.measures.indicator("H1"), collecting.measures.indicator("H2")
    activity = collecting.activity("People 5")
    submission = collecting.submission(collecting.opened(Q1))
    entry = collecting.entry(submission, indicator)
    for filename in ("count.txt", "register.txt"):
        collecting.evidence("entry", entry.id, filename)
    collecting.evidence("entry", collecting.entry(submission, activity).id, "minutes.txt")
    assert (_counted(session, entry), _counted(session, collecting.entry(submission, without))) == (2, 0)
    collecting.confirmed(submission)
    rows = {row.indicator_id: row for row in session.scalars(select(Observation))}
    figure = rows[indicator.id]
    assert _files(session, "observation", figure.id) == ["count.txt", "register.txt"]
    assert _files(session, "observation", rows[without.id].id) == []
    assert _files(session, "activity", activity.id) == ["minutes.txt"]
    kept = session.scalars(select(Evidence).where(Evidence.kind == "observation")).first()
    assert kept is not None
    assert (kept.added_by, kept.sha256) == (collecting.provider.person_id, _first_file(session, entry).sha256)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.confirm")).one()
    assert event.detail["evidence"] == 3
    # Who sees the figure sees its evidence: a director once it is confirmed, everybody else once it is approved.
    director = council.actor("director")
    assert read_one(session, director, figure.id).evidence == 2
    files = session.execute(list_evidence(session, director, "observation", figure.id))
    assert [row[0].filename for row in files] == ["count.txt", "register.txt"]
    with pytest.raises(Problem) as hidden:
        list_evidence(session, council.actor("analyst"), "observation", figure.id)
    assert hidden.value.status == 404


def test_a_figure_that_came_back_keeps_its_evidence_and_gets_what_was_added(
    session: Session, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1")
    submission = collecting.submission(collecting.opened(Q1))
    entry = collecting.entry(submission, indicator)
    collecting.evidence("entry", entry.id, "count.txt")
    collecting.confirmed(submission, 97)
    collecting.decided(submission, "reopen", collecting.team, "A site was missing")
    # Confirmed as it was, nothing is appended, and nothing is kept twice.
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    (first,) = session.scalars(select(Observation))
    assert _files(session, "observation", first.id) == ["count.txt"]
    collecting.decided(submission, "reopen", collecting.team, "A site was missing after all")
    collecting.typed(entry, value=96)
    collecting.evidence("entry", entry.id, "recount.txt")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    second = session.scalars(select(Observation).where(Observation.revision == 2)).one()
    assert _files(session, "observation", first.id) == ["count.txt"]
    assert _files(session, "observation", second.id) == ["count.txt", "recount.txt"]


def _first_file(session: Session, entry: Entry) -> Evidence:
    query = select(Evidence).where(Evidence.kind == "entry", Evidence.subject_id == entry.id).order_by(Evidence.id)
    found = session.scalars(query).first()
    assert found is not None
    return found
