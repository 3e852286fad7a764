"""What people do at the screens, by what they see: names of links, buttons and fields."""

import re
from collections.abc import Mapping

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import Visit, visiting
from tests.browser.council import LivedIn
from tests.journeys.server import PASSWORD


class Someone:
    """Somebody of the council at a window of their own, signed in through the screen."""

    def __init__(self, browser: Browser, lived: LivedIn, who: str) -> None:
        self.visit: Visit = visiting(browser, lived.council.server.url)
        self.page: Page = self.visit.page
        self.visit.sign_in(lived.email(who), PASSWORD)

    def goes_to(self, section: str) -> None:
        """Chooses a part of the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=section, exact=True).click()
        self.visit.settled()

    def follows(self, link: str | re.Pattern[str]) -> None:
        _seen(self.page.get_by_role("main").get_by_role("link", name=link).first).click()
        self.visit.settled()

    def presses(self, button: str) -> None:
        _seen(self.page.get_by_role("main").get_by_role("button", name=button, exact=True).first).click()

    def agrees(self, button: str) -> None:
        """Presses a button of the dialog that says what will happen; the dialog closes."""
        dialog = self.page.get_by_role("dialog")
        _seen(dialog.get_by_role("button", name=button).first).click()
        expect(dialog).to_have_count(0)
        self.visit.settled()

    def sees(self, words: str | re.Pattern[str]) -> Locator:
        found = self.page.get_by_text(words).first
        expect(found).to_be_visible()
        return found

    def leaves(self) -> None:
        """Closes the window. Nothing was refused, and the console said nothing."""
        complaints = [*self.visit.complaints, *self.visit.failed]
        self.page.context.close()
        # Before signing in, asking who is signed in is answered 401: that is the question's point.
        assert [each for each in complaints if "401" not in each] == []


def _seen(found: Locator) -> Locator:
    """The same; where it is not there, the failure tells what is on the page."""
    expect(found).to_be_visible()
    return found


def field(page: Page, label: str, ref: str) -> Locator:
    """A field of the entry grid: `field(page, "Actual for", "H1")`."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}.*\b{re.escape(ref)}\b"))


def types(page: Page, ref: str, typed: Mapping[str, object]) -> None:
    """Types into one indicator's row as somebody does, top to bottom."""
    labels = {
        "numerator": "Decided within 33 days:" if ref == "H1" else "Numerator:",
        "denominator": "Decided:" if ref == "H1" else "Denominator:",
        "value": "Actual for",
        "commentary": "Commentary on",
    }
    for name, value in typed.items():
        if name == "value_state":
            field(page, "Figure, or why there is none, for", ref).select_option(str(value))
        elif name in labels:
            field(page, labels[name], ref).fill(str(value))
    saved(page)


def judges(page: Page, ref: str, status: str, **words: str) -> None:
    """Judges an activity: its status, and what was done, what caused it, how it gets back on course."""
    activity = page.get_by_role("article", name=re.compile(rf"^{re.escape(ref)} "))
    activity.get_by_label(re.compile("^Where it stands")).select_option(label=status)
    labels = {"update": "What was done", "cause": "What caused it", "path_to_green": "How it gets back"}
    for name, text in words.items():
        activity.get_by_role("textbox", name=re.compile(f"^{labels[name]}")).fill(text)
    saved(page)


def saved(page: Page) -> None:
    """Leaves the field, and waits until everything typed is saved."""
    page.keyboard.press("Tab")
    expect(page.get_by_text("All saved.")).to_be_visible()
