"""Entering figures when things go wrong: two people in one row, a lost connection, and no mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import visiting
from tests.browser.conftest import Joining
from tests.browser.council import LivedIn
from tests.browser.people import Someone, field, types
from tests.journeys.quarter import HOUSING
from tests.journeys.server import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def _on_record(lived: LivedIn, ref: str) -> object:
    """What the service has in an entry of Housing's submission."""
    team = lived.council["performance team"]
    submission = team.items("/submissions", unit="HOUSING")[0]
    entries = team.items(f"/submissions/{submission['id']}/entries")
    return next(each for each in entries if each["indicator"] and each["indicator"]["ref"] == ref)["value"]


def _housing(lived: LivedIn, someone: Joining, who: str, search: str = "") -> Someone:
    person = someone(who)
    submission = lived.council["performance team"].items("/submissions", unit="HOUSING")[0]
    person.visit.open(f"/submissions/{submission['id']}{search}")
    return person


def test_two_people_in_one_row_both_see_it_and_choose(lived: LivedIn, someone: Joining) -> None:
    lived.round_is_open()
    provider = _housing(lived, someone, "housing provider")
    team = _housing(lived, someone, "performance team", "?enter=on-behalf")
    types(team.page, "H3", {"value": 300})
    field(provider.page, "Actual for", "H3").fill("207")
    provider.page.keyboard.press("Tab")
    clash = provider.page.get_by_role("region", name=re.compile("^Changed by somebody else: H3"))
    expect(clash).to_contain_text("300")
    expect(clash).to_contain_text("207")
    assert _on_record(lived, "H3") == 300
    clash.get_by_role("button", name="Keep mine").click()
    expect(provider.page.get_by_text("All saved.")).to_be_visible()
    assert _on_record(lived, "H3") == 207


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(lived: LivedIn, someone: Joining) -> None:
    lived.round_is_open()
    provider = _housing(lived, someone, "housing provider")
    page = provider.page
    page.context.set_offline(True)
    field(page, "Actual for", "H3").fill("207")
    page.keyboard.press("Tab")
    expect(page.get_by_text("No connection.")).to_be_visible()
    field(page, "Actual for", "H2").fill("24.9")
    page.keyboard.press("Tab")
    assert _on_record(lived, "H3") is None
    page.context.set_offline(False)
    expect(page.get_by_text("All saved.")).to_be_visible(timeout=60_000)
    assert (_on_record(lived, "H3"), _on_record(lived, "H2")) == (207, 24.9)


def test_what_could_not_be_saved_survives_a_reload(lived: LivedIn, someone: Joining) -> None:
    lived.round_is_open()
    provider = _housing(lived, someone, "housing provider")
    page = provider.page
    # The service is out of reach, the page itself is not: what a council's proxy does on a bad day.
    page.route("**/entries/**", lambda route: route.abort())
    field(page, "Actual for", "H3").fill("207")
    page.keyboard.press("Tab")
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("What you typed before is back")).to_be_visible()
    expect(field(page, "Actual for", "H3")).to_have_value("207")
    page.get_by_role("button", name="Save it now").click()
    expect(page.get_by_text("All saved.")).to_be_visible()
    assert _on_record(lived, "H3") == 207


def test_from_sign_in_to_submit_without_a_mouse(lived: LivedIn, someone: Joining) -> None:
    quarter = lived.round_is_open()
    quarter.types("HOUSING", {"People 1": HOUSING["People 1"]})
    visit = visiting(someone.browser, lived.council.server.url)
    page = visit.page
    page.goto(f"{visit.url}/sign-in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _tabs_to(page, "E-mail address")
    page.keyboard.type(lived.email("housing provider"))
    _tabs_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    _tabs_to(page, "Submissions")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Submissions")).to_be_visible()
    visit.settled()
    _tabs_to(page, "Housing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=re.compile("^Quarterly submission"))).to_be_visible()
    visit.settled()
    for label, text in (
        ("Actual for H1", "95"),
        ("Decided within 33 days", "171"),
        ("Decided: ", "180"),
        ("Actual for H2", "24.9"),
        ("Actual for H3", "207"),
    ):
        _tabs_to(page, label)
        page.keyboard.type(text)
    _tabs_to(page, "Submit", role="BUTTON")
    expect(page.get_by_text("All saved.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    _tabs_to(page, "Submit", role="BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert quarter.submission("HOUSING")["state"] == "submitted"
    page.context.close()


FOCUSED = """() => {
    const at = document.activeElement;
    const labels = [...(at.labels ?? [])].map((each) => each.textContent);
    const names = [at.getAttribute('aria-label'), ...labels, at.textContent];
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    // What lies over the middle of it: itself, or something within it.
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    return {
        tag: at.tagName,
        name: names.find((each) => each)?.trim() ?? '',
        marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        hidden: !(top && (at.contains(top) || top.contains(at))),
    };
}"""


def _tabs_to(page: Page, name: str, role: str | None = None) -> None:
    """Presses Tab until the element so called has the focus; on the way focus is always seen and never covered."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["tag"] == "BODY":
            continue
        assert at["marked"], f"focus cannot be seen on {at['name']!r}"
        assert not at["hidden"], f"focus is covered on {at['name']!r}"
        if at["name"].startswith(name) and role in (None, at["tag"]):
            return
    raise AssertionError(f"Tab never reaches {name!r}")
