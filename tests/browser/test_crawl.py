"""Each role follows every link: no dead end, no refusal, and each figure is the same on the page behind it.

The long crawl opens every address without filters as the performance team, who see the most, and of each kind of
address as many as tell something new in every other case: what differs in a filter or the edition that it is seen in
would be tens of thousands. How far it has come, and each fault as it is found, stands in `.crawl/ACCOUNT.txt`.
"""

import re
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.browsing import Visit

ACCOUNTS = (
    "performance", "provider", "manager", "director", "portfolioholder", "cabinet", "scrutiny", "clerk", "auditor",
    "analyst", "administrator",
)  # fmt: skip
ALL, MANY, FEW = 100_000, 60, 4
SEES_MOST = ACCOUNTS[0]
MOST = [pytest.param(60, id="60-pages"), pytest.param(ALL, id="all", marks=pytest.mark.long)]
LOG = Path(__file__).parents[2] / ".crawl"
DEAD_ENDS = ("Page not found", "Not found", "You may not see this", "This page could not be shown", "No connection")
LINKS = """() => ({
    links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')),
    figures: [...document.querySelectorAll('a[data-figure]')].map((a) => [a.getAttribute('href'), a.textContent]),
    heading: document.querySelector('main h1')?.textContent ?? '',
    shown: document.querySelector('[data-figure-value]')?.textContent ?? null,
})"""


def shape_of(address: str) -> str:
    """The kind of page an address opens: digits and the values of its filters left out."""
    path, _, query = address.partition("?")
    return re.sub(r"\d+", "N", path) + "?" + ",".join(sorted(part.split("=")[0] for part in query.split("&")))


def most_of_a_kind(account: str, most: int, shape: str) -> int:
    """How many addresses of a kind are opened, so that every kind has its turn before the hundredth indicator has."""
    if most < ALL:
        return FEW
    has_filters = not shape.endswith("?")
    return ALL if account == SEES_MOST and not has_filters else MANY


def say(account: str, line: str) -> None:
    """Adds a line to what is known of a role's crawl while it still goes on."""
    LOG.mkdir(exist_ok=True)
    with (LOG / f"{account}.txt").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_link_leads_nowhere(
    account: str, most: int, visit_as: Callable[..., Visit], record_property: Callable[..., None]
) -> None:
    visit = visit_as(account)
    waiting, led_from = deque(["/"]), {"/": ""}
    figures: dict[str, str] = {}
    opened: dict[str, int] = {}
    dead: list[str] = []
    said = 0
    visit.open("/")
    while waiting and sum(opened.values()) < most:
        address = waiting.popleft()
        shape = shape_of(address)
        if opened.get(shape, 0) >= most_of_a_kind(account, most, shape):
            continue
        opened[shape] = opened.get(shape, 0) + 1
        visit.go(address)
        found = visit.page.evaluate(LINKS)
        if found["heading"] in DEAD_ENDS or visit.failed or visit.complaints:
            dead.append(f"{address}, from {led_from[address]}: {found['heading']} {visit.failed} {visit.complaints}")
            visit.failed.clear()
            visit.complaints.clear()
        if address in figures and found["shown"] != figures[address]:
            dead.append(f"{address} shows {found['shown']}, {led_from[address]} {figures[address]}")
        for href, words in found["figures"]:
            figures.setdefault(href, words)
        for href in found["links"]:
            place = href.split("#")[0]
            if place.startswith("/") and not place.startswith("/api/") and place not in led_from:
                led_from[place] = address
                waiting.append(place)
        if most == ALL and (len(dead) > said or not waiting or sum(opened.values()) % 100 == 0):
            say(account, f"{sum(opened.values())} pages opened, {len(waiting)} waiting")
            for fault in dead[said:]:
                say(account, fault)
            said = len(dead)
    record_property("figure", ("pages opened by following links", f"account {account}", sum(opened.values())))
    assert dead == []
