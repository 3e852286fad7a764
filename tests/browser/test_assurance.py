"""From a figure to its evidence, a correction that reports itself, and a sample that is re-performed."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Joining
from tests.browser.council import LivedIn
from tests.browser.people import Someone
from tests.journeys.council import today
from tests.journeys.quarter import FIGURES, Quarter, Typed

pytestmark = [pytest.mark.journey, pytest.mark.slow]

REASON = "Two homes were left out of the count."
REGISTER = b"home,let after days\n1,31\n2,25.4\n"
SECOND: dict[str, Typed] = {
    "HOUSING": {
        "H1": {"value": 98.0, "numerator": 196, "denominator": 200},
        "H2": {"value": 25.1},
        "H3": {"value": 198},
        "People 1": {"status": "on_course", "update": "Seventeen homes are back in use."},
    },
    "STREETS": {
        "S1": {"value": 91.2},
        "S2": {"value": 101.4},
        "S3": {"value": 44.0},
        "Place 1": {"status": "on_course", "update": "Twenty-two cameras stand."},
    },
}


def test_from_a_figure_to_its_evidence_and_from_its_correction_to_the_next_report(
    lived: LivedIn, someone: Joining, tmp_path: Path
) -> None:
    first = _decided_on_by_cabinet(lived)
    auditor = someone("auditor")
    _goes_from_the_dashboard_to_the_evidence(auditor, first)
    _is_restated_by_two_people(someone, first)
    _cabinet_sees_what_it_decided_on(someone("cabinet member"), first)
    _the_trail_tells_both(auditor, first)
    _the_next_document_lists_the_correction(someone("performance team"), _second_quarter(lived, first))
    _a_sample_is_drawn_and_re_performed(auditor, tmp_path)
    auditor.leaves()


def _decided_on_by_cabinet(lived: LivedIn) -> Quarter:
    """The quarter before the last, over HTTP; re-let times have the voids register as evidence."""
    council = lived.council
    quarter = Quarter(council, lived.quarter.previous().code)
    quarter.opens()
    meetings = {body: council.meeting(body, today(), f"Meeting of {body}") for body in ("CAB", "OSC")}
    quarter.goes_through(FIGURES, meetings, "2304")
    quarter.closes()
    about = {
        "kind": "observation",
        "subject_id": str(quarter.figures("auditor")["H2"]["id"]),
        "note": "From the register",
    }
    files = {"file": ("voids register.csv", REGISTER, "text/csv")}
    answer = council["housing provider"].http.post("/evidence", data=about, files=files)
    assert answer.status_code == 201, answer.text
    return quarter


def _goes_from_the_dashboard_to_the_evidence(auditor: Someone, first: Quarter) -> None:
    page = auditor.page
    auditor.visit.open(f"/dashboard?period={first.period}")
    page.locator("a[data-figure]", has_text="28.2 days").first.click()
    expect(page.locator("[data-figure-value]")).to_have_text("28.2 days")
    with page.expect_download() as download:
        page.get_by_role("link", name="voids register.csv").click()
    assert Path(download.value.path()).read_bytes() == REGISTER
    auditor.follows("The trail of this figure")
    auditor.sees("First figure: 28.2 days (revision 1).")
    expect(page.get_by_role("row", name=re.compile("First figure: 28.2 days")).get_by_role("link")).to_contain_text(
        [re.compile("First figure"), "28.2 days", "voids register.csv", re.compile("edition 1")]
    )


def _is_restated_by_two_people(someone: Joining, first: Quarter) -> None:
    provider = someone("housing provider")
    provider.visit.open(f"/observations/{first.figures('auditor')['H2']['id']}")
    provider.follows("Propose a restatement of this figure")
    provider.page.get_by_label("Figure, in days").fill("33.0")
    provider.page.get_by_label("Why").fill(REASON)
    provider.presses("Propose it")
    provider.sees(REASON)
    provider.leaves()
    manager = someone("housing manager")
    manager.goes_to("Restatements")
    manager.follows(re.compile("^H2"))
    manager.presses("Accept it")
    manager.agrees("Accept it")
    manager.sees("Accepted")
    manager.leaves()


def _cabinet_sees_what_it_decided_on(member: Someone, first: Quarter) -> None:
    figures = member.page.locator("a[data-figure]")
    member.visit.open(f"/dashboard?period={first.period}")
    expect(figures.filter(has_text="33.0 days").first).to_be_visible()
    member.visit.open(f"/dashboard?period={first.period}&pack={first.edition}")
    expect(figures.filter(has_text="28.2 days").first).to_be_visible()
    expect(figures.filter(has_text="33.0 days")).to_have_count(0)
    member.leaves()
    assert first.team.get(f"/packs/{first.edition}/verify")["verifies"] is True


def _the_trail_tells_both(auditor: Someone, first: Quarter) -> None:
    page = auditor.page
    page.reload()
    restated = page.get_by_role("row", name=re.compile(r"Restated: 33\.0 days \(revision 2\)"))
    expect(restated).to_contain_text(REASON)
    expect(
        page.get_by_role("row", name=re.compile(r"A restatement to 33\.0 days was proposed. Accepted"))
    ).to_be_visible()
    sealed = page.get_by_role("row", name=re.compile("Sealed in edition 1"))
    expect(sealed).to_contain_text("28.2 days")


def _second_quarter(lived: LivedIn, first: Quarter) -> Quarter:
    """The next quarter up to its sealed edition, over HTTP."""
    quarter = Quarter(lived.council, lived.quarter.code)
    quarter.opens()
    for unit, typed in SECOND.items():
        asked = quarter.entries(unit)
        late = {f"S3 {first.period}": {"value_state": "awaited"}}
        quarter.reports(unit, {ref: fields for ref, fields in {**typed, **late}.items() if ref in asked})
    quarter.is_sealed()
    return quarter


def _the_next_document_lists_the_correction(team: Someone, second: Quarter) -> None:
    team.visit.open(f"/documents/{second.edition}")
    with team.page.expect_popup() as opened:
        team.page.get_by_role("link", name="Open the document (new tab)").click()
    corrections = opened.value.get_by_role("table", name="Figures changed since members saw them")
    told = re.compile(rf"^H2.*28\.2 days 33\.0 days {re.escape(REASON)}")
    expect(corrections.get_by_role("row", name=told)).to_be_visible()
    team.leaves()


def _a_sample_is_drawn_and_re_performed(auditor: Someone, folder: Path) -> None:
    auditor.goes_to("Assurance")
    auditor.follows("Draw a sample")
    auditor.page.get_by_label("How many indicators").fill("4")
    auditor.page.get_by_label(re.compile("^Seed")).fill("dice 4 2 6")
    auditor.presses("Draw the sample")
    auditor.sees("4 of 5 indicators with figures there")
    with auditor.page.expect_download() as download:
        auditor.page.get_by_role("link", name="Download the archive").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(folder / "sample")
    command = [sys.executable, "-I", "-S", "recompute.py"]
    done = subprocess.run(command, cwd=folder / "sample", capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Figures: 4, of which 4 agree" in done.stdout
