"""The front door: an empty installation, its set-up code, the council, its framework, and what comes next."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import Visit, violations, visiting
from tests.databases import new_database
from tests.integrations.setup_books import a_book, port_quay
from tests.journeys.server import PASSWORD, Server, environment_of, listening


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server over a database that holds nothing."""
    database = new_database("sqlite", "quarterdeck_front_door", tmp_path)
    url = database.settings.database_url
    database.close()
    with listening(environment_of(url, tmp_path)) as server:
        yield server


def _code_in(log: Path) -> str:
    """What the server printed when it started."""
    found = re.findall(r"^ +((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$", log.read_text(), re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def test_an_empty_installation_becomes_a_council_with_a_framework(
    browser: Browser, empty: Server, tmp_path: Path
) -> None:
    visit = visiting(browser, empty.url)
    page = visit.page
    visit.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up Quarterdeck")
    assert violations(page) == []

    _sets_up(visit, "7KQM-2XTR-9PWC-H4VD")
    expect(page.get_by_role("link", name=re.compile("This is not the set-up code"))).to_be_visible()
    page.get_by_label("Set-up code").fill(_code_in(tmp_path / "server.log"))
    page.get_by_role("button", name="Set up Quarterdeck").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First steps")
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Choose how you run performance"))
    expect(step).to_have_attribute("aria-current", "step")
    visit.settled()
    assert violations(page) == []

    page.get_by_role("link", name="Choose a framework").click()
    page.get_by_role("link", name=re.compile("^Start from this.*Cabinet decides, scrutiny")).click()
    page.get_by_role("button", name="Add these 3").click()
    expect(page.get_by_role("button", name="Add these 3")).to_have_count(0)
    # By keyboard: scrutiny goes before Cabinet, and the picture follows.
    chain = page.get_by_role("img", name=re.compile("Performance team's check")).first
    expect(chain).to_have_attribute("aria-label", re.compile("Cabinet, which decides; then Overview and Scrutiny"))
    page.get_by_role("button", name="Move up: Overview and Scrutiny").focus()
    page.keyboard.press("Enter")
    expect(chain).to_have_attribute("aria-label", re.compile("Overview and Scrutiny; then Cabinet, which decides"))
    expect(page.get_by_role("button", name="Move up: Overview and Scrutiny")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="Adopt this framework").click()
    expect(page.get_by_text("Version 1", exact=True)).to_be_visible()

    page.get_by_role("link", name="Name and colours").click()
    page.get_by_label("Colour of the bar above every page").fill("#ffdd00")
    page.get_by_role("button", name="Take #877500, the nearest that will do").click()
    page.get_by_role("button", name="Use this colour").click()
    expect(page.get_by_role("banner")).to_have_css("background-color", "rgb(135, 117, 0)")

    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_text("Setting the council up: 2 of 6 steps are done")).to_be_visible()
    _loads_a_workbook(visit, tmp_path / "port-quay.xlsx")
    _invites_everybody(visit)
    _opens_the_first_round(visit)
    visit.open("/begin")
    expect(page.get_by_text("Quarterdeck is set up here already.")).to_be_visible()
    assert [each for each in visit.failed if not each.startswith(("401", "422 POST /api/v1/set-up"))] == []
    page.context.close()


def _loads_a_workbook(visit: Visit, file: Path) -> None:
    """Services, people, plan, indicators and targets, from one workbook."""
    page = visit.page
    file.write_bytes(a_book(port_quay()))
    visit.open("/set-up/workbook")
    page.get_by_label("The filled-in workbook").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_text("Ready to load")).to_be_visible()
    page.get_by_role("button", name="Load it").click()
    page.get_by_role("dialog").get_by_role("button", name="Load it").click()
    expect(page.get_by_role("status").get_by_text("Loaded", exact=True)).to_be_visible()
    visit.open("/units")
    expect(page.get_by_role("link", name="Harbour and Beaches")).to_be_visible()


def _invites_everybody(visit: Visit) -> None:
    """The workbook brought in their names; a link each lets them in."""
    page = visit.page
    visit.open("/people")
    page.get_by_role("button", name="Invite them").click()
    page.get_by_role("button", name="Make links").click()
    expect(page.get_by_label(re.compile("^Link for"))).to_have_count(2)
    page.get_by_role("button", name="Done").click()


def _opens_the_first_round(visit: Visit) -> None:
    """The quarter that has just ended; from then on the first steps are done with."""
    page = visit.page
    visit.open("/rounds/new")
    page.get_by_role("button", name="Plan the round").click()
    page.get_by_role("button", name="Open the round").click()
    page.get_by_role("dialog").get_by_role("button", name="Open the round").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    visit.open("/set-up")
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Open the first round"))
    expect(step).to_contain_text("Done · 1 round")
    expect(page.get_by_text("3 people with a way in")).to_be_visible()


def _sets_up(visit: Visit, code: str) -> None:
    page = visit.page
    page.get_by_label("Set-up code").fill(code)
    page.get_by_label("Name", exact=True).fill("Exampleton Borough Council")
    page.get_by_label("Your name").fill("Head of Performance")
    page.get_by_label("E-mail address").fill("first@example.gov.uk")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set up Quarterdeck").click()
