"""Documents over HTTP: for a body or as a draft, whole or in part, with a policy that lets nothing else in."""

import hashlib

import pytest
from sqlalchemy.orm import Session

from quarterdeck.measures.editions import PackEdition
from tests.builders import CouncilBuilder
from tests.documents.pages import Page
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient


@pytest.fixture
def reviewing(session: Session, council: CouncilBuilder) -> Reviewing:
    return Reviewing(session, council)


@pytest.fixture
def edition(reviewing: Reviewing) -> PackEdition:
    return reviewing.put_before_cabinet()


def facts(page: Page) -> dict[str, str]:
    return {term.text: text.text for term, text in zip(page.all("dt"), page.all("dd"), strict=True)}


def test_an_edition_is_one_page_for_the_body_it_was_issued_to(client: WebClient, edition: PackEdition) -> None:
    client.sign_in_as("cabinet_member")
    answer = client.get(f"/api/v1/packs/{edition.id}/documents/html", params={"body": "CAB"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.one("h1").text == "Example Borough Council Quarterly monitoring document: Q1 2023/24"
    shown = facts(page)
    assert (shown["Body"], shown["Report number"], shown["Date"]) == ("Cabinet", "ACE2304", "No meeting set")
    assert shown["Digest (SHA-256)"] == edition.manifest_sha256
    assert page.all("aside") == []
    text = page.one("main").text
    assert all(words in text for words in ("H4 Indicator H4", "W2 Indicator W2", "97.0%"))


def test_the_answer_is_private_inert_and_the_same_every_time(client: WebClient, edition: PackEdition) -> None:
    client.sign_in_as("performance_team")
    first, again = (client.get(f"/api/v1/packs/{edition.id}/documents/html") for _ in range(2))
    assert first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    assert first.headers["Cache-Control"] == "no-store"
    policy = first.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "script" not in policy
    assert "unsafe" not in policy


def test_without_a_body_it_is_shown_as_the_body_had_it_that_had_it_last(
    client: WebClient, reviewing: Reviewing, edition: PackEdition
) -> None:
    client.sign_in_as("performance_team")
    path = f"/api/v1/packs/{edition.id}/documents/html"
    assert facts(Page(client.get(path).text))["Body"] == "Cabinet"
    reviewing.issue(edition, reviewing.council.scrutiny, number="ACE2305")
    assert facts(Page(client.get(path).text))["Report number"] == "ACE2305"
    assert facts(Page(client.get(path, params={"body": "CMT"}).text))["Report number"] == "None given"


def test_for_a_body_that_has_not_been_given_it_it_is_a_draft(client: WebClient, edition: PackEdition) -> None:
    client.sign_in_as("performance_team")
    page = Page(client.get(f"/api/v1/packs/{edition.id}/documents/html", params={"body": "OSC"}).text)
    assert "has not been issued to Overview and Scrutiny Committee." in page.one("aside").text
    assert "Body" not in facts(page)
    unknown = client.get(f"/api/v1/packs/{edition.id}/documents/html", params={"body": "NOBODY"})
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unknown_body")


def test_a_portfolio_holder_has_their_part_of_it(client: WebClient, reviewing: Reviewing, edition: PackEdition) -> None:
    client.sign_in_as("portfolio_holder", portfolio=reviewing.council.homes)
    page = Page(client.get(f"/api/v1/packs/{edition.id}/documents/html").text)
    assert (
        "Only what belongs to these portfolios is shown and counted: Homes and Communities." in page.one("aside").text
    )
    assert "H4 Indicator H4" in page.one("main").text
    assert "W2" not in page.html
    assert "Rated: 0 of 1 performance indicators" in page.one("main").text


@pytest.mark.parametrize("role", ["scrutiny_member", "analyst", "data_provider"])
def test_a_document_is_for_those_who_see_the_edition(client: WebClient, edition: PackEdition, role: str) -> None:
    client.sign_in_as(role)
    assert client.get(f"/api/v1/packs/{edition.id}/documents/html").status_code == 404
    client.cookies.clear()
    assert client.get(f"/api/v1/packs/{edition.id}/documents/html").status_code == 401


def test_the_stylesheet_is_open_to_all_and_may_be_kept(client: WebClient) -> None:
    answer = client.get("/api/v1/documents/stylesheet.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
