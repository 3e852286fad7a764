"""What people do on the pages of the round that plans a year, by what they see."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Someone

CHANGES = {"keep": "Keep the target", "change": "Change the target", "drop": "Drop the indicator"}


def card(page: Page, ref: str) -> Locator:
    """The part of the page in which something is proposed for one indicator."""
    return page.get_by_role("region", name=re.compile(rf"^{re.escape(ref)} "))


def proposes(page: Page, ref: str, change: str, target: object = None, why: str = "") -> Locator:
    """Chooses what is proposed, types the target and why; answers the card, where more can be typed."""
    here = card(page, ref)
    here.get_by_label("What is proposed").select_option(label=CHANGES.get(change, change))
    if target is not None:
        here.get_by_label(re.compile("^Target for")).fill(str(target))
    if why:
        here.get_by_label(re.compile("^Why (this is the target|it is dropped)")).fill(why)
    page.keyboard.press("Tab")
    return here


def sets_by_hand(here: Locator, periods: Mapping[str, object]) -> None:
    """Chooses that each period is set by hand, and sets them: `{"Q1 2025/26": 100}`."""
    here.get_by_label("By hand").check(force=True)
    for label, value in periods.items():
        here.get_by_label(label, exact=True).fill(str(value))


def submits(somebody: Someone) -> None:
    somebody.presses("Submit")
    somebody.agrees("Submit")


def decides(somebody: Someone, of: str, decision: str, why: str = "") -> None:
    """Opens the proposals of a service and confirms or returns them."""
    opens_proposals(somebody, of)
    somebody.presses(decision)
    if why:
        somebody.page.get_by_role("dialog").get_by_role("textbox").fill(why)
    somebody.agrees(decision)


def opens_proposals(somebody: Someone, of: str) -> None:
    somebody.goes_to("Submissions")
    somebody.follows(re.compile(f"^{re.escape(of)}, targets for "))


def text_of_row(page: Page, begins: str) -> str:
    """The text of a table's row, by how its head begins."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{re.escape(begins)}")))
    expect(row.first).to_be_visible()
    return " ".join(row.first.inner_text().split())
