"""Several people act on one round or submission at once, on a database whose commits are real."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.collection import entries, rounds, submissions
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.schemas import EntryUpdate, RoundDecision, SubmissionDecision
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.measures.models import Observation
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting
from tests.databases import DIALECTS, new_database, server_version

pytestmark = [pytest.mark.slow, pytest.mark.both]

CONFIRMERS = 8
QUARTERS = [f"20{year}-{year + 1}-Q{number}" for year in (21, 22, 23) for number in (1, 2, 3, 4)]


@pytest.fixture(params=DIALECTS)
def standing(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Database]:
    """A migrated, empty database of the test's own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = new_database(request.param, f"quarterdeck_collection_{worker}", tmp_path)
    record_property("database", server_version(made))
    yield made
    made.close()


def _at_once(attempts: list[Callable[[], None]]) -> list[str]:
    """What came of attempts that start together: `done`, or the code of the refusal."""
    start = Barrier(len(attempts))

    def tried(attempt: Callable[[], None]) -> str:
        start.wait()
        try:
            attempt()
        except Problem as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(tried, attempts))


def _decides(standing: Database, actor: Actor, submission_id: int, action: str, version: int) -> Callable[[], None]:
    def decide() -> None:
        with standing.transaction() as session:
            submissions.decide_submission(session, actor, submission_id, SubmissionDecision(action=action), version)

    return decide


def test_of_two_rounds_for_a_period_opened_at_once_one_opens(standing: Database) -> None:
    with standing.transaction() as session:
        collecting = Collecting(session, CouncilBuilder(session))
        collecting.measures.indicator("H1")
        team = collecting.team
        pairs = [[collecting.planned(period).id for _ in range(2)] for period in QUARTERS]

    def opens(round_id: int) -> Callable[[], None]:
        def decide() -> None:
            with standing.transaction() as session:
                rounds.decide_round(session, team, round_id, RoundDecision(action="open"), 1)

        return decide

    for pair in pairs:
        assert sorted(_at_once([opens(round_id) for round_id in pair])) == ["done", "not-allowed-now"]
    with standing.reading() as session:
        states = session.scalars(select(Round.state).order_by(Round.state)).all()
        assert states == ["collecting"] * len(QUARTERS) + ["planned"] * len(QUARTERS)
        assert len(session.scalars(select(Submission)).all()) == len(QUARTERS)


def test_of_eight_who_confirm_at_once_one_does(standing: Database) -> None:
    with standing.transaction() as session:
        council = CouncilBuilder(session)
        collecting = Collecting(session, council)
        collecting.measures.indicator("H1")
        managers = [council.actor("service_manager", number=number) for number in range(1, CONFIRMERS + 1)]
        made = [collecting.submitted(collecting.submission(collecting.opened(period))) for period in QUARTERS]
        waiting = [(submission.id, submission.version) for submission in made]
    for submission_id, version in waiting:
        outcomes = _at_once([_decides(standing, each, submission_id, "confirm", version) for each in managers])
        assert sorted(outcomes) == ["done"] + ["stale-version"] * (CONFIRMERS - 1)
    with standing.reading() as session:
        rows = session.scalars(select(Observation)).all()
        assert [row.revision for row in rows] == [1] * len(QUARTERS)
        assert journal.verify(session, council.id) == []


def test_nothing_is_typed_into_what_is_being_submitted(standing: Database) -> None:
    """Whoever comes first: either the figure is cleared and the submission refused, or the other way round."""
    with standing.transaction() as session:
        collecting = Collecting(session, CouncilBuilder(session))
        indicator = collecting.measures.indicator("H1")
        provider, team = collecting.provider, collecting.team
        submission = collecting.filled(collecting.submission(collecting.opened(Q1)))
        entry_id, submission_id = collecting.entry(submission, indicator).id, submission.id
    for _ in range(12):
        with standing.reading() as session:
            entry = session.get_one(Entry, entry_id)
            submission = session.get_one(Submission, submission_id)
            assert (entry.value, submission.state in ("draft", "returned")) == (97, True)

        def clear(version: int = entry.version) -> None:
            with standing.transaction() as session:
                entries.save_entry(session, team, submission_id, entry_id, EntryUpdate(value=None), version)

        submit = _decides(standing, provider, submission_id, "submit", submission.version)
        outcomes = tuple(_at_once([clear, submit]))
        assert outcomes in {("done", "checklist"), ("wrong-state", "done")}
        _put_back(standing, collecting, entry_id, submission_id)


def _put_back(standing: Database, collecting: Collecting, entry_id: int, submission_id: int) -> None:
    """The submission open again, its figure typed."""
    with standing.transaction() as session:
        submission = session.get_one(Submission, submission_id)
        if submission.state == "submitted":
            assert session.get_one(Entry, entry_id).value == 97
            decision = SubmissionDecision(action="return", comment="Again")
            submissions.decide_submission(session, collecting.manager, submission_id, decision, submission.version)
        entry = session.get_one(Entry, entry_id)
        if entry.value is None:
            entries.save_entry(session, collecting.team, submission_id, entry_id, EntryUpdate(value=97), entry.version)
