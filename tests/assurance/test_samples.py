"""Samples for internal audit: drawn once, recorded, handed out whole, and re-performed by the script inside."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from quarterdeck.assurance import archive, samples
from quarterdeck.assurance.models import AssuranceSample
from quarterdeck.assurance.sample_schemas import SampleCreate
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import evidence
from quarterdeck.organisation.models import Evidence
from tests.assurance.test_quality import LATE, assessed
from tests.reporting.reviewing import Reviewing

Q1 = "2023-24-Q1"
HOSTILE = "../../etc/=cmd|'/C calc'!A0"


def drawn(reviewing: Reviewing, role: str = "auditor", **given: Any) -> AssuranceSample:
    data = SampleCreate.model_validate({"size": 5, "seed": "audit", "period": Q1, **given})
    made = samples.draw_sample(reviewing.session, reviewing.council.actor(role), data)
    reviewing.session.commit()
    return made


def archived(reviewing: Reviewing, sample: AssuranceSample, settings: Settings) -> bytes:
    actor = reviewing.council.actor("auditor")
    file, size, name = archive.write_archive(reviewing.session, actor, settings, sample.id)
    content = b"".join(archive.chunks(file))
    assert len(content) == size
    assert file.closed
    assert name == f"sample-{sample.number}-{Q1}.zip"
    return content


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert all(not name.startswith("/") and ".." not in name for name in opened.namelist())
        opened.extractall(folder)
    return folder


def recomputed(folder: Path) -> tuple[int, str]:
    """The script's end and what it printed, in an interpreter that knows of no package."""
    command = [sys.executable, "-I", "-S", "recompute.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def a_quarter(reviewing: Reviewing, settings: Settings) -> None:
    """Two services' figures approved; one was restated, is proved by a file, and has a name that means mischief."""
    reviewing.lettings.name = HOSTILE
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    reviewing.approved()
    proposed = reviewing.proposed(reviewing.lettings, Q1, value=91.0, numerator=182.0, denominator=200.0)
    reviewing.settled(proposed, "accept", reviewing.manager)
    evidence.add_evidence(
        reviewing.session, reviewing.team, settings, kind="observation", subject_id=proposed.observation_id or 0,
        filename="=count.csv", file=io.BytesIO(b"home,days\n1,20\n"), note="Counted again",
    )  # fmt: skip
    reviewing.session.commit()


@pytest.mark.both
def test_the_archive_opens_and_its_script_recomputes_every_figure(
    reviewing: Reviewing, settings: Settings, tmp_path: Path
) -> None:
    a_quarter(reviewing, settings)
    assessed(reviewing, timeliness=LATE)
    sample = drawn(reviewing)
    content = archived(reviewing, sample, settings)
    folder = unpacked(content, tmp_path / "opened")
    code, said = recomputed(folder)
    assert (code, said.splitlines()[-1]) == (0, "All agrees."), said
    assert "Draw: 2 of 2, the seed draws the same again" in said
    assert "Figures: 3, of which 3 agree" in said
    # Later changes are not in it: handed out again it is the same, byte for byte.
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=90.0), "accept", reviewing.manager)
    assessed(reviewing, overall="good")
    assert archived(reviewing, sample, settings) == content
    judged = json.loads((folder / "indicators" / _folder(folder, "H4") / "data-quality.json").read_text())
    assert [(each["overall"], each["conclusion"]) for each in judged["assessments"]] == [
        ("some_concerns", "Sound, but late")
    ]
    sheet = load_workbook(folder / "workpaper.xlsx")["Data quality"]
    rows = [[cell.value for cell in row[4:7]] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == ["As a whole", "Some concerns", "Sound, but late"]
    assert ["Timeliness", "Some concerns", "Twice late"] in rows
    record = json.loads((folder / "indicators" / _folder(folder, "H4") / "record.json").read_text())
    assert [(each["revision"], each["sampled"]) for each in record["figures"]] == [(1, False), (2, True)]
    (file,) = record["evidence"]
    stored = folder / "indicators" / _folder(folder, "H4") / file["path"]
    assert stored.read_bytes() == b"home,days\n1,20\n"
    assert {line["kind"] for line in record["trail"]} >= {"figure", "restatement", "decision", "edition", "submission"}


def _folder(folder: Path, ref: str) -> str:
    return next(path.name for path in (folder / "indicators").iterdir() if path.name.endswith(f"-{ref}"))


TAMPERED = [
    ('"numerator": 182.0', '"numerator": 180.0', "180 of 200 makes 90.0; 91.0 is on record"),
    ('"value": 91.0', '"value": 97.0', "182 of 200 makes 91.0; 97.0 is on record; the rule gives green; amber is"),
    ('"rating": "amber"', '"rating": "green"', "the rule gives amber; green is on record"),
]


def test_the_script_finds_what_was_tampered_with(reviewing: Reviewing, settings: Settings, tmp_path: Path) -> None:
    a_quarter(reviewing, settings)
    folder = unpacked(archived(reviewing, drawn(reviewing), settings), tmp_path / "opened")
    record = folder / "indicators" / _folder(folder, "H4") / "record.json"
    text = record.read_text()
    for was, now, told in TAMPERED:
        assert was in text
        record.write_text(text.replace(was, now))
        code, said = recomputed(folder)
        assert code == 1
        assert f"{record.relative_to(folder).as_posix()} is not the file that the manifest names" in said
        assert told in said.replace("\n", " "), said


def test_the_workpaper_has_room_for_what_is_found_and_no_live_formula(reviewing: Reviewing, settings: Settings) -> None:
    a_quarter(reviewing, settings)
    with zipfile.ZipFile(io.BytesIO(archived(reviewing, drawn(reviewing), settings))) as opened:
        book = load_workbook(io.BytesIO(opened.read("workpaper.xlsx")))
    assert book.sheetnames == ["Workpaper", "Revisions", "Trail", "Data quality", "Population"]
    heads = [cell.value for cell in book["Workpaper"][1]]
    assert {"Numerator", "Figure on record", "Figure found", "Evidence sufficient", "Comment"} <= set(heads)
    row = next(each for each in book["Workpaper"].iter_rows(min_row=2) if each[1].value == "H4")
    said = dict(zip(heads, (cell.value for cell in row), strict=True))
    assert (said["Indicator"], said["Numerator"], said["Figure on record"]) == (HOSTILE, 182, 91)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_a_draw_is_recorded_with_all_that_it_takes_to_draw_again(reviewing: Reviewing) -> None:
    edition = reviewing.approved()
    sample = drawn(reviewing, period=None, edition_id=edition.id, size=1, by_unit=True, purpose="Annual audit plan")
    read = samples.sample_reads(reviewing.session, [sample])[0]
    assert (read.number, read.edition_number, read.population, len(read.drawn)) == (1, 1, 2, 1)
    assert [each["ref"] for each in sample.population] == ["H4", "W2"]
    event = reviewing.session.scalars(select(AuditEvent).where(AuditEvent.action == "assurance_sample.draw")).one()
    assert (event.detail["seed"], event.detail["drawn"]) == ("audit", [read.drawn[0].ref])
    again = drawn(reviewing, period=None, edition_id=edition.id, size=1, by_unit=True)
    assert samples.sample_reads(reviewing.session, [again])[0].drawn == read.drawn
    assert drawn(reviewing, seed=None).seed != ""


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"period": None}, "one_of_two"),
    ({"edition_id": 1}, "one_of_two"),
    ({"period": "a quarter"}, "bad_period"),
    ({"unit": "NOWHERE"}, "unknown_unit"),
    ({"theme_id": 99}, "unknown_theme"),
    ({"period": "2019-20-Q1"}, "nothing_to_draw"),
    ({"unit": "PEOPLE"}, "nothing_to_draw"),
]


