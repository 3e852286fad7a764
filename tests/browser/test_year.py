"""A year through the screens: targets that come late, a plan superseded in its middle, its report, and the next year.

What its quarters report is typed over HTTP: a quarter through the screens is test_quarter's.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import too_wide, violations
from tests.browser.conftest import Joining
from tests.browser.council import LivedIn, year_lived_in
from tests.browser.people import Someone
from tests.browser.proposing import card, decides, opens_proposals, proposes, sets_by_hand, submits, text_of_row
from tests.journeys.council import Council, today
from tests.journeys.quarter import Quarter
from tests.journeys.server import running
from tests.journeys.succeeding import next_plan
from tests.journeys.year_figures import FELL_SHORT, NEW, REPORTED

pytestmark = [pytest.mark.journey, pytest.mark.slow]

OLD, NEXT = "Council Plan 2023 to 2031", "Council Plan of the new administration"
NEW_ACTIVITY = {"status": "on_course", "update": "The first ten homes have planning permission."}


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[LivedIn]:
    """A council whose targets for the year that has ended last were never set."""
    with running("sqlite", "quarterdeck_browser_year", tmp_path) as server, Council(server) as council:
        yield year_lived_in(council)


class Year:
    """The year that is lived: its label, and its quarters as they are reported."""

    def __init__(self, lived: LivedIn) -> None:
        self.council, self.plan = lived.council, lived.plan
        self.period = lived.quarter.year()
        self.code, self.label, self.next = self.period.code, self.period.short_label, self.period.next()
        # As part of a pattern that Playwright puts between slashes.
        self.pattern = self.label.replace("/", ".")
        self.meetings = {body: self.council.meeting(body, today(), body) for body in ("CAB", "OSC")}

    def quarter(self, number: int, **more: Any) -> Quarter:
        """A quarter over HTTP, from asking to closing; more: what Housing reports besides."""
        quarter = Quarter(self.council, f"{self.code}-Q{number}")
        quarter.opens()
        reported = REPORTED[number]
        quarter.goes_through({**reported, "HOUSING": {**reported["HOUSING"], **more}}, self.meetings, str(number))
        quarter.closes()
        return quarter


def test_a_year_by_those_who_live_it(lived: LivedIn, someone: Joining) -> None:
    year = Year(lived)
    first = year.quarter(1)
    sealed = first.document("cabinet member")
    team = someone("performance team")
    _round_is_opened(team, year)
    _services_propose(someone, year)
    _one_is_challenged(team, someone, year)
    _body_approves(team, someone, year)
    _ratings_follow_and_nothing_sealed_changes(someone, year, first)
    year.quarter(2)
    _plan_is_superseded(team, year)
    year.quarter(3, **{"New 1": NEW_ACTIVITY})
    _words_on_the_year_are_written(team, year)
    year.quarter(4, **{"New 1": NEW_ACTIVITY})
    _both_plans_are_reported_on(someone, year)
    _next_year_is_rolled_into(team, year)
    team.leaves()
    assert first.document("cabinet member") == sealed


def _round_is_opened(team: Someone, year: Year) -> None:
    team.goes_to("Rounds")
    team.follows("Plan a round")
    team.page.get_by_label("A year: indicators and targets").check(force=True)
    team.page.get_by_label("Financial year").select_option(label=year.label)
    team.presses("Plan the round")
    team.visit.settled()
    team.presses("Open the round")
    team.agrees("Open the round")
    team.sees("Services propose indicators and targets.")


def _services_propose(someone: Joining, year: Year) -> None:
    """Housing keeps, changes and adds; what is missing is found before it is submitted. Street Scene drops one."""
    provider = someone("housing provider")
    opens_proposals(provider, "Housing")
    page = provider.page
    proposes(page, "H1", "change", 96, "The regulator expects it")
    proposes(page, "H2", "change", 26)
    proposes(page, "H3", "Keep measuring it")
    provider.presses("Propose a new indicator")
    dialog = page.get_by_role("dialog")
    for label, text in (
        ("Reference", NEW["ref"]),
        ("What it measures", NEW["name"]),
        ("Unit of measure", "homes"),
        ("Why it is measured", NEW["rationale"]),
    ):
        dialog.get_by_label(label).fill(str(text))
    dialog.get_by_label("Good homes for all").check(force=True)
    provider.agrees("Add it to the proposals")
    proposes(page, "H9", "Measure it from this year", 42)
    provider.presses("Submit")
    page.get_by_role("alert").get_by_role("link", name=re.compile("^H2")).first.click()
    expect(card(page, "H2").get_by_label("Why this is the target")).to_be_focused()
    page.keyboard.type("Upper quartile")
    expect(card(page, "H9").get_by_text("The year's target is shared out equally.")).to_be_visible()
    _can_be_used(page)
    submits(provider)
    provider.leaves()

    provider = someone("streets provider")
    opens_proposals(provider, "Street Scene")
    page = provider.page
    easy = proposes(page, "S1", "change", 80, "As last year")
    easy.get_by_label("Your explanation").fill("A crew was lost in June")
    by_hand = proposes(page, "S2", "change", 400, "Five per cent less than the year before")
    sets_by_hand(by_hand, {f"Q{number} {year.label}": 100 * number for number in range(1, 5)})
    proposes(page, "S3", "drop", why="The county measures it")
    submits(provider)
    provider.leaves()


def _one_is_challenged(team: Someone, someone: Joining, year: Year) -> None:
    """The performance team asks and returns; the service answers and proposes again; managers confirm."""
    opens_proposals(team, "Street Scene")
    assert "A crew was lost in June" in text_of_row(team.page, "S1")
    team.page.get_by_role("row", name=re.compile("^S1 ")).get_by_role("button", name="Ask about it").click()
    team.page.get_by_label("Ask about S1").fill("Why is 80% enough?")
    team.presses("Ask the service")
    team.sees("Not answered yet.")
    decides(team, "Street Scene", "Return", "S1: last quarter came to 88.1%. Propose what residents were promised.")

    provider = someone("streets provider")
    opens_proposals(provider, "Street Scene")
    provider.sees("Propose what residents were promised.")
    here = card(provider.page, "S1")
    here.get_by_label("Your answer").fill("It is not: it should be 90%.")
    here.get_by_role("button", name="Send answer").click()
    expect(here.get_by_text("It is not: it should be 90%.")).to_be_visible()
    proposes(provider.page, "S1", "change", 90, "What residents were promised")
    submits(provider)
    provider.leaves()
    for unit, who in (("Housing", "housing manager"), ("Street Scene", "streets manager")):
        manager = someone(who)
        decides(manager, unit, "Confirm")
        manager.leaves()


def _body_approves(team: Someone, someone: Joining, year: Year) -> None:
    """Sealed, challenged by officers, issued to Cabinet, and approved all at once."""
    team.goes_to("Rounds")
    team.follows(f"Targets for {year.label}")
    team.presses("Seal the proposals")
    team.agrees("Seal the proposals")
    team.sees("Edition 1")
    director = someone("chief executive")
    _reviews(director, year)
    director.sees("Is each target ambitious and within reach?")
    assert "96.0% throughout" in text_of_row(director.page, "H1")
    _can_be_used(director.page)
    director.presses("Approve")
    director.agrees("Approve")
    director.leaves()

    clerk = someone("clerk")
    clerk.goes_to("Documents")
    clerk.follows(re.compile(f"^Targets for {year.pattern}, edition"))
    _can_be_used(clerk.page)
    clerk.presses("Issue to a body")
    dialog = clerk.page.get_by_role("dialog")
    dialog.get_by_label("Meeting").select_option(index=1)
    dialog.get_by_label("Report number").fill("ACE2610")
    dialog.get_by_label("Why the papers are late").fill("The targets are late themselves.")
    clerk.agrees("Issue to")
    clerk.follows(re.compile("^decide|^Review"))
    clerk.presses("Record as approved")
    expect(dialog.get_by_text("counts from then on")).to_be_visible()
    clerk.agrees("Record")
    clerk.leaves()


def _can_be_used(page: Page) -> None:
    """As tests of every page ask; here where the demo holds nothing of the kind."""
    assert violations(page) == []
    assert too_wide(page) == []


def _reviews(somebody: Someone, year: Year) -> None:
    somebody.goes_to("Documents")
    somebody.follows(re.compile(f"^Targets for {year.pattern}, edition"))
    somebody.follows(re.compile("^decide|^Review"))


def _ratings_follow_and_nothing_sealed_changes(someone: Joining, year: Year, first: Quarter) -> None:
    """The quarter that was reported without targets is rated now; in what Cabinet had it is as it was."""
    member = someone("cabinet member")
    member.visit.open(f"/dashboard?period={first.period}")
    for ref, target in (("H1", "96.0%"), ("S1", "90.0%")):
        row = text_of_row(member.page, ref)
        assert target in row
        assert "Near target" in row
    member.goes_to("Documents")
    member.follows(re.compile(f"^Q1 {year.pattern}, edition"))
    member.follows("Dashboard as of this edition")
    for ref in ("H1", "S1"):
        assert "Not rated No target" in text_of_row(member.page, ref)
    member.leaves()


def _plan_is_superseded(team: Someone, year: Year) -> None:
    """Another administration, another plan: what goes on in it is said on the screen, and why the rest does not."""
    since = f"{year.code[:4]}-11-13"
    next_plan(year.council, year.plan, since, "2031-03-31")
    team.goes_to("Plans")
    team.follows(OLD)
    team.follows("Supersede")
    page = team.page
    page.get_by_label("Superseded by").select_option(label=NEXT)
    homes = page.get_by_role("group", name="People: Good homes for all")
    homes.get_by_label("Followed by").select_option(label="Homes: Homes that people can afford")
    place = page.get_by_role("group", name="Place: Clean and safe streets")
    place.get_by_label("Why nothing follows").fill("Left to the service")
    expect(page.get_by_role("group", name=re.compile("^H1: ")).get_by_text("Goes on")).to_be_visible()
    team.presses("Supersede it")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("2 priorities, 2 indicators and 0 activities")).to_be_visible()
    dialog.get_by_label("First day of the new plan's reporting").fill(since)
    team.agrees("Supersede it")
    team.follows("What became of it")
    assert "Homes: Homes that people can afford" in text_of_row(page, "People: Good homes")
    assert "Nothing follows Left to the service" in text_of_row(page, "Place: Clean and safe")
    assert "Goes on" in text_of_row(page, "H1: ")


def _words_on_the_year_are_written(team: Someone, year: Year) -> None:
    for plan, priority, words in (
        (OLD, "Good homes for all", "**Forty homes** are back in use."),
        (NEXT, "Homes that people can afford", "The first homes have planning permission."),
    ):
        team.goes_to("Plans")
        team.follows(plan)
        team.follows("Words for the annual report")
        choice = team.page.get_by_label("Year", exact=True)
        if choice.count():
            choice.select_option(label=year.label)
            team.visit.settled()
        here = team.page.get_by_role("region", name=re.compile(f"{priority}$"))
        here.get_by_label("Progress in the year").fill(words)
        here.get_by_role("button", name=f"Save the words on {priority}").click()
        expect(here.get_by_text(re.compile("^Written on"))).to_be_visible()


def _both_plans_are_reported_on(someone: Joining, year: Year) -> None:
    """The quarter of the change tells of both plans; so does the annual report, and each plan's own years."""
    member = someone("cabinet member")
    member.goes_to("Documents")
    member.follows(re.compile(f"^Q3 {year.pattern}, edition"))
    quarter = _opened(member, "Open the document (new tab)")
    for words in ("Twenty homes are back in use.", NEW_ACTIVITY["update"]):
        expect(quarter.get_by_text(words)).to_be_visible()
    quarter.close()
    member.goes_to("Documents")
    member.follows(re.compile(f"^Q4 {year.pattern}, edition"))
    report = _opened(member, f"Open the annual report {year.label} (new tab)")
    expect(report.get_by_role("heading", level=1)).to_contain_text(f"Annual report: {year.label}")
    assert report.get_by_role("heading", level=3).all_inner_texts() == [OLD, NEXT]
    assert report.get_by_role("heading", level=4).all_inner_texts() == [
        "People: Good homes for all", "Place: Clean and safe streets", "Homes: Homes that people can afford",
    ]  # fmt: skip
    expect(report.get_by_text("The first homes have planning permission.")).to_be_visible()
    # The first indicator measures both plans: the year it came to is the same in both.
    outturn = re.compile(r"93\.7%.*96\.0%.*731 out of 780", re.DOTALL)
    for priority in ("Good homes for all", "Homes that people can afford"):
        table = report.get_by_role("table", name=f"Outturns against targets: {priority}")
        expect(table.get_by_role("row", name=re.compile("^H1 "))).to_have_text(outturn)
    missed = report.get_by_role("table", name=re.compile("did not reach the target"))
    expect(missed.get_by_text(FELL_SHORT)).to_be_visible()
    expect(report.get_by_text(re.compile("^No target was approved yet"))).to_contain_text("S1 Fly-tips")
    _can_be_used(report)
    report.close()
    for plan in (OLD, NEXT):
        member.goes_to("Plans")
        member.follows(plan)
        member.follows("Outturns of its years")
        assert "93.7%" in text_of_row(member.page, "H1 ")
    member.leaves()


