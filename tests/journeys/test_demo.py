"""The demo as its command makes it: everybody in it signs in, reads the main lists, and opens what stands in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import DIALECTS
from tests.demos import copy_demo
from tests.journeys.conftest import version_of
from tests.journeys.server import Caller, Server, listening

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

PASSWORD = "quarterdeck-demo"
ROLES = {
    "administrator": "administrator",
    "performance": "performance_team",
    "provider": "data_provider",
    "manager": "service_manager",
    "portfolioholder": "portfolio_holder",
    "director": "director",
    "cabinet": "cabinet_member",
    "scrutiny": "scrutiny_member",
    "clerk": "committee_administrator",
    "auditor": "auditor",
    "analyst": "analyst",
}
"""The accounts that the README names, each with its role."""
LISTS = (
    "/councils", "/units", "/posts", "/people", "/portfolios", "/bodies", "/meetings", "/role-grants",
    "/framework/versions", "/periods", "/approvals", "/plans", "/themes", "/priorities", "/activities",
    "/activity-updates", "/indicators", "/targets", "/observations", "/rounds", "/submissions", "/packs",
    "/restatements", "/actions", "/audit-events",
)  # fmt: skip
READ_BY_SOME = {"/audit-events": {"administrator", "auditor"}}
"""The lists that not everybody may ask for, and the roles that may; everything else answers what the reader may see."""
SOME_SEE_NOTHING = {
    "/people": set(),
    "/activity-updates": {"administrator", "cabinet_member", "scrutiny_member", "committee_administrator", "analyst"},
    "/submissions": {"administrator", "cabinet_member", "scrutiny_member", "committee_administrator", "analyst"},
}
"""The lists that are empty for some roles, and for which; every other list has something for everybody."""
# What is read by its id where it is listed; a list that is not here is read whole.
NOT_READ_ONE_BY_ONE = {"/approvals", "/activity-updates", "/observations", "/audit-events", "/periods"}


@dataclass(frozen=True)
class Demo:
    """A served demo, and the e-mail addresses that its command printed."""

    server: Server
    addresses: list[str]

    def person(self, address: str) -> Caller:
        return self.server.person(address, PASSWORD)


@pytest.fixture(scope="module", params=DIALECTS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What `quarterdeck demo --no-serve` makes, then `quarterdeck serve`."""
    copy = copy_demo(request.param, "quarterdeck_demo_journey", tmp_path_factory)
    with listening(copy.environment) as server:
        yield Demo(server, copy.addresses)


@pytest.fixture
def demo(made: Demo, record_property: Any) -> Demo:
    """The demo, shared by the tests of one database: nothing here changes it."""
    record_property("database", version_of(made.server.environment))
    return made


def test_everybody_signs_in_and_reads_what_their_role_implies(demo: Demo) -> None:
    named = {f"{account}@demo.example" for account in ROLES}
    assert named <= set(demo.addresses)
    answered = 0
    for address in demo.addresses:
        person = demo.person(address)
        roles = set(person.get("/session")["roles"])
        assert roles, address
        if address in named:
            assert roles == {ROLES[address.partition("@")[0]]}
        for path in LISTS:
            answer = person.http.get(path, params={"limit": 2} if path != "/periods" else {})
            expected = 200 if roles & READ_BY_SOME.get(path, roles) else 403
            assert answer.status_code == expected, f"{address} {path}: {answer.text}"
            if expected == 200:
                empty = roles <= SOME_SEE_NOTHING.get(path, set())
                assert (answer.json()["items"] == []) is empty, f"{address} {path}"
            answered += 1
        person.http.close()
    assert answered == len(demo.addresses) * len(LISTS)


@pytest.mark.parametrize("account", ROLES)
def test_what_is_listed_can_be_opened(demo: Demo, account: str) -> None:
    """The first of each list by its id; an edition's content, manifest, seal and document; an indicator's history."""
    person = demo.person(f"{account}@demo.example")
    for path in LISTS:
        if path in NOT_READ_ONE_BY_ONE or ROLES[account] not in READ_BY_SOME.get(path, {ROLES[account]}):
            continue
        for item in person.get(path, limit=1)["items"]:
            assert person.get(f"{path}/{item['id']}")["id"] == item["id"]
    for pack in person.get("/packs", limit=1)["items"]:
        assert person.get(f"/packs/{pack['id']}/verify")["verifies"]
        document = person.http.get(f"/packs/{pack['id']}/documents/html")
        assert (document.status_code, document.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert person.get("/observations", pack=pack["id"], limit=2)["items"]
    for figure in person.get("/observations", limit=1)["items"]:
        assert person.get(f"/observations/{figure['id']}/revisions")["items"]
        assert person.get(f"/indicators/{figure['indicator_id']}/series")["items"]
    person.http.close()


def test_the_front_page_and_health_answer_and_nothing_is_at_fault(demo: Demo) -> None:
    anyone = demo.server.anyone().http
    root = demo.server.url
    assert anyone.get(f"{root}/health/ready").status_code == 200
    assert anyone.get(f"{root}/openapi.json").json()["info"]["title"] == "Quarterdeck"
    assert anyone.get("/packs").status_code == 401
    assert '"faults": []' in demo.server.run("verify").stdout
    assert "Traceback" not in (Path(demo.server.environment["QUARTERDECK_DATA_DIR"]) / "server.log").read_text()
    anyone.close()
