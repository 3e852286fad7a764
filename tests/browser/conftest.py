"""The demo, or a council of its own, on a real server, and a browser: made once for each file of tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from quarterdeck.demo.council import PASSWORD
from tests.browser.browsing import DESKTOP, Visit, carry_session, chromium, visiting
from tests.browser.council import LivedIn, lived_in
from tests.browser.people import Someone
from tests.demos import copy_demo
from tests.journeys.council import Council
from tests.journeys.server import Caller, Server, listening, running

Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation on SQLite that holds the demo."""
    return copy_demo("sqlite", "browser_demo", tmp_path_factory).environment


@pytest.fixture(scope="module")
def demo_server(demo_database: dict[str, str]) -> Iterator[Server]:
    """The demo, served. What a test changes stays for the others: tests here only read."""
    with listening(demo_database) as server:
        yield server


@pytest.fixture(scope="module")
def callers(demo_server: Server) -> Iterator[Callable[[str], Caller]]:
    """The API as one of the demo's accounts, signed in once: `callers("performance")`."""
    signed_in: dict[str, Caller] = {}

    def caller(account: str) -> Caller:
        if account not in signed_in:
            signed_in[account] = demo_server.person(f"{account}@demo.example", PASSWORD)
        return signed_in[account]

    yield caller
    for each in signed_in.values():
        each.http.close()


@pytest.fixture
def visit_as(browser: Browser, demo_server: Server, callers: Callable[[str], Caller]) -> Iterator[Visiting]:
    """A window in which one of the demo's accounts is signed in: `visit_as("cabinet", size=PHONE)`."""
    opened: list[Visit] = []

    def visit(account: str | None, size: tuple[int, int] = DESKTOP, **options: object) -> Visit:
        made = visiting(browser, demo_server.url, size, **options)
        opened.append(made)
        if account:
            carry_session(made.page.context, callers(account), demo_server.url)
        return made

    yield visit
    for made in opened:
        made.page.context.close()


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[LivedIn]:
    """A council of this test's own, with the quarter that has just ended still to be collected."""
    with running("sqlite", "quarterdeck_browser", tmp_path) as server, Council(server) as council:
        yield lived_in(council)


class Joining:
    """Has people of the council come to a screen: `someone("housing provider")`."""

    def __init__(self, browser: Browser, lived: LivedIn) -> None:
        self.browser, self.lived = browser, lived

    def __call__(self, who: str) -> Someone:
        return Someone(self.browser, self.lived, who)


@pytest.fixture
def someone(browser: Browser, lived: LivedIn) -> Joining:
    return Joining(browser, lived)