def test_what_cannot_be_drawn_is_said(reviewing: Reviewing) -> None:
    reviewing.collected()
    reviewing.council.actor("auditor")
    for given, code in REFUSED:
        with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
            drawn(reviewing, **given)
        assert [each.code for each in problem.value.errors] == [code], given


def test_who_draws_for_a_service_draws_of_it_and_sees_their_own(reviewing: Reviewing) -> None:
    reviewing.collected()
    whole = drawn(reviewing)
    of_housing = reviewing.council.actor("performance_team", unit=reviewing.council.housing)
    data = SampleCreate(size=5, period=Q1)
    own = samples.draw_sample(reviewing.session, of_housing, data)
    assert [each["ref"] for each in own.population] == ["H4"]
    assert list(reviewing.session.scalars(samples.visible_samples(of_housing))) == [own]
    with pytest.raises(Problem):
        samples.find_sample(reviewing.session, of_housing, whole.id)


def test_a_file_that_the_data_folder_lost_is_listed_as_left_out(
    reviewing: Reviewing, settings: Settings, tmp_path: Path
) -> None:
    a_quarter(reviewing, settings)
    stored = reviewing.session.scalars(select(Evidence)).one()
    evidence.stored_file(settings, stored.sha256).unlink()
    folder = unpacked(archived(reviewing, drawn(reviewing), settings), tmp_path / "opened")
    record = json.loads((folder / "indicators" / _folder(folder, "H4") / "record.json").read_text())
    assert (record["evidence"][0]["path"], record["evidence"][0]["note_of_archive"]) == (None, archive.LOST)
    assert recomputed(folder)[0] == 0
