"""Search: the nearest first, what the caller may see alone, and the same on both databases."""

from typing import Any

import pytest

from quarterdeck.core.db import Database
from quarterdeck.dashboards.searched import Kind
from tests.actions.asking import Asking
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting
from tests.dashboards.test_query_counts import asked_of
from tests.measures.growing import Measures
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both


def found(client: WebClient, q: str, **query: Any) -> list[tuple[str, str]]:
    """(kind, ref) of what is found, in its order."""
    return [(item["kind"], item["ref"]) for item in client.read("/search", q=q, **query)["items"]]


def refs(client: WebClient, q: str) -> list[str]:
    return [ref for _, ref in found(client, q, kind="indicator")]


def test_the_ref_itself_comes_first_then_what_begins_with_it_then_words_then_anything(
    client: WebClient, measures: Measures
) -> None:
    for ref, name in (
        ("H41", "Void time"),
        ("X1", "Emptyh4"),
        ("X2", "What was h4 once"),
        ("X3", "H4 under another name"),
        ("H4", "Lettings"),
        ("Z9", "Recycling"),
    ):
        measures.indicator(ref, name=name)
    client.sign_in_as("analyst")
    assert refs(client, " h4 ") == ["H4", "H41", "X3", "X2", "X1"]
    assert refs(client, "once was") == ["X2"]
    assert refs(client, "lettings recycling") == []


def test_letters_beyond_ascii_are_found_whatever_their_case(client: WebClient, measures: Measures) -> None:
    measures.indicator("C1", name="Café ÉCOLE ward, Ŵestmere")
    measures.indicator("C2", name="Cafe ward")
    client.sign_in_as("analyst")
    for asked in ("café", "CAFÉ", "école", "ŵESTMERE", "É"):
        assert refs(client, asked) == ["C1"], asked
    assert refs(client, "cafe") == ["C2"]


@pytest.mark.parametrize("asked", ["%", "_", "\\", "100%", "a_b", "c\\d"])
def test_what_like_reads_as_its_own_is_looked_for_as_it_is_written(
    client: WebClient, measures: Measures, asked: str
) -> None:
    measures.indicator("N1", name="Nothing of the kind: axb")
    measures.indicator("S1", name="Paid within 30 days, 100% of a_b and c\\d")
    assert refs(client.sign_in_as("analyst"), asked) == ["S1"]


def test_an_indicator_is_found_by_what_it_was_called(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4", name="Net additional homes")
    client.sign_in_as("performance_team")
    body = {"ref": "NI 154", "name": "Net additional dwellings"}
    assert client.change("POST", f"/indicators/{indicator.id}/aliases", body).status_code == 201
    for asked in ("ni 154", "dwellings", "154 homes"):
        assert refs(client, asked) == ["H4"], asked


def test_every_kind_is_found_and_told_apart(
    client: WebClient, collecting: Collecting, council: CouncilBuilder, session: Any
) -> None:
    measures = collecting.measures
    indicator = measures.indicator("HOM1", name="Homes let in time")
    plan = collecting.plans.adopted("HOMEPLAN")
    activity = collecting.plans.activity(collecting.plans.priority_of(plan), "Homes 1")
    action = Asking(session, council).raised(what="Report back on empty homes. " + "x" * 300)
    session.commit()
    round_ = collecting.opened(Q1)
    submission = collecting.submission(round_)
    edition = measures.edition(Q1, measures.reported(indicator, Q1, 5), issued_to=council.cabinet)
    client.sign_in_as("performance_team")
    items = {item["kind"]: item for item in client.read("/search", q="home")["items"]}
    assert {kind: item["id"] for kind, item in items.items()} == {
        "indicator": indicator.id, "activity": activity.id, "action": action.id, "plan": plan.id,
        "priority": activity.priority_id,
    }  # fmt: skip
    assert (items["indicator"]["detail"], items["activity"]["detail"]) == ("Housing", "Housing, Not started")
    assert items["action"]["detail"].endswith("due by 30 September 2023")
    assert (len(items["action"]["name"]), items["action"]["name"][-1]) == (200, "…")
    assert items["priority"]["detail"] == "Plan HOMEPLAN, People"
    assert [(item["kind"], item["id"], item["detail"]) for item in client.read("/search", q="ace2304")["items"]] == [
        ("edition", edition.id, "ACE2304")
    ]
    quarter = {item["kind"]: item for item in client.read("/search", q="quarter 1 2023/24")["items"]}
    assert (quarter["edition"]["id"], quarter["submission"]["id"]) == (edition.id, submission.id)
    assert quarter["edition"]["name"] == "Edition 1, Quarter 1 2023/24 (April to June 2023)"
    assert quarter["submission"]["detail"] == "Quarter 1 2023/24 (April to June 2023), Requested"


def test_nobody_finds_what_they_may_not_see(client: WebClient, collecting: Collecting, council: CouncilBuilder) -> None:
    collecting.measures.indicator("H4")
    collecting.opened(Q1)
    collecting.plans.draft("HIDDEN")
    collecting.session.commit()
    collecting.measures.edition(Q1)
    client.sign_in_as("performance_team")
    assert {kind for asked in ("Q1", "HIDDEN") for kind, _ in found(client, asked)} == {"edition", "submission", "plan"}
    client.sign_in_as("analyst")
    assert [found(client, asked) for asked in ("Q1", "HIDDEN")] == [[], []]
    assert [kind for kind, _ in found(client, council.person("analyst").name, kind="person")] == ["person"]
    provider = council.person("data_provider").name
    assert found(client, provider, kind="person") == []
    assert found(client.sign_in_as("administrator"), provider, kind="person") != []


def test_at_most_twenty_of_a_kind_are_answered_and_it_says_so(client: WebClient, measures: Measures) -> None:
    for number in range(22):
        measures.indicator(f"N{number:02d}", name="Counted")
    answer = client.sign_in_as("analyst").read("/search", q="counted")
    assert [item["ref"] for item in answer["items"]] == [f"N{number:02d}" for number in range(20)]
    assert answer["more"] == ["indicator"]


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "   "}, {"q": "x" * 101}, {"q": "a\x07b"}, {"q": "a", "kind": "secret"}]
)
def test_a_question_is_words_of_a_hundred_letters_at_most(client: WebClient, query: dict[str, str]) -> None:
    assert client.sign_in_as("analyst").get("/api/v1/search", params=query).status_code == 422


def test_whatever_is_asked_is_one_query(client: WebClient, database: Database, plans: Plans) -> None:
    plans.adopted()
    client.sign_in_as("performance_team")
    for query in ({}, *({"kind": kind.value} for kind in Kind)):
        with asked_of(database) as sent:
            client.read("/search", q="plan of a long name and many more words than anybody ever types here", **query)
        assert len(sent) == 1, sent
