"""Signing in with a council account, in a browser, against an OpenID provider that is not of our making."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from quarterdeck.operations import make_administrator
from tests.browser.browsing import visiting
from tests.databases import new_database
from tests.journeys.server import ADMINISTRATOR, PASSWORD, Server, environment_of, free_port, listening

pytestmark = [pytest.mark.journey, pytest.mark.slow]
OFFICER = "officer-1"
ROLES = {"Quarterdeck.Performance": ["performance_team"], "Quarterdeck.Audit": ["auditor"]}


@pytest.fixture
def issuer() -> Iterator[str]:
    """oidc-provider-mock in a process of its own; whom it signs in is put into it over HTTP."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                httpx.get(f"{url}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def server(tmp_path: Path, issuer: str) -> Iterator[Server]:
    database, port = new_database("sqlite", "single_sign_on", tmp_path), free_port()
    with database.transaction() as session:
        make_administrator(session, ADMINISTRATOR, PASSWORD, "Example Borough Council")
    database.close()
    environment = environment_of(
        database.settings.database_url,
        tmp_path,
        QUARTERDECK_PUBLIC_BASE_URL=f"http://127.0.0.1:{port}",
        QUARTERDECK_OIDC_ISSUER=issuer,
        QUARTERDECK_OIDC_CLIENT_ID="quarterdeck",
        QUARTERDECK_OIDC_CLIENT_SECRET="whatever it is told",
        QUARTERDECK_OIDC_NAME="Example account",
        QUARTERDECK_OIDC_ROLES=json.dumps(ROLES),
    )
    with listening(environment, port) as running:
        yield running


def _is_told_of(issuer: str, *roles: str) -> None:
    """What the provider says of the officer from now on."""
    claims: dict[str, Any] = {"name": "Quarter Officer", "email": "officer@example.gov.uk", "email_verified": True}
    httpx.put(f"{issuer}/users/{OFFICER}", json={**claims, "roles": list(roles)}).raise_for_status()


def test_an_officer_comes_in_with_their_council_account_changes_roles_and_is_kept_out(
    browser: Browser, server: Server, issuer: str
) -> None:
    _is_told_of(issuer, "Quarterdeck.Performance")
    visit = visiting(browser, server.url)
    page = visit.page

    def signs_in_there() -> None:
        page.get_by_role("link", name="Sign in with Example account").click()
        page.get_by_placeholder("sub").fill(OFFICER)
        page.get_by_role("button", name="Authorize").click()

    page.goto(f"{server.url}/account")
    signs_in_there()
    expect(page.get_by_role("heading", level=1, name="Quarter Officer")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/account")
    expect(page.get_by_role("main").get_by_text("Performance team").first).to_be_visible()
    # Another role at the next sign-in, and the provider's own session is ended in between.
    _is_told_of(issuer, "Quarterdeck.Audit")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page).to_have_url(f"{server.url}/sign-in")
    signs_in_there()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.goto(f"{server.url}/account")
    expect(page.get_by_role("main").get_by_text("Auditor").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Performance team")).to_have_count(0)
    administrator = server.person(ADMINISTRATOR, PASSWORD)
    person = administrator.items("/people", email="officer@example.gov.uk")[0]
    assert [
        (each["role"], each["by_provider"], each["in_force"])
        for each in administrator.items("/role-grants", person_id=person["id"])
    ] == [("performance_team", True, False), ("auditor", True, True)]
    # The role goes: they are told whom to ask, and what is open in the other window ends.
    _is_told_of(issuer)
    elsewhere = visiting(browser, server.url)
    elsewhere.page.goto(f"{server.url}/sign-in")
    elsewhere.page.get_by_role("link", name="Sign in with Example account").click()
    elsewhere.page.get_by_placeholder("sub").fill(OFFICER)
    elsewhere.page.get_by_role("button", name="Authorize").click()
    expect(elsewhere.page.get_by_text("You have no role in Quarterdeck")).to_be_visible()
    assert page.request.get(f"{server.url}/api/v1/session").status == 401
    administrator.http.close()
