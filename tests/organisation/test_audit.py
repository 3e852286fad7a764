"""Reading the audit log, and checking it."""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import quarterdeck
import quarterdeck.app  # every workflow
from quarterdeck.core import clock
from quarterdeck.core.workflow import Workflow
from quarterdeck.organisation.audit import DONE
from tests.builders import CouncilBuilder
from tests.organisation.accounts import WRONG, sign_in, with_account
from tests.web import WebClient

pytestmark = pytest.mark.both

# The journal began when the council was made, and goes only forward.
NOON = datetime(2031, 9, 2, 12, tzinfo=UTC)
NEXT_DAY = datetime(2031, 9, 1, 23, 1, tzinfo=UTC)
OTHERS = (
    "performance_team",
    "data_provider",
    "service_manager",
    "portfolio_holder",
    "director",
    "cabinet_member",
    "scrutiny_member",
    "committee_administrator",
    "analyst",
)


@pytest.fixture
def history(client: WebClient, council: CouncilBuilder) -> WebClient:
    """Three changes, an hour apart."""
    client.sign_in_as("administrator")
    council.session.execute(text("UPDATE sign_in_session SET expires_at = :at"), {"at": "2099-01-01T00:00:00+00:00"})
    council.session.commit()
    for hour, path in enumerate((f"/bodies/{council.cabinet.id}", f"/portfolios/{council.homes.id}")):
        with clock.set_to(NOON + timedelta(hours=hour)):
            assert client.change("PATCH", path, {"name": "Renamed"}, 1).status_code == 200
    with clock.set_to(NOON + timedelta(hours=2)):
        body = {"code": "PG", "name": "Progress Group", "kind": "progress_group"}
        assert client.change("POST", "/bodies", body).status_code == 201
    return client


def _actions(client: WebClient, **query: Any) -> list[str]:
    return [event["action"] for event in client.read("/audit-events", **query)["items"]]


def test_the_log_is_read_newest_first_and_narrowed(history: WebClient, council: CouncilBuilder) -> None:
    me = council.person("administrator").id
    assert _actions(history) == ["body.create", "portfolio.update", "body.update"]
    assert _actions(history, kind="body") == ["body.create", "body.update"]
    assert _actions(history, kind="body", subject_id=council.cabinet.id) == ["body.update"]
    assert _actions(history, action="portfolio.update") == ["portfolio.update"]
    assert _actions(history, actor_id=me + 1000) == []
    an_hour_on = (NOON + timedelta(hours=1)).isoformat()
    assert _actions(history, since=an_hour_on) == ["body.create", "portfolio.update"]
    assert _actions(history, until=an_hour_on) == ["portfolio.update", "body.update"]
    assert _actions(history, since="2031-09-02T14:00:00+01:00", until=an_hour_on) == ["portfolio.update"]
    assert history.get("/api/v1/audit-events", params={"since": "2031-09-02T14:00:00"}).status_code == 422
    event = history.read("/audit-events", limit=1)["items"][0]
    assert (event["actor_id"], event["journal"], event["position"], event["change_no"]) == (me, "council", 3, 3)
    assert event["recorded_at"].startswith("2031-09-02T14:00:00")
    assert len(event["hash"]) == 64


def test_the_log_is_narrowed_to_days_in_london(client: WebClient, council: CouncilBuilder) -> None:
    """Half past midnight in British summer is the evening before in UTC."""
    client.sign_in_as("administrator")
    council.session.execute(text("UPDATE sign_in_session SET expires_at = :at"), {"at": "2099-01-01T00:00:00+00:00"})
    council.session.commit()
    for moment, code in ((NEXT_DAY - timedelta(minutes=2), "LATE"), (NEXT_DAY, "NEXT")):
        with clock.set_to(moment):
            assert client.change("POST", "/portfolios", {"code": code, "name": code}).status_code == 201
    for days, found in (
        ({"to_day": "2031-09-01"}, 1),
        ({"from_day": "2031-09-02"}, 1),
        ({"from_day": "2031-09-01"}, 2),
    ):
        assert len(_actions(client, **days)) == found, days
    assert _actions(client, from_day="2031-09-02", to_day="2031-09-02") == ["portfolio.create"]
    assert client.get("/api/v1/audit-events", params={"from_day": "tomorrow"}).status_code == 422


def test_an_event_is_told_in_a_sentence(history: WebClient, council: CouncilBuilder) -> None:
    told = [event["sentence"] for event in history.read("/audit-events")["items"]]
    assert told[1:] == [f"Portfolio {council.homes.id} was changed.", f"Body {council.cabinet.id} was changed."]
    assert told[0].startswith("Body ")
    assert told[0].endswith(" was added.")


def test_every_verb_of_the_log_has_its_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(quarterdeck.__file__).parent.rglob("*.py")]
    verbs = {verb for text in sources for verb in re.findall(r'Event\(\s*f?"[a-z_]+\.([a-z_]+)"', text)}
    # Tests have tables of their own, with actions that nothing logs.
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("quarterdeck.")]
    tables = [each for module in modules for each in vars(module).values() if type(each) is Workflow]
    verbs |= {transition.action for table in tables for transition in table.transitions}
    assert len(verbs) > 20
    assert verbs - DONE.keys() - {"refuse"} == set()


def test_the_log_pages_without_skipping(history: WebClient) -> None:
    first = history.read("/audit-events", limit=2)
    rest = history.read("/audit-events", limit=2, cursor=first["next_cursor"])
    assert [event["position"] for event in first["items"] + rest["items"]] == [3, 2, 1]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("path", ["/audit-events", "/audit-events/verify"])
def test_the_log_is_for_administrators_and_auditors(client: WebClient, path: str) -> None:
    for role in ("administrator", "auditor"):
        client.sign_in_as(role)
        assert client.get(f"/api/v1{path}").status_code == 200
    for role in OTHERS:
        client.sign_in_as(role)
        assert client.get(f"/api/v1{path}").status_code == 403, role


def test_refused_sign_ins_are_seen_by_the_council_they_were_about(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    people = [each.person("service_manager") for each in (council, other)]
    for person in people:
        with_account(council, person)
        sign_in(client, str(person.email), WRONG)
    sign_in(client, "nobody@example.test", WRONG)
    for each, person in zip((council, other), people, strict=True):
        client.council = each
        client.sign_in_as("auditor")
        seen = client.read("/audit-events", action="session.refuse")["items"]
        assert [(event["journal"], event["subject_id"]) for event in seen] == [("deployment", person.id)]


def test_the_log_shows_that_it_is_as_it_was_written(history: WebClient, session: Session) -> None:
    newest = history.read("/audit-events", limit=1)["items"][0]
    oldest = history.read("/audit-events")["items"][-1]
    assert history.read("/audit-events/verify") == {
        "sound": True,
        "events": 3,
        "first": {"position": 1, "recorded_at": oldest["recorded_at"]},
        "last": {"position": 3, "recorded_at": newest["recorded_at"]},
        "chain_hash": newest["hash"],
        "faults": [],
    }


def test_a_log_that_was_tampered_with_shows_where(
    history: WebClient, session: Session, council: CouncilBuilder
) -> None:
    """Whoever owns the database can take the guards away; the chain still tells."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_event_no_update"))
    else:
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_update"))
    change = text("UPDATE audit_event SET action = 'body.nothing' WHERE council_id = :council_id AND position = 2")
    session.execute(change, {"council_id": council.id})
    session.commit()
    told = history.read("/audit-events/verify")
    assert (told["sound"], told["faults"]) == (False, ["Event 2 was altered."])
