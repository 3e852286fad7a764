"""A whole quarter through the screens alone: planned, asked for, entered, returned, confirmed, sealed, decided on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Joining
from tests.browser.council import LivedIn
from tests.browser.people import Someone, judges, types
from tests.journeys.council import today
from tests.journeys.quarter import HOUSING, STREETS

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_a_quarter_by_those_who_live_it(lived: LivedIn, someone: Joining) -> None:
    team = someone("performance team")
    _is_opened(team, lived)
    _housing_is_returned_once(someone)
    _streets_reports(someone)
    _is_sealed_and_reviewed(team, someone)
    _bodies_decide(someone)
    team.goes_to("Rounds")
    team.follows(lived.quarter.label)
    team.presses("Close the round")
    team.agrees("Close the round")
    team.sees("Closed")
    _is_seen_as_cabinet_saw_it(someone("cabinet member"), lived)


def _is_opened(team: Someone, lived: LivedIn) -> None:
    team.goes_to("Rounds")
    team.follows("Plan a round")
    expect(team.page.get_by_label("Quarter", exact=True)).to_have_value(lived.quarter.code)
    team.presses("Plan the round")
    team.visit.settled()
    team.presses("Open the round")
    team.agrees("Open the round")
    team.sees("Collecting")


def _housing_is_returned_once(someone: Joining) -> None:
    provider = someone("housing provider")
    provider.goes_to("Submissions")
    provider.follows("Housing")
    page = provider.page
    types(page, "H1", HOUSING["H1"])
    types(page, "H2", {"value": 31.4})
    types(page, "H3", HOUSING["H3"])
    judges(page, "People 1", "Achievement in question", **_words(HOUSING["People 1"]))
    # What is red needs a word: the checklist leads to the cell.
    provider.presses("Submit")
    page.get_by_role("alert").get_by_role("link", name=re.compile("H2")).first.click()
    expect(page.get_by_label(re.compile("^Commentary on H2"))).to_be_focused()
    page.keyboard.type("Two long voids were re-let in May.")
    provider.presses("Submit")
    provider.agrees("Submit")
    manager = someone("housing manager")
    manager.goes_to("Submissions")
    manager.follows("Housing")
    manager.presses("Return")
    manager.page.get_by_role("dialog").get_by_role("textbox").fill("H2: one void is counted twice.")
    manager.agrees("Return")
    page.reload()
    provider.sees("H2: one void is counted twice.")
    types(page, "H2", {"value": 28.2})
    provider.presses("Submit")
    provider.agrees("Submit")
    provider.leaves()
    manager.page.reload()
    manager.sees("28.2")
    manager.presses("Confirm")
    manager.agrees("Confirm")
    manager.leaves()


def _streets_reports(someone: Joining) -> None:
    provider = someone("streets provider")
    provider.goes_to("Submissions")
    provider.follows("Street Scene")
    for ref in ("S1", "S2", "S3"):
        typed = {name: value for name, value in STREETS[ref].items() if name not in ("numerator", "denominator")}
        types(provider.page, ref, typed)
    judges(provider.page, "Place 1", "On course", **_words(STREETS["Place 1"]))
    provider.presses("Submit")
    provider.agrees("Submit")
    provider.leaves()
    manager = someone("streets manager")
    manager.goes_to("Submissions")
    manager.follows("Street Scene")
    manager.presses("Confirm")
    manager.agrees("Confirm")
    manager.leaves()


def _words(typed: object) -> dict[str, str]:
    assert isinstance(typed, dict)
    return {name: text for name, text in typed.items() if name in ("update", "cause", "path_to_green")}


def _is_sealed_and_reviewed(team: Someone, someone: Joining) -> None:
    team.page.reload()
    team.presses("Seal the report")
    team.agrees("Seal the report")
    team.sees("Edition 1")
    for who in ("chief executive", "holder for homes", "holder for streets"):
        reviewer = someone(who)
        reviewer.goes_to("Documents")
        reviewer.follows(re.compile("[Ee]dition 1"))
        reviewer.follows(re.compile("^decide|^Review"))
        reviewer.presses("Approve")
        reviewer.agrees("Approve")
        reviewer.leaves()


def _bodies_decide(someone: Joining) -> None:
    """Cabinet meets today, so its papers are late, which has to be said; then scrutiny."""
    clerk = someone("clerk")
    for body, number, record in (("Cabinet", "ACE2604", "approved"), ("Overview", "ACE2605", "noted")):
        clerk.goes_to("Meetings")
        clerk.presses("Add a meeting")
        dialog = clerk.page.get_by_role("dialog")
        dialog.get_by_label("Body").select_option(label=_option(dialog.get_by_label("Body").inner_text(), body))
        dialog.get_by_label("Day").fill(str(today()))
        dialog.get_by_label("Title").fill(f"{body}, this quarter")
        clerk.agrees("Add the meeting")
        clerk.goes_to("Documents")
        clerk.follows(re.compile("[Ee]dition 1"))
        clerk.presses("Issue to a body")
        dialog.get_by_label("Meeting").select_option(index=1)
        dialog.get_by_label("Report number").fill(number)
        dialog.get_by_label("Why the papers are late").fill("The figures came in on the day.")
        clerk.agrees("Issue to")
        clerk.follows(re.compile("^decide|^Review"))
        clerk.presses(f"Record as {record}")
        clerk.agrees("Record")
    clerk.leaves()


def _option(options: str, begins: str) -> str:
    return next(line.strip() for line in options.splitlines() if line.strip().startswith(begins))


def _is_seen_as_cabinet_saw_it(member: Someone, lived: LivedIn) -> None:
    """A member finds the quarter on the dashboard, and behind a figure the very same figure."""
    member.visit.open(f"/dashboard?period={lived.quarter.code}")
    figure = member.page.locator("a[data-figure]", has_text="28.2 days").first
    expect(figure).to_be_visible()
    figure.click()
    expect(member.page.locator("[data-figure-value]")).to_have_text("28.2 days")
    member.leaves()
