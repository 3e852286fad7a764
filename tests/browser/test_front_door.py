"""The first hour: an empty installation, its set-up code, the council and its framework, one workbook, one printed
table that the demo does not hold, the people invited, the first round, and the first figure in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from quarterdeck.core.workbooks import WORKBOOK
from tests.browser.browsing import Visit, violations, visiting
from tests.browser.people import field
from tests.browser.setting_up import loads_table, loads_workbook, uploads_table, uploads_workbook
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
    _loads_a_workbook(visit)
    _loads_a_printed_table(visit)
    link = _invites_everybody(visit)
    _opens_the_first_round(visit)
    _enters_the_first_figure(browser, empty, link)
    visit.open("/begin")
    expect(page.get_by_text("Quarterdeck is set up here already.")).to_be_visible()
    expected = ("401", "422 POST /api/v1/set-up", "422 POST /api/v1/history-uploads")
    assert [each for each in visit.failed if not each.startswith(expected)] == []
    page.context.close()


def _loads_a_workbook(visit: Visit) -> None:
    """Services, people, plan, indicators and targets, from one workbook; the same once more changes nothing."""
    page = visit.page
    book = {"name": "port-quay.xlsx", "mimeType": WORKBOOK, "buffer": a_book(port_quay())}
    uploads_workbook(visit, book)
    loads_workbook(visit, "rows new, on")
    page.get_by_role("link", name="first steps").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First steps")
    visit.open("/units")
    expect(page.get_by_role("link", name="Harbour and Beaches")).to_be_visible()
    uploads_workbook(visit, book)
    expect(page.get_by_text("Nothing to load")).to_be_visible()


# As Port Quay prints it: a title, the quarters side by side, and one name that is not quite the workbook's.
REPORT = [
    ["Port Quay: how we did, Quarter 4 2025/26"],
    [],
    ["PI ref", "Performance indicator", "Q1 2025/26", "Q2 2025/26", "Q3 2025/26", "Q4 2025/26", "Target", "RAG"],
    ["B1", "Bathing water samples that pass", "91%", "93.5%", "n/a", "96%", "95%", "Green"],
    ["B2", "Berths let", "388", "412", "TBC", "405", "400", "Green"],
    ["D1", "Calls answered within a minute", "71%", "74%", "79%", "81%", "80%", "Green"],
]


def _loads_a_printed_table(visit: Visit) -> None:
    """What is no table is told and leaves the page usable; a table as printed is read, its one odd name explained."""
    page = visit.page
    uploads_table(visit, "report.csv", b"%PDF-1.7", "text/csv")
    expect(page.get_by_role("link", name=re.compile("The file is a PDF"))).to_be_visible()
    uploads_table(visit, "report.xlsx", a_book({"Report": REPORT}), WORKBOOK)
    expect(page.get_by_text("The periods stand side by side")).to_be_visible()
    visit.settled()
    assert violations(page) == []
    page.get_by_role("button", name="Say what it is: Calls answered within a minute").click()
    dialog = page.get_by_role("dialog")
    own = dialog.get_by_label("Is it one that you have on record?")
    expect(own).to_have_value("D1")
    visit.settled()
    assert violations(page) == []
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Loading adds 12 new figures and 3 new targets.")).to_be_visible()
    loads_table(visit)
    visit.open("/indicators")
    expect(page.get_by_text("3 indicators", exact=True)).to_be_visible()


def _invites_everybody(visit: Visit) -> str:
    """The workbook brought in their names; a link each lets them in. Answers the data provider's."""
    page = visit.page
    visit.open("/people")
    page.get_by_role("button", name="Invite them").click()
    page.get_by_role("button", name="Make links").click()
    expect(page.get_by_label(re.compile("^Link for"))).to_have_count(2)
    link = page.get_by_label("Link for The desk officer").input_value()
    page.get_by_role("button", name="Done").click()
    return link


def _opens_the_first_round(visit: Visit) -> None:
    """The quarter that has just ended; from then on the first steps are done with."""
    page = visit.page
    visit.open("/rounds/new")
    page.get_by_role("button", name="Plan the round").click()
    # History continues what the services are asked for: no figure is asked for twice.
    expect(page.get_by_text("2 services for 3 figures")).to_be_visible()
    page.get_by_role("button", name="Open the round").click()
    page.get_by_role("dialog").get_by_role("button", name="Open the round").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    visit.open("/set-up")
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Open the first round"))
    expect(step).to_contain_text("Done · 1 round")
    expect(page.get_by_text("3 people with a way in")).to_be_visible()


def _enters_the_first_figure(browser: Browser, server: Server, link: str) -> None:
    """The data provider comes in by the link, and enters a figure beside last year's."""
    visit = visiting(browser, server.url)
    page = visit.page
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_text("Your new password is set")).to_be_visible()
    visit.sign_in("desk@portquay.example", PASSWORD)
    visit.settled()
    page.get_by_role("link", name=re.compile("^Help Desk, Quarter")).click()
    expect(page.get_by_role("row", name=re.compile("D1 Calls answered in a minute"))).to_contain_text("81%")
    field(page, "Actual for", "D1").fill("82")
    page.keyboard.press("Tab")
    expect(page.get_by_text("All saved.")).to_be_visible()
    page.context.close()


def _sets_up(visit: Visit, code: str) -> None:
    page = visit.page
    page.get_by_label("Set-up code").fill(code)
    page.get_by_label("Name", exact=True).fill("Exampleton Borough Council")
    page.get_by_label("Your name").fill("Head of Performance")
    page.get_by_label("E-mail address").fill("first@example.gov.uk")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set up Quarterdeck").click()
