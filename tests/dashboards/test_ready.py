"""Answers kept ready are nobody's but theirs who may see the same, and none outlives a change or the day."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import event
from starlette.requests import Request

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Grant, Scope
from quarterdeck.core.db import Database
from quarterdeck.core.ready import Asking, Head, ReadyAnswers, is_ready, tag_of
from quarterdeck.organisation.models import RoleGrant
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Measures
from tests.planning.growing import Plans
from tests.web import WebClient

PEOPLE = ("performance_team", "analyst", "auditor", "portfolio_holder", "service_manager", "scrutiny_member")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, beside savepoints."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(database.writing_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.writing_engine, "before_cursor_execute", note)


def addresses(measures: Measures, council: CouncilBuilder, plans: Plans) -> dict[str, dict[str, Any]]:
    """Every address whose answer is kept ready, over figures that one person sees and another does not."""
    plan = plans.adopted()
    serves = {"priority_ids": [plans.priority_of(plan)]}
    approved = measures.indicator("P1", portfolio=council.homes, **serves)
    confirmed = measures.indicator("P2", unit=council.customers, **serves)
    seen = measures.reported(approved, Q2, 5, approved=True)
    hidden = measures.reported(confirmed, Q2, 6)
    edition = measures.edition(Q2, seen, hidden, issued_to=council.scrutiny)
    return {
        "/dashboard": {"period": Q2},
        "/dashboard/trends": {"period": Q2},
        "/dashboard/signals": {"period": Q2},
        "/dashboard?pack": {"period": Q2, "pack": edition.id},
        "/golden-thread": {"plan_id": plan.id},
        "/observations": {},
        "/observations?pack": {"pack": edition.id},
        "/observations/summary": {"period": Q2},
        f"/observations/{hidden.id}": {},
        f"/observations/{seen.id}": {},
        f"/observations/{seen.id}/revisions": {},
        f"/observations/{hidden.id}/calculation": {},
        f"/indicators/{confirmed.id}/series": {},
        f"/indicators/{confirmed.id}/outturns": {"to": "2023-24"},
        f"/indicators/{confirmed.id}/year-ends": {},
        f"/plans/{plan.id}/outturns": {},
    }


def walked(client: WebClient, paths: dict[str, dict[str, Any]]) -> list[tuple[int, bytes]]:
    """What each address answers; of a problem its status alone, for it names the request."""
    answers = [client.get(f"/api/v1{path.partition('?')[0]}", params=query) for path, query in paths.items()]
    return [(each.status_code, each.content if each.status_code == 200 else b"") for each in answers]


def test_each_person_reads_what_they_would_without_answers_kept_ready(
    database: Database, council: CouncilBuilder, measures: Measures, plans: Plans
) -> None:
    paths = addresses(measures, council, plans)
    with WebClient(database, council) as computing, WebClient(database, council) as keeping:
        computing.app.state.ready = ReadyAnswers(0, computing.app.state.ready._identify)  # type: ignore[attr-defined]
        expected = {role: walked(computing.sign_in_as(role), paths) for role in PEOPLE}
        assert len({tuple(answers) for answers in expected.values()}) > 2, "they see different things"
        for _ in range(2):
            for role in PEOPLE:
                assert walked(keeping.sign_in_as(role), paths) == expected[role], role


def token(admin: WebClient, name: str, **limits: list[int]) -> str:
    """The token of another program that reads, within limits to units or indicators."""
    contact = admin.council.person("administrator").id
    client = {"name": name, "purpose": "Draws charts", "contact_person_id": contact}
    made = admin.change("POST", "/clients", client).json()
    ends = (clock.today() + timedelta(days=30)).isoformat()
    body = {"client_id": made["id"], "name": name, "scopes": ["read"], "expires_on": ends, **limits}
    answer = admin.change("POST", "/tokens", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def test_a_limited_token_gets_no_bytes_that_were_kept_for_another(
    database: Database, council: CouncilBuilder, measures: Measures, plans: Plans
) -> None:
    paths = addresses(measures, council, plans)
    elsewhere = measures.indicator("P3", unit=council.customers)
    figure = measures.reported(elsewhere, Q2, 7, approved=True)
    paths |= {f"/observations/{figure.id}/revisions": {}, f"/indicators/{elsewhere.id}/series": {}}
    with WebClient(database, council) as computing, WebClient(database, council) as keeping:
        computing.app.state.ready = ReadyAnswers(0, computing.app.state.ready._identify)  # type: ignore[attr-defined]
        computing.sign_in_as("administrator")
        limits: dict[str, dict[str, list[int]]] = {
            "any": {},
            "to Housing": {"unit_ids": [council.housing.id]},
            "to Customers": {"unit_ids": [council.customers.id]},
            "to one": {"indicator_ids": [elsewhere.id]},
            "to one that is elsewhere": {"indicator_ids": [elsewhere.id], "unit_ids": [council.housing.id]},
        }
        shown = {name: f"Bearer {token(computing, name, **each)}" for name, each in limits.items()}
        expected = {}
        for client, known in ((computing, expected), (keeping, dict[str, Any]()), (keeping, dict[str, Any]())):
            client.cookies.clear()
            # The one that reads everything comes first: what it read lies there for the others to be given.
            for name, authorization in shown.items():
                client.headers["Authorization"] = authorization
                known[name] = walked(client, paths)
            assert known == expected
        answered = {name: {status for status, _ in answers} for name, answers in expected.items()}
        assert 403 not in answered.pop("any")
        assert all(statuses >= {200, 403} for statuses in answered.values()), answered
        assert len({tuple(answers) for answers in expected.values()}) == len(limits), "they see different things"
        _tags_of_another_are_not_known(keeping, shown, paths)


def _tags_of_another_are_not_known(client: WebClient, shown: dict[str, str], paths: dict[str, dict[str, Any]]) -> None:
    """Nobody is told 304 for the tag of an answer that another token got."""
    for path, query in paths.items():
        address, tags = f"/api/v1{path.partition('?')[0]}", dict[str, str]()
        for name, authorization in shown.items():
            answer = client.get(address, params=query, headers={"Authorization": authorization})
            tags |= {name: answer.headers["ETag"]} if answer.status_code == 200 else {}
        assert len(set(tags.values())) == len(tags), path
        for name in tags:
            others = ", ".join(tag for other, tag in tags.items() if other != name)
            headers = {"Authorization": shown[name], "If-None-Match": others}
            assert client.get(address, params=query, headers=headers).status_code == 200, (path, name)


def test_every_address_marked_ready_is_walked(
    client: WebClient, council: CouncilBuilder, measures: Measures, plans: Plans
) -> None:
    marked = {
        re.sub(r"\{\w+\}", "{id}", route.path)  # type: ignore[attr-defined]
        for route in client.app.routes  # type: ignore[attr-defined]
        if is_ready(getattr(route, "endpoint", None) or object)
    }
    walked_ = {re.sub(r"/\d+", "/{id}", path.partition("?")[0]) for path in addresses(measures, council, plans)}
    assert marked == {f"/api/v1{path}" for path in walked_}


def test_a_known_answer_takes_no_query_but_who_asks(
    client: WebClient, database: Database, council: CouncilBuilder, measures: Measures, plans: Plans
) -> None:
    paths = addresses(measures, council, plans)
    client.sign_in_as("performance_team")
    for path, query in paths.items():
        made = client.get(f"/api/v1{path.partition('?')[0]}", params=query)
        with statements(database) as sent:
            again = client.get(f"/api/v1{path.partition('?')[0]}", params=query)
            tag = {"If-None-Match": f'"other", W/{made.headers["ETag"]}'}
            unchanged = client.get(f"/api/v1{path.partition('?')[0]}", params=query, headers=tag)
        assert (again.status_code, again.content, again.headers["ETag"]) == (200, made.content, made.headers["ETag"])
        assert again.headers["content-type"] == made.headers["content-type"]
        assert made.headers.get("left-out") == again.headers.get("left-out")
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert ["sign_in_session" in statement for statement in sent] == [True, True], path


def test_people_with_the_same_rights_share_an_answer_and_a_grant_that_ends_ends_it(
    client: WebClient, database: Database, council: CouncilBuilder, measures: Measures
) -> None:
    measures.reported(measures.indicator("P1"), Q2, 6)
    first = client.sign_in_as("auditor", number=1).get("/api/v1/dashboard", params={"period": Q2})
    client.sign_in_as("auditor", number=2)
    with statements(database) as sent:
        assert client.read("/dashboard", period=Q2)["summary"]["total"] == 1
    assert len(sent) == 1
    person = council.person("auditor", number=2)
    council.session.query(RoleGrant).filter_by(person_id=person.id).one().valid_to = clock.today() - timedelta(days=1)
    council.session.commit()
    known = {"If-None-Match": first.headers["ETag"]}
    without = client.get("/api/v1/dashboard", params={"period": Q2}, headers=known)
    assert (without.status_code, without.json()["summary"]["total"]) == (200, 0)


def test_a_change_is_seen_at_once(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("P1")
    client.sign_in_as("performance_team")
    for number, value in enumerate((5.0, 6.0, 7.0), start=1):
        measures.reported(indicator, Q2, value)
        assert client.read("/observations", period=Q2)["items"][0]["revision"] == number


def test_midnight_in_london_ends_every_answer(client: WebClient, council: CouncilBuilder, measures: Measures) -> None:
    """Papers become public, grants begin and end, and things are overdue by the day, without a change."""
    seen = measures.reported(measures.indicator("P1"), Q1, 5)
    tomorrow = clock.today() + timedelta(days=1)
    edition = measures.edition(Q1, seen, issued_to=council.scrutiny, public_from=tomorrow)
    client.sign_in_as("analyst")
    query = {"period": Q1, "pack": edition.id}
    client.sign_in_as("scrutiny_member")
    before = client.get("/api/v1/dashboard", params=query)
    assert before.status_code == 200
    client.sign_in_as("analyst")
    assert client.get("/api/v1/dashboard", params=query).status_code == 404
    now = clock.london(clock.now())
    with clock.set_to(now.replace(hour=0, minute=0, second=1) + timedelta(days=1)):
        after = client.sign_in_as("analyst").get("/api/v1/dashboard", params=query)
        assert (after.status_code, after.json()["summary"]["total"]) == (200, 1)
        again = client.sign_in_as("scrutiny_member").get("/api/v1/dashboard", params=query)
        assert again.headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize("other", [Head(4, "a"), Head(3, "b")])
def test_another_place_in_the_journal_is_another_tag(other: Head) -> None:
    """A database that was put back has the numbers again, but not the hashes."""
    request = Request({"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []})
    actor = Actor.system(1)
    with clock.set_to(datetime(2024, 1, 1, tzinfo=UTC)):
        assert clock.today() == date(2024, 1, 1)
        assert tag_of(Asking(actor, Head(3, "a")), request) != tag_of(Asking(actor, other), request)


def test_whatever_an_actor_may_do_is_in_the_tag_and_who_they_are_is_not() -> None:
    request = Request({"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []})

    def tag(**values: Any) -> str:
        actor = Actor(**{"council_id": 1, "person_id": 1, "grants": (grant,), **values})
        return tag_of(Asking(actor, Head(3, "a")), request)

    grant = Grant("analyst", frozenset({"b", "a"}), Scope.UNIT, 4, frozenset({5, 4}))
    assert tag(person_id=2, session_id=9) == tag()
    others = [replace(grant, **each) for each in ({"unit_ids": frozenset({4})}, {"scope_id": 5}, {"delegated": True})]
    tags = [tag(grants=(other,)) for other in others]
    tags += [tag(post_ids=frozenset({1})), tag(council_id=2), tag(is_system=True), tag(grants=())]
    assert len({tag(), *tags}) == len(tags) + 1


def test_what_was_asked_for_longest_ago_goes_first_and_bytes_are_bounded(client: WebClient, measures: Measures) -> None:
    measures.reported(measures.indicator("P1"), Q2, 6)
    identify = client.app.state.ready._identify  # type: ignore[attr-defined]
    client.sign_in_as("performance_team")
    size = len(client.get("/api/v1/dashboard", params={"period": Q2, "by": "unit"}).content)
    answers = ReadyAnswers(int(2.5 * (size + 600)), identify)
    client.app.state.ready = answers  # type: ignore[attr-defined]
    for by in ("theme", "unit", "theme", "portfolio"):
        client.read("/dashboard", period=Q2, by=by)
    kept = [orjson.loads(each.body)["by"] for each in answers._kept.values()]
    assert kept == ["theme", "portfolio"]
    assert answers._size <= answers._most_bytes
