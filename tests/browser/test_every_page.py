"""Every address of the router, once each: no violation that axe finds, no console message, and it fits a phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.addresses import account_for, address_of, routes, shown_by_cycle
from tests.browser.browsing import DESKTOP, PHONE, Visit, carry_session, too_wide, violations, visiting
from tests.journeys.server import ADMINISTRATOR, Caller, Server, running

# Each look is a full page load with axe; make test takes the first, make test-long all.
LOOKS = [
    pytest.param(DESKTOP, {}, id="light"),
    pytest.param(DESKTOP, {"color_scheme": "dark"}, id="dark", marks=pytest.mark.long),
    pytest.param(PHONE, {}, id="phone", marks=pytest.mark.long),
    pytest.param(DESKTOP, {"forced_colors": "active"}, id="forced-colours", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("size", "options"), LOOKS)
@pytest.mark.parametrize(
    ("route", "cycle"),
    [(route, "quarterly") for route in routes()] + [(route, "annual") for route in routes() if shown_by_cycle(route)],
)
def test_a_page_can_be_used_by_everybody(
    route: str,
    cycle: str,
    size: tuple[int, int],
    options: dict[str, Any],
    visit_as: Callable[..., Visit],
    callers: Callable[[str], Caller],
) -> None:
    account = account_for(route)
    address = address_of(route, callers(account), cycle) if account else route
    assert address, f"the demo holds nothing for {route}, {cycle}"
    visit = visit_as(account, size=size, **options)
    visit.open(address)
    _can_be_used(visit)


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A council with its first administrator, and nothing else."""
    with running("sqlite", "quarterdeck_empty", tmp_path_factory.mktemp("empty")) as server:
        yield server


@pytest.mark.long
@pytest.mark.parametrize(("size", "options"), LOOKS)
@pytest.mark.parametrize("route", [route for route in routes() if "$" not in route and account_for(route)])
def test_an_empty_council_finds_its_way(
    route: str, size: tuple[int, int], options: dict[str, Any], browser: Browser, empty_server: Server
) -> None:
    visit = visiting(browser, empty_server.url, size, **options)
    administrator = empty_server.person(ADMINISTRATOR)
    carry_session(visit.page.context, administrator, empty_server.url)
    visit.open(route)
    found = violations(visit.page)
    visit.page.context.close()
    administrator.http.close()
    assert (found, visit.complaints) == ([], [])
    assert [each for each in visit.failed if not each.startswith(("403", "409"))] == []


def _can_be_used(visit: Visit) -> None:
    assert violations(visit.page) == []
    assert visit.failed == []
    assert visit.complaints == []
    assert too_wide(visit.page) == []
