"""Several people seal, issue, decide and accept at once, on a database whose commits are real."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.framework.models import Approval
from quarterdeck.measures import projection
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.measures.models import Observation
from quarterdeck.reporting import decisions, issuing, restatements, sealing
from quarterdeck.reporting.schemas import IssueCreate, PackDecision, RestatementCreate, RestatementDecision
from tests.builders import CouncilBuilder
from tests.databases import DIALECTS, new_database, server_version
from tests.reporting.reviewing import Reviewing

pytestmark = [pytest.mark.slow, pytest.mark.both]

AT_ONCE = 8


@pytest.fixture(params=DIALECTS)
def standing(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Database]:
    """A migrated, empty database of the test's own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = new_database(request.param, f"quarterdeck_reporting_{worker}", tmp_path)
    record_property("database", server_version(made))
    yield made
    made.close()


def at_once(standing: Database, attempts: list[Callable[[Session], object]]) -> list[str]:
    """What came of attempts that start together: `done`, or the code of the refusal; sorted."""
    start = Barrier(len(attempts))

    def tried(attempt: Callable[[Session], object]) -> str:
        start.wait()
        try:
            with standing.transaction() as session:
                attempt(session)
        except Problem as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(tried, attempts))


def test_at_every_step_of_a_round_exactly_one_of_many_wins(standing: Database) -> None:
    with standing.transaction() as session:
        council = CouncilBuilder(session)
        reviewing = Reviewing(session, council)
        round_id = reviewing.collected().id
        team, clerk, director, provider = reviewing.team, reviewing.clerk, reviewing.director, reviewing.provider
        cabinet_id, series_id = council.cabinet.id, reviewing.measures.series(reviewing.lettings).id

    def decides(version: int, stage: str, actor: Any, **given: Any) -> Callable[[Session], object]:
        data = PackDecision.model_validate({"action": "approve", "stage": stage, **given})
        return lambda session: decisions.decide_edition(session, actor, edition_id, data, version)

    seals = [lambda session: sealing.seal(session, team, round_id)] * AT_ONCE
    assert at_once(standing, seals) == ["done"] + ["wrong-state"] * (AT_ONCE - 1)
    with standing.reading() as session:
        edition_id = session.scalars(select(PackEdition.id)).one()

    assert at_once(standing, [decides(1, "officer_review", director)] * AT_ONCE) == ["done"] + ["stale-version"] * 7
    # Two portfolio holders on one version: whoever comes second reads again and decides then.
    holders = [decides(2, "portfolio_review", actor, portfolio=code) for code, actor in reviewing.holders.items()]
    assert at_once(standing, holders) == ["done", "stale-version"]
    again = [decides(3, "portfolio_review", actor, portfolio=code) for code, actor in reviewing.holders.items()]
    # Whoever has decided is refused for that, or for the version, if the other was quicker.
    assert at_once(standing, again) in (["already-decided", "done"], ["done", "stale-version"])

    issue = IssueCreate(body_id=cabinet_id, report_number="ACE2304")
    issues = [lambda session: issuing.issue(session, clerk, edition_id, issue)] * AT_ONCE
    assert at_once(standing, issues) == ["done"] + ["not-allowed-now"] * (AT_ONCE - 1)
    approvals = at_once(standing, [decides(4, "cabinet", clerk)] * AT_ONCE)
    assert approvals == ["done"] + ["stale-version"] * (AT_ONCE - 1)

    with standing.transaction() as session:
        data = RestatementCreate(series_id=series_id, period="2023-24-Q1", value=91.0, reason="Two homes were missing")
        restatement_id = restatements.propose_restatement(session, provider, data).id
    accepts = [
        lambda session: restatements.decide_restatement(
            session, team, restatement_id, RestatementDecision(action="accept"), 1
        )
    ] * AT_ONCE
    assert at_once(standing, accepts) == ["done"] + ["stale-version"] * (AT_ONCE - 1)

    with standing.reading() as session:
        assert session.scalar(select(func.count()).select_from(Approval)) == 4
        assert session.scalar(select(func.count()).select_from(EditionIssue)) == 2
        revisions = session.scalars(
            select(Observation.revision).where(Observation.series_id == series_id).order_by(Observation.revision)
        )
        assert revisions.all() == [1, 2]
        assert sealing.verify(session, session.get_one(PackEdition, edition_id))
        assert projection.differences(session, council.id) == []
        assert journal.verify(session, council.id) == []
