"""What an operator types, on both databases: schema, first administrator, backup, restore, verify."""

import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from quarterdeck import VERSION
from quarterdeck.cli import main
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.journal import Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.evidence import keep_file, kept_files
from quarterdeck.organisation.evidence_backup import archive_of
from quarterdeck.organisation.models import EvidenceFile
from tests.builders import CouncilBuilder
from tests.databases import POSTGRESQL_PROGRAMS, new_url
from tests.measures.growing import Measures

pytestmark = [pytest.mark.slow, pytest.mark.either]

Run = Callable[..., Result]


@pytest.fixture
def run(standing: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`quarterdeck …` on the test's database; other settings by name."""
    monkeypatch.setenv("PATH", f"{POSTGRESQL_PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("QUARTERDECK_DATA_DIR", str(tmp_path))

    def command(*words: str, url: str | None = None) -> Result:
        environment = {"QUARTERDECK_DATABASE_URL": url or standing.settings.url}
        return CliRunner().invoke(main, list(words), env=environment)

    return command


@pytest.fixture
def council(standing: Database) -> int:
    """A council with a change on record."""
    with standing.transaction() as session:
        council = CouncilBuilder(session)
        journal.record(session, Actor.system(council.id), Event("unit.update", "unit", 1))
        return council.id


def _report(result: Result) -> dict[str, Any]:
    return dict(json.loads(result.stdout))


def test_a_backup_is_made_tried_and_brought_back(run: Run, standing: Database, council: int, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup")
    assert run("backup", backup).exit_code == 0
    tried = run("restore", "--check", backup)
    assert tried.exit_code == 0, tried.output
    assert _report(tried)["councils"] == 1
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = new_url(standing.dialect, "quarterdeck_restored", elsewhere)
    restored = run("restore", backup, url=place)
    assert restored.exit_code == 0, restored.output
    assert _report(restored) == _report(run("verify", url=place)) == _report(run("verify"))


def test_evidence_files_go_with_the_backup_and_are_looked_at(
    run: Run, standing: Database, council: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [b"The minutes", b"A survey"]
    here = Settings(data_dir=tmp_path)
    with standing.transaction() as session:
        names = [keep_file(here, content) for content in contents]
        session.add_all(EvidenceFile(sha256=name, size=9, media_type="text/plain") for name in names)
    backup = tmp_path / "backup"
    made = run("backup", str(backup))
    assert (made.exit_code, "2 evidence file(s)" in made.stdout) == (0, True)
    assert run("restore", "--check", str(backup)).exit_code == 0
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("QUARTERDECK_DATA_DIR", str(elsewhere))
    elsewhere.mkdir()
    restored = run("restore", str(backup), url=new_url(standing.dialect, "quarterdeck_evidence", elsewhere))
    assert restored.exit_code == 0, restored.output
    assert sorted(path.read_bytes() for path in kept_files(Settings(data_dir=elsewhere))) == sorted(contents)
    # An archive that lacks one file and holds another otherwise.
    archive = archive_of(backup)
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive, "w") as damaged:
        damaged.addfile(tarfile.TarInfo(names[0]))
    report = _report(run("restore", "--check", str(backup)))
    expected = {f"Evidence file {names[0]} is damaged.", f"Evidence file {names[1]} is missing."}
    assert set(report["faults"]) == expected


def test_what_is_in_the_way_is_said_in_a_sentence(run: Run, council: int, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup")
    run("backup", backup)
    for words in (("backup", backup), ("restore", backup), ("restore", "--check", str(tmp_path / "nowhere"))):
        refused = run(*words)
        assert refused.exit_code == 1
        assert refused.stderr.endswith(".\n")
        assert "Traceback" not in refused.output


def test_a_backup_that_was_tampered_with_is_found_before_it_is_needed(
    run: Run, standing: Database, council: int, tmp_path: Path
) -> None:
    on_table = " ON audit_event" if standing.dialect == "postgresql" else ""
    with standing.transaction() as session:
        session.execute(text(f"DROP TRIGGER audit_event_no_update{on_table}"))
        session.execute(text("UPDATE audit_event SET action = 'unit.create'"))
    run("backup", str(tmp_path / "backup"))
    tried = run("restore", "--check", str(tmp_path / "backup"))
    assert tried.exit_code == 1
    assert _report(tried)["faults"] == ["Event 1 was altered."]


def test_an_older_backup_is_upgraded_when_it_is_tried(run: Run, standing: Database, tmp_path: Path) -> None:
    from quarterdeck.migrations.run import downgrade

    downgrade(standing, "0001")
    run("backup", str(tmp_path / "backup"))
    tried = run("restore", "--check", str(tmp_path / "backup"))
    assert tried.exit_code == 0, tried.output
    refused = run("verify")
    assert refused.exit_code == 1
    assert "quarterdeck migrate" in refused.stderr
    assert run("migrate").exit_code == 0
    assert run("verify").exit_code == 0


@pytest.mark.parametrize("command", ["migrate", "serve", "worker", "verify"])
def test_a_newer_schema_is_left_alone(run: Run, standing: Database, command: str) -> None:
    with standing.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused = run(command)
    assert refused.exit_code == 1
    assert "newer" in refused.stderr
    with standing.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_verify_holds_the_log_against_an_earlier_report(
    run: Run, standing: Database, council: int, tmp_path: Path
) -> None:
    earlier = tmp_path / "verify.json"
    earlier.write_text(run("verify").stdout)
    assert run("verify", "--earlier", str(earlier)).exit_code == 0
    noted = json.loads(earlier.read_text())
    noted["heads"][str(council)]["hash"] = "f" * 64
    earlier.write_text(json.dumps(noted))
    found = run("verify", "--earlier", str(earlier))
    assert found.exit_code == 1
    assert len(_report(found)["faults"]) == 1


def test_the_first_administrator_and_their_council_are_made_once(run: Run, standing: Database) -> None:
    words = ("users", "create-admin", "--email", "first@example.test", "--council", "Example Borough Council")
    assert run(*words, "--password", "a-long-enough-password").exit_code == 0
    again = run(*words, "--password", "a-long-enough-password")
    assert again.exit_code == 1
    assert "Traceback" not in again.output
    weak = run(*words[:2], "--email", "second@example.test", *words[4:], "--password", "short")
    assert weak.exit_code == 1
    with standing.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM council")) == 1
        assert session.scalar(text("SELECT count(*) FROM person")) == 1


def test_the_version_is_told(run: Run) -> None:
    assert run("version").stdout == f"{VERSION}\n"


def test_current_figures_that_differ_from_the_record_are_made_again(run: Run, standing: Database) -> None:
    with standing.writers() as session:
        measures = Measures(session, CouncilBuilder(session))
        measures.reported(measures.indicator(), "2023-24-Q1", 94, approved=True)
        session.commit()
    assert run("rebuild-projection").output == "1 council(s) looked at; 0 figure(s) put right.\n"
    with standing.transaction() as session:
        session.execute(text("DELETE FROM current_observation WHERE standing = 'approved'"))
    assert run("verify").exit_code == 1
    rebuilt = run("rebuild-projection")
    assert (rebuilt.exit_code, rebuilt.output) == (0, "1 council(s) looked at; 1 figure(s) put right.\n")
    assert _report(run("verify"))["faults"] == []
