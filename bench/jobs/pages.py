"""What somebody at the screens waits for: the first page and each key and click, and what a cold browser fetches."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from bench.setting import Measured, Setting
from tests.browser.browsing import weighed
from tests.browser.studio import Screen, Studio, studio

# Paints are noted from the document's first moment. An interaction lasts from the event until the frame after it is
# handed over: the message is taken once that frame's callbacks, style and layout are done.
WATCH = """() => {
  window.largest = 0;
  window.interactions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.largest = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  const note = (event) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.interactions.push(performance.now() - event.timeStamp);
    port2.postMessage(null);
  });
  for (const type of ['keydown', 'click']) window.addEventListener(type, note, { capture: true });
}"""


@dataclass(frozen=True)
class Looked:
    """A page, what is done there, and what came of it: milliseconds by round."""

    name: str
    screen: Screen
    act: Callable[[Page], None]
    largest: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)


def run(setting: Setting) -> list[Measured]:
    """Wall-clock milliseconds in Chromium on the demo, each page in a cold window; then the bytes of the dashboard."""
    looked = [
        Looked("dashboard", Screen("/dashboard", "performance"), _filter),
        Looked("indicator", Screen("/indicators/$indicatorId", "performance"), _read),
        Looked("submission", Screen("/submissions/$submissionId", "provider", "draft"), _type),
    ]
    with studio() as made:
        # Once more than counts: the server's first answers are made by code that was never run.
        for number in range(setting.rounds + 1):
            for each in looked:
                largest, slowest = _measure(made, each)
                if number:
                    each.largest.append(largest)
                    each.slowest.append(slowest)
        script, stylesheet = _bytes(made)
    return [
        *(Measured("LCP", each.name, each.largest) for each in looked),
        *(Measured("INP", f"{each.name}, the slowest of a round", each.slowest) for each in looked),
        Measured("JS", "dashboard", [script / 1000]),
        Measured("CSS", "dashboard", [stylesheet / 1000]),
    ]


def _measure(studio: Studio, looked: Looked) -> tuple[float, float]:
    address = studio.address(looked.screen)
    with studio.window(looked.screen.account) as visit:
        visit.page.add_init_script(f"({WATCH})()")
        visit.open(address)
        # Read before anything is done: an interaction ends the search for the largest paint.
        largest = float(visit.page.evaluate("window.largest"))
        looked.act(visit.page)
        visit.settled()
        slowest = float(visit.page.evaluate("Math.max(...window.interactions)"))
    if not largest:
        raise RuntimeError(f"nothing was painted on the {looked.name} page")
    return largest, slowest


def _filter(page: Page) -> None:
    """Only what is off target, and everything again."""
    counter = page.locator("button[aria-pressed]").filter(has_text="Off target")
    for _ in range(2):
        counter.click()


def _read(page: Page) -> None:
    """Walks along the chart by the arrow keys, and has it as a table."""
    page.get_by_role("slider").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("main").locator("figure button").first.click()


def _type(page: Page) -> None:
    """A figure into the first row that takes one, digit by digit: it is rated as it is typed."""
    box = page.get_by_label(re.compile("^Actual for")).first
    box.click()
    box.press("ControlOrMeta+a")
    page.keyboard.type("123.4")


def _bytes(studio: Studio) -> tuple[int, int]:
    """Of JavaScript and CSS until the dashboard has all it reads, as gzip sends them."""
    with studio.window("performance") as visit:
        sizes = weighed(visit, "/dashboard")
    return sizes["script"], sizes["stylesheet"]
