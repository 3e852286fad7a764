"""The built front end is served by the service itself, under a policy that allows it and nothing from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings

SOURCE = Path(__file__).parents[2] / "frontend" / "src"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", front_end_dir=SOURCE, worker_in_server=False)
    with Database(settings) as database, TestClient(create_app(settings, database)) as client:
        yield client


class Page(HTMLParser):
    """What a page loads, and what stands in it that the policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag == "script" and not given.get("src"):
            self.inline.append(tag)
        address = given.get("src") or (given.get("href") if tag == "link" else None)
        if address:
            self.loads.append(address)


def test_the_first_page_and_all_that_it_loads_are_there(browser: TestClient) -> None:
    answer = browser.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.loads
    for address in page.loads:
        assert not re.match(r"(?:https?:)?//", address), "nothing is loaded from elsewhere"
        assert browser.get(f"/{address}").status_code == 200


def test_the_policy_forbids_what_the_page_does_not_do(browser: TestClient) -> None:
    answer = browser.get("/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert Page(answer.text).inline == []


def test_what_is_not_there_is_a_problem(browser: TestClient) -> None:
    for address in ("/nowhere", "/api/v1/nowhere", "/../pyproject.toml", "/%2e%2e/pyproject.toml"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_links_of_the_page_lead_somewhere(browser: TestClient) -> None:
    addresses = re.findall(r'<a href="([^"]+)"', browser.get("/").text)
    assert addresses
    assert [address for address in addresses if browser.get(address).status_code not in (200, 503)] == []
