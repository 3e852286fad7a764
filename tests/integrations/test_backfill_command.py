"""`quarterdeck backfill` as an officer types it, on both databases; and what the guide shows."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select
from typer.testing import CliRunner

from quarterdeck.cli import main
from quarterdeck.core import journal
from quarterdeck.core.db import Database
from quarterdeck.integrations.backfill import backfill
from quarterdeck.integrations.mapping import read_mapping
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.organisation.models import Council
from tests.databases import DIALECTS, new_database, server_version
from tests.docs.reading import blocks, text_of
from tests.integrations.reading import a_row, as_csv

pytestmark = pytest.mark.both

GUIDE = text_of("docs", "guides", "backfill.md")
Run = Callable[..., Result]


@pytest.fixture(params=DIALECTS)
def standing(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Database]:
    """A database of the test's own, for a command that opens it by its address."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = new_database(request.param, f"quarterdeck_backfill_{worker}", tmp_path)
    record_property("database", server_version(made))
    yield made
    made.close()


@pytest.fixture
def run(standing: Database, tmp_path: Path) -> Run:
    """`quarterdeck backfill …` on that database."""

    def command(*words: str | Path) -> Result:
        environment = {
            "QUARTERDECK_DATABASE_URL": standing.settings.url,
            "QUARTERDECK_DATA_DIR": str(tmp_path),
            "QUARTERDECK_LOCK_TIMEOUT_MS": "500",
        }
        return CliRunner().invoke(main, ["backfill", *map(str, words)], env=environment)

    return command


def figures(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Observation)) or 0


