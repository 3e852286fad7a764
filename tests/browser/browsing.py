"""A real browser: Debian's Chromium, driven by Playwright, with what it complains of noted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect, sync_playwright

from tests.journeys.server import Caller

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--lang=en-GB")
NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = (1366, 900)
PHONE = (320, 640)
# The machines are shared: a page that takes its time there says nothing about the page.
PATIENCE_MS = 20_000
PAUSE_MS = 40
# A heading is there, and nothing says that it is still being read.
SHOWN = """() => document.querySelector('main h1') !== null &&
    ![...document.querySelectorAll('[role=status]')].some((each) => each.textContent.startsWith('Reading'))"""
# Reflow: at 320 px only tables may scroll sideways, within their own frame.
TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter((each) => {
        const box = each.getBoundingClientRect();
        const framed = each.closest('section[tabindex], dialog, .govuk-visually-hidden');
        return box.right > window.innerWidth + 1 && box.width > 0 && !framed;
    }).map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`).slice(0, 5)"""
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium. Stopped afterwards, with Playwright's event loop, which no other test may meet."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "The tests need Chromium: run `make browser`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """Somebody at the screens.

    `complaints` has what the console said, `failed` the API's answers of 400 and above, `waiting` what is being read.
    """

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: set[Request] = field(default_factory=set)

    def open(self, address: str) -> None:
        """Opens an address and waits until its page is shown: its heading is there and nothing is being read."""
        self.page.goto(self.url + address)
        self.settled()

    def go(self, address: str) -> None:
        """Opens an address as following a link does, without loading the front end anew."""
        self.page.evaluate("(to) => history.pushState({}, '', to)", address)
        self.settled()

    def settled(self) -> None:
        """Waits until the page has its heading and reads nothing more, and stays so for a moment."""
        quiet = 0
        for _ in range(PATIENCE_MS // PAUSE_MS):
            self.page.wait_for_timeout(PAUSE_MS)
            quiet = 0 if self.waiting or not self.page.evaluate(SHOWN) else quiet + 1
            if quiet == 2:
                return
        raise AssertionError(f"{self.page.url} is still waiting for {[each.url for each in self.waiting]}")

    def sign_in(self, email: str, password: str) -> None:
        """Signs in through the screen."""
        self.page.goto(f"{self.url}/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("navigation", name="Main")).to_be_visible()


def visiting(browser: Browser, url: str, size: tuple[int, int] = DESKTOP, **options: Any) -> Visit:
    """A browser window of its own at this server; nobody is signed in."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB", **options)
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(context.new_page(), url)
    visit.page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"error: {error}"))
    visit.page.on("request", lambda request: visit.waiting.add(request))
    visit.page.on("requestfinished", lambda request: visit.waiting.discard(request))
    visit.page.on("requestfailed", lambda request: visit.waiting.discard(request))
    visit.page.on("response", lambda response: _note(visit, response))
    return visit


def weighed(visit: Visit, address: str) -> dict[str, int]:
    """Opens an address; the bytes that came until nothing more comes, as gzip, by the kind of resource."""
    came: list[Request] = []
    visit.page.on("requestfinished", lambda request: came.append(request))
    # The limits are of gzip, which everybody understands; brotli would flatter us.
    visit.page.context.set_extra_http_headers({"Accept-Encoding": "gzip"})
    visit.open(address)
    # Parts and styles that come after the page is shown count too.
    visit.page.wait_for_load_state("networkidle")
    sizes: dict[str, int] = {}
    # Asked afterwards: a question within the event waits for events that come after it, and misses some.
    for request in came:
        size, response = request.sizes()["responseBodySize"], request.response()
        assert response is not None, request.url
        # What is shorter than that is longer compressed.
        if request.resource_type in ("script", "stylesheet") and size >= 1000:
            assert response.headers.get("content-encoding") == "gzip", request.url
        sizes[request.resource_type] = sizes.get(request.resource_type, 0) + size
    return sizes


def carry_session(context: BrowserContext, caller: Caller, url: str) -> None:
    """Signs the window in with a session made over the API, where the screen for it is not what is tested."""
    for cookie in caller.http.cookies.jar:
        context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": url}])


def _note(visit: Visit, response: Response) -> None:
    if response.status >= 400:
        visit.failed.append(f"{response.status} {response.request.method} {response.url.removeprefix(visit.url)}")


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its best practices: a rule and the element, one a line."""
    # Into the page's own world past its content security policy, as a browser extension would be.
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate(
        """(tags) => axe.run(document, { runOnly: tags })
            .then(({ violations }) => violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id}: ${node.target.join(' ')} (${node.failureSummary.split('\\n')[1]?.trim()})`)))""",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    )
    return [str(each) for each in found]


def too_wide(page: Page) -> list[str]:
    """What sticks out of a window that is 320 px wide; the window is that wide meanwhile."""
    before = page.viewport_size
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    found = page.evaluate(TOO_WIDE)
    if before is not None:
        page.set_viewport_size(before)
    return [str(each) for each in found]