def _opened(somebody: Someone, link: str) -> Page:
    """What a link opens in a tab of its own."""
    with somebody.page.expect_popup() as opened:
        somebody.page.get_by_role("main").get_by_role("link", name=link).click()
    page: Page = opened.value
    page.wait_for_load_state()
    return page


def _next_year_is_rolled_into(team: Someone, year: Year) -> None:
    """Looked at, one thing left out, taken; what cannot be taken leads to where it is done."""
    team.goes_to("Plans")
    team.follows("Roll over into a new year")
    page, label = team.page, year.next.short_label
    page.get_by_label("Into the year").select_option(label=label)
    team.visit.settled()
    expect(page.get_by_label(re.compile("^Streets 1: "))).to_be_checked()
    # Completed: it stays where it is.
    expect(page.get_by_label(re.compile("^Streets 2: "))).not_to_be_checked()
    page.get_by_label(re.compile("^Q4 ")).uncheck(force=True)
    team.presses("Look at what would be made")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("6 things will be made at once")).to_be_visible()
    expect(dialog.get_by_text(re.compile("^Q4|Round of Q4"))).to_have_count(0)
    team.agrees(f"Take them into {label}")
    team.sees(re.compile(f"6 things taken into {label.replace('/', '.')}"))
    page.get_by_text(re.compile("^Indicators without a target")).click()
    team.follows("Go to the round")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Targets for {label}")
    team.sees("Not opened yet.")