def a_file(folder: Path, content: bytes, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.slow
def test_a_table_is_tried_read_and_read_again(run, standing, examples, tmp_path):
    table, report = examples / "bracknell_forest.csv", tmp_path / "report.json"
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[[council]]\nname = "Bracknell Forest Council"\ncode = "E06000036"\n', encoding="utf-8")
    tried = run(table, "--mapping", mapping, "--dry-run", "--report", report)
    assert (tried.exit_code, figures(standing)) == (0, 0), tried.output
    assert "Dry run: nothing was kept." in tried.stdout
    assert json.loads(report.read_text(encoding="utf-8"))["dry_run"] is True
    read = run(table, "--mapping", mapping, "--report", report)
    assert read.exit_code == 0
    summary, *listed = read.stdout.splitlines()
    assert summary.startswith("bracknell_forest.csv: 49 rows, 46 read, 0 read with a state, 3 not read.")
    assert [line.partition(",")[0] for line in listed] == ["  Line 39", "  Line 43", "  Line 47"]
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["rows"] == told["read"] + told["read_with_state"] + len(told["unreadable"])
    assert told["observations"]["created"] == figures(standing) > 0
    again = run(table, "--mapping", mapping)
    assert "Figures: 0 created, 0 updated" in again.stdout


@pytest.mark.slow
def test_what_cannot_be_read_at_all_is_told_with_the_mend(run, standing, tmp_path):
    table, report = a_file(tmp_path, as_csv([a_row()])), tmp_path / "report.json"
    broken = a_file(tmp_path, b'[[council]]\nname = "A"', "broken.toml")
    for words, said in (
        ((tmp_path / "nowhere.csv",), "nowhere.csv: The file cannot be read"),
        ((tmp_path,), "The file cannot be read"),
        ((a_file(tmp_path, b"PK\x03\x04", "table.xlsx"), "--report", report), "Save the table as “CSV UTF-8"),
        ((table, "--mapping", broken), "broken.toml: In “A”: “code” is missing."),
        ((table, "--mapping", tmp_path / "nowhere.toml"), "nowhere.toml: The file cannot be read"),
        ((table, "--report", tmp_path / "nowhere" / "report.json"), "The report cannot be written"),
    ):
        refused = run(*words)
        assert refused.exit_code == 1, words
        assert said in refused.stderr
        assert "Traceback" not in refused.output
    problem = json.loads(report.read_text(encoding="utf-8"))
    assert (problem["rows"], problem["unreadable"]) == (0, [])
    assert "workbook" in problem["problem"]
    assert figures(standing) == 0


@pytest.mark.slow
def test_a_busy_database_is_told_and_nothing_is_half_read(run, standing, tmp_path):
    table = a_file(tmp_path, as_csv([a_row()]))
    with standing.transaction() as session:
        journal.begin(session, journal.DEPLOYMENT)
        journal.lock(session, journal.DEPLOYMENT)
        refused = run(table)
    assert refused.exit_code == 1
    assert "The database is busy" in refused.stderr
    assert figures(standing) == 0
    assert run(table).exit_code == 0


@pytest.mark.slow
def test_a_table_without_a_column_is_refused_once_and_not_row_by_row(run, standing, tmp_path):
    table, report = (
        a_file(tmp_path, b"council,kpi,period,value\n" + b"Anytown,Calls,Q1 2023/24,85%\n" * 40),
        tmp_path / "r.json",
    )
    refused = run(table, "--report", report)
    assert refused.exit_code == 1
    assert refused.stdout.splitlines()[1:] == [
        "  The file has no such column “target_as_printed”; head it “target_as_printed”, or “target”."
    ]
    assert len(json.loads(report.read_text(encoding="utf-8"))["unreadable"]) == 40
    assert figures(standing) == 0


@pytest.mark.slow
def test_rows_that_are_listed_are_no_failure_and_cells_do_nothing_to_the_screen(run, standing, tmp_path):
    rows = [a_row(period_label=f"\x1b[2J{number}") for number in range(30)]
    rows += [a_row(published="1 May 2024"), a_row(value_as_printed="86%", published="1 May 2024")]
    told = run(a_file(tmp_path, as_csv(rows)))
    assert told.exit_code == 0
    assert "\x1b" not in told.stdout
    assert told.stdout.count("period_label") == 20
    assert "“86%” against “85%” (table.csv, line 32)" in told.stdout
    assert told.stdout.splitlines()[-1] == "  The others stand in the report: --report FILE.json."


@pytest.mark.slow
def test_two_tables_of_a_new_council_that_are_read_at_once_make_one_council(standing):
    ready = threading.Barrier(2)

    def read(quarter: int) -> int:
        ready.wait()
        rows = [a_row(period_label=f"Q{quarter} 2023/24", indicator=f"Measure {number}") for number in range(5)]
        return backfill(standing, f"q{quarter}.csv", as_csv(rows)).observations["created"]

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(read, (1, 2))) == [5, 5]
    with standing.reading() as session:
        assert session.scalars(select(Council.name)).all() == ["Anytown Borough Council"]
        refs = session.scalars(select(Indicator.ref).order_by(Indicator.ref)).all()
        assert refs == [f"PROV-{number:03d}" for number in range(1, 6)]
        assert session.scalar(select(func.max(Observation.change_no))) == 2


def test_a_fresh_installation_needs_no_other_command_first(tmp_path, examples):
    environment = {"QUARTERDECK_DATABASE_URL": "", "QUARTERDECK_DATA_DIR": str(tmp_path)}
    words = ["backfill", str(examples / "rushmoor_activity_status.csv")]
    read = CliRunner().invoke(main, words, env=environment)
    assert read.exit_code == 0, read.output
    assert "13 rows, 13 read" in read.stdout


def test_the_guide_s_table_and_mapping_file_are_read_as_it_says(database):
    [table], [mapping, of_one_table] = blocks(GUIDE, "csv"), blocks(GUIDE, "toml")
    assert [each.line for each in read_mapping(of_one_table.encode()).row] == [4, 5]
    shown = json.loads(blocks(GUIDE, "json")[0])
    content = table + "Anytown Borough Council,C1,Calls answered,Baseline,80%,,,,\n"
    report = backfill(database, shown["file"], content.encode(), read_mapping(mapping.encode())).as_json()
    assert {name: report[name] for name in shown} == shown
