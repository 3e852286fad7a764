"""The built front end is served by the service itself, under a policy that allows it and nothing from elsewhere."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core.db import Database
from quarterdeck.core.front_end import front_end_dir
from quarterdeck.core.settings import Settings

PAGE = '<!doctype html><html lang="en"><title>Quarterdeck</title><script type="module" src="/assets/main-B2f_x9-k.js">'
SCRIPT = b"console.log('here');" * 40
NAVIGATING = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SCREENS = ("/", "/dashboard", "/indicators/12", "/submissions/3?cell=4", "/rounds/1/", "/apiary", "/help/odata")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A front end as Vite builds it, with its compressed files beside."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE)
    (built / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name in ("main-B2f_x9-k.js", "plain.js", "only-AAAAAAAA.js"):
        (built / "assets" / name).write_bytes(SCRIPT)
    (built / "assets" / "main-B2f_x9-k.js.gz").write_bytes(gzip.compress(SCRIPT))
    # Whether it is Brotli is the build's business; the service sends it as it lies there.
    (built / "assets" / "main-B2f_x9-k.js.br").write_bytes(b"brotli")
    (built / "assets" / "sans-CQ12ab_9.woff2").write_bytes(b"wOF2")
    (tmp_path / "secret.txt").write_text("not for the web")
    return built


@pytest.fixture
def browser(folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    yield from _serving(folder, tmp_path)


def _serving(folder: Path, data_dir: Path, address: str = "") -> Iterator[TestClient]:
    settings = Settings(data_dir=data_dir, front_end_dir=folder, worker_in_server=False, public_base_url=address)
    with Database(settings) as database, TestClient(create_app(settings, database)) as client:
        yield client


def test_every_address_of_a_screen_answers_the_page(browser: TestClient) -> None:
    for address in SCREENS:
        for method in ("GET", "HEAD"):
            answer = browser.request(method, address, headers=NAVIGATING)
            assert answer.status_code == 200, address
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.text == (PAGE if method == "GET" else "")
    assert browser.get("/dashboard", headers=NAVIGATING).headers["vary"] == "Accept-Encoding, Accept"


def test_a_page_that_is_unchanged_is_not_sent_again(browser: TestClient) -> None:
    first = browser.get("/dashboard", headers=NAVIGATING)
    again = browser.get("/rounds", headers={**NAVIGATING, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "no-cache"


def test_what_is_not_there_is_a_problem(browser: TestClient) -> None:
    never = ("/api/v1/nowhere", "/api", "/odata/v4/Nothing", "/open-data/x/", "/calendar/x.ics", "/health/nothing")
    gone = ("/assets/gone-AAAAAAAA.js", "/assets", "/assets/", "/assets/main-B2f_x9-k.js.gz", "/metrics/x")
    for address in (*never, *gone):
        answer = browser.get(address, headers=NAVIGATING)
        assert answer.status_code == 404, address
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
    assert {browser.post(address, headers=NAVIGATING).status_code for address in never} == {404}


def test_a_program_is_told_that_there_is_nothing(browser: TestClient) -> None:
    for accept in ("*/*", "application/json", "text/html;q=0, */*", ""):
        assert browser.get("/nowhere", headers={"Accept": accept}).status_code == 404
    assert browser.post("/dashboard", headers=NAVIGATING).status_code == 405
    assert browser.get("/api/v1/submissions/1/decisions", headers=NAVIGATING).status_code == 405


def test_nothing_outside_the_folder_is_served(browser: TestClient) -> None:
    for address in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "//etc/passwd"):
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert "not for the web" not in browser.get(address, headers=NAVIGATING).text


def test_hashed_files_are_kept_for_ever_and_others_asked_for_again(browser: TestClient) -> None:
    for name in ("main-B2f_x9-k.js", "sans-CQ12ab_9.woff2"):
        assert browser.get(f"/assets/{name}").headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("/assets/plain.js", "/icon.svg", "/index.html"):
        assert browser.get(address).headers["cache-control"] == "no-cache"


def test_types_do_not_depend_on_the_machine(browser: TestClient) -> None:
    types = {"main-B2f_x9-k.js": "text/javascript; charset=utf-8", "sans-CQ12ab_9.woff2": "font/woff2"}
    for name, media_type in types.items():
        assert browser.get(f"/assets/{name}").headers["content-type"] == media_type
    assert browser.get("/icon.svg").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("takes", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("gzip;q=0, br;q=0.000", None),
        ("identity", None),
        ("", None),
        ("gzip;q=huge;;,,", "gzip"),
    ],
)
def test_what_was_compressed_at_the_build_is_sent_to_who_takes_it(
    browser: TestClient, takes: str, encoding: str | None
) -> None:
    with browser.stream("GET", "/assets/main-B2f_x9-k.js", headers={"Accept-Encoding": takes}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    sent = {"br": b"brotli", None: SCRIPT}
    assert (gzip.decompress(body) if encoding == "gzip" else body) == sent.get(encoding, SCRIPT)


def test_nothing_is_compressed_while_somebody_waits(browser: TestClient) -> None:
    answer = browser.get("/assets/only-AAAAAAAA.js", headers={"Accept-Encoding": "gzip, br"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == SCRIPT


def test_page_files_and_answers_carry_the_same_safe_headers(folder: Path, tmp_path: Path) -> None:
    for browser in _serving(folder, tmp_path, "https://performance.example.gov.uk"):
        for address in ("/dashboard", "/assets/main-B2f_x9-k.js", "/api/v1/session", "/assets/gone-AAAAAAAA.js"):
            headers = browser.get(address, headers=NAVIGATING).headers
            policy = headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert browser.get("/api/v1/session").headers["cache-control"] == "no-store"


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


def test_the_built_page_and_all_that_it_loads_are_there_and_allowed(tmp_path: Path) -> None:
    built = front_end_dir(None)
    if built is None:
        pytest.skip("the front end is not built")
    for browser in _serving(built, tmp_path):
        page = Page(browser.get("/").text)
        assert page.loads
        assert page.inline == []
        for address in page.loads:
            assert not re.match(r"(?:https?:)?//", address), "nothing is loaded from elsewhere"
            # How the council's pages look is read from its record, which there is none of here.
            if address != "/api/v1/branding.css":
                assert browser.get(f"/{address.lstrip('/')}").status_code == 200
