"""The measurements measure what they say: the same records every time, beside peers that answer the same rows."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bench import generator
from bench.jobs import JOBS, SMOKE
from bench.setting import Measured, Outcome, targets
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.measures import projection
from quarterdeck.measures.models import Observation, Target
from quarterdeck.measures.viewpoint import Viewpoint, figures
from quarterdeck.organisation.models import Council
from tests.databases import new_database

pytestmark = pytest.mark.slow


def _figures(database: Database) -> list[tuple[object, ...]]:
    o, t = Observation, Target
    with database.reading() as session:
        observed = session.execute(
            select(o.council_id, o.series_id, o.period_code, o.value_state, o.value).order_by(o.id)
        ).all()
        aimed = session.execute(select(t.council_id, t.series_id, t.period_code, t.value).order_by(t.id)).all()
        for council_id in session.scalars(select(Council.id)):
            assert projection.differences(session, council_id) == []
        assert journal.verify(session, observed[0].council_id) == []
    return [tuple(row) for row in [*observed, *aimed]]


def test_the_records_are_the_same_every_time(tmp_path: Path) -> None:
    found = []
    for number in range(2):
        with new_database("sqlite", f"bench_{number}", tmp_path) as database:
            made = generator.make(database, councils=2, number=3, quarters=11, parts=1)
            found.append(_figures(database))
    assert made.period == "2023-24-Q4"
    # 2 councils × 3 indicators × 11 quarters, whole and in one part, each with a target.
    assert len(found[0]) == 2 * 3 * 11 * 2 * 2
    assert found[0] == found[1]


def test_a_year_back_the_quarter_of_then_is_the_newest(tmp_path: Path) -> None:
    with new_database("sqlite", "bench_back", tmp_path) as database:
        made = generator.make(database, councils=1, number=3, quarters=11)
        with database.reading() as session:
            change_no = journal.change_no_at(session, made.council_id, made.a_year_back)
            seen = figures(Actor.system(made.council_id), Viewpoint(change_no))
            assert max(row.period_code for row in session.execute(seen)) == made.year_before == "2022-23-Q4"
            assert len(session.execute(seen).all()) == 3 * 7


def test_every_job_is_explained() -> None:
    readme = (Path(generator.__file__).parent / "README.md").read_text(encoding="utf-8")
    for name in (*JOBS, "smoke"):
        assert f"\n`{name}` " in readme, name


def test_every_goal_is_above_nothing_and_smoke_is_made_of_jobs() -> None:
    assert set(SMOKE) <= set(JOBS)
    for key, target in targets().items():
        assert target["goal"] > 0, key
        assert target["job"], key


@pytest.mark.parametrize("peer, verdict", [(1.0, "PASS"), (0.5, "FALLS SHORT")])
def test_a_line_says_how_it_stands(peer: float, verdict: str) -> None:
    line = Outcome("P2", "300 figures", ours=[1.0, 1.2, 50.0], peer=[peer]).line()
    assert line.endswith(verdict)
    assert f"{1.2 / peer:.2f}× of at most 1.7×" in line


@pytest.mark.parametrize("figures, verdict", [([900.0, 950.0, 4000.0], "PASS"), ([1000.5], "FALLS SHORT")])
def test_a_plain_figure_is_the_median_held_against_its_goal(figures: list[float], verdict: str) -> None:
    line = Measured("LCP", "dashboard", figures).line()
    assert line.endswith(f"of at most 1000 ms {verdict}")


def test_a_goal_may_differ_by_database() -> None:
    on = {db: Outcome("P1", "300 figures", [1.9], [1.0], db).line() for db in ("sqlite", "pg")}
    assert on["sqlite"].endswith("1.6× FALLS SHORT")
    assert on["pg"].endswith("2.0× PASS")
