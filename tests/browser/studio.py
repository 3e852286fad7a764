"""The demo on a real server beside a browser, outside of tests: for pictures and measurements of its screens."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from quarterdeck.demo.council import PASSWORD
from tests.browser.addresses import address_of
from tests.browser.browsing import DESKTOP, Visit, carry_session, chromium, visiting
from tests.journeys.server import Caller, environment_of, listening, run_command


@dataclass(frozen=True)
class Screen:
    """A route as one of the demo's accounts sees it; without an account nobody is signed in.

    state, cycle: of the things that the address could name, which to show, where that is not the first of a quarter.
    """

    route: str
    account: str | None
    state: str | None = None
    cycle: str = "quarterly"

    @property
    def caption(self) -> str:
        what = self.route if self.cycle == "quarterly" else f"{self.route} ({self.cycle})"
        return f"{what} · {self.account or 'nobody signed in'}"

    @property
    def file_name(self) -> str:
        words = re.sub(r"[^a-z]+", "-", re.sub(r"([A-Z])", r"-\1", self.route).lower()).strip("-")
        which = [self.state] if self.state else []
        which += [self.cycle] if self.cycle != "quarterly" else []
        return "-".join([words or "home", self.account or "anyone", *which])


@dataclass(frozen=True)
class Studio:
    """A browser at the demo's server."""

    browser: Browser
    url: str
    callers: dict[str, Caller]

    def caller(self, account: str) -> Caller:
        """The API as this account, signed in once."""
        if account not in self.callers:
            self.callers[account] = Caller(self.url).sign_in(f"{account}@demo.example", PASSWORD)
        return self.callers[account]

    def address(self, screen: Screen) -> str:
        """Where this screen is; RuntimeError where the account sees nothing of the kind."""
        if screen.account is None:
            return screen.route
        caller = self.caller(screen.account)
        if screen.state:
            submissions = caller.items("/submissions", state=screen.state)
            found = [each for each in submissions if each["cycle"] == screen.cycle]
            address = screen.route.replace("$submissionId", str(found[0]["id"])) if found else None
        else:
            address = address_of(screen.route, caller, screen.cycle)
        if address is None:
            raise RuntimeError(f"the demo holds nothing for {screen.caption}")
        return address

    @contextmanager
    def window(self, account: str | None, size: tuple[int, int] = DESKTOP, **options: object) -> Iterator[Visit]:
        """A window in which one of the demo's accounts is signed in."""
        visit = visiting(self.browser, self.url, size, **options)
        if account:
            carry_session(visit.page.context, self.caller(account), self.url)
        yield visit
        visit.page.context.close()


@contextmanager
def studio(url: str | None = None) -> Iterator[Studio]:
    """A browser at the demo: at a running one where its address is given, else at one made for this."""
    with ExitStack() as stack:
        if url is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="quarterdeck-demo-"))
            environment = environment_of(f"sqlite:///{folder}/demo.sqlite3", Path(folder))
            run_command(environment, "demo", "--no-serve")
            url = stack.enter_context(listening(environment)).url
        yield Studio(stack.enter_context(chromium()), url, {})
