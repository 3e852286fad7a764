"""The quarter at a glance: what it counts, what it compares with, what it calls attention to, from where it is seen."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from quarterdeck.core.db import Database
from quarterdeck.dashboards.schemas import DashboardRead
from quarterdeck.measures.models import Origin, ValueState
from quarterdeck.measures.revisions import Reported
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Q3, Measures
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both


def found(board: Any, rule: str) -> list[str]:
    """The refs that a rule of the dashboard found."""
    return next([each["ref"] for each in one["found"]] for one in board["attention"] if one["rule"] == rule)


def refs(board: Any) -> list[str]:
    return [figure["ref"] for group in board["groups"] for figure in group["figures"]]


def test_counts_state_their_denominators_and_groups_add_up(
    client: WebClient, measures: Measures, plans: Plans, council: CouncilBuilder
) -> None:
    priority = plans.priority_of(plans.adopted())
    for ref, value, on_theme in (("A1", 95.0, True), ("A2", 84.0, True), ("A3", 50.0, False), ("A4", None, False)):
        indicator = measures.indicator(ref, priority_ids=[priority] if on_theme else [])
        measures.target(indicator, Q2, 90)
        measures.reported(indicator, Q2, value)
    measures.reported(measures.indicator("C1", kind="contextual"), Q2, 14195)
    board = client.sign_in_as("performance_team").read("/dashboard", period=Q2)
    summary = board["summary"]
    assert (summary["total"], summary["performance"], summary["contextual"]) == (5, 4, 1)
    assert (summary["green"], summary["amber"], summary["red"], summary["not_rated"]) == (1, 1, 1, 1)
    assert summary["sentence"].startswith("3 of 4 performance indicators are rated")
    assert [(group["name"], group["summary"]["total"]) for group in board["groups"]] == [("People", 2), ("No theme", 3)]
    assert sum(group["summary"]["red"] for group in board["groups"]) == summary["red"]
    assert refs(board) == ["A1", "A2", "A3", "A4", "C1"]


def test_the_period_before_stands_beside_and_says_what_needs_attention(client: WebClient, measures: Measures) -> None:
    figures = {"R1": (70, 70), "R2": (95, 70), "R3": (96, 95), "R4": (95, None)}
    for ref, (before, now) in figures.items():
        indicator = measures.indicator(ref)
        for period, value in ((Q1, before), (Q2, now)):
            measures.target(indicator, period, 90)
            measures.reported(indicator, period, value)
        measures.reported(indicator, "2022-23-Q2", 97)
    board = client.sign_in_as("performance_team").read("/dashboard", period=Q2)
    assert board["previous"]["period"] == Q1
    assert (board["previous"]["summary"]["green"], board["previous"]["summary"]["red"]) == (3, 1)
    assert found(board, "off_target_twice") == ["R1"]
    assert found(board, "newly_off_target") == ["R2"]
    assert found(board, "worsening") == ["R2", "R3"]
    assert found(board, "no_figure") == ["R4"]
    row = board["groups"][0]["figures"][1]
    assert (row["ref"], row["value_before"], row["rating_before"], row["short_change"]) == ("R2", 95.0, "green", -25.0)


def test_of_monthly_figures_the_newest_is_shown_and_annual_ones_in_the_quarter_that_ends_them(
    client: WebClient, measures: Measures
) -> None:
    monthly = measures.indicator("M1", frequency="monthly")
    for number, value in ((4, 10), (5, 11), (6, 12), (3, 9)):
        measures.reported(monthly, f"2023-24-M{number:02d}", value)
    annual = measures.indicator("Y1", frequency="annual")
    measures.reported(annual, "2023-24", 7)
    client.sign_in_as("performance_team")
    second = client.read("/dashboard", period=Q2)
    assert [(figure["ref"], figure["value"]) for figure in second["groups"][0]["figures"]] == [("M1", 12.0)]
    assert second["groups"][0]["figures"][0]["value_before"] == 11.0
    assert refs(client.read("/dashboard", period="2023-24-Q4")) == ["Y1"]


def test_a_summary_counts_what_the_dashboard_counts(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    """Monthly figures inside the quarter once, a half-yearly one that ends in it, what an edition reports late."""
    monthly = measures.indicator("M1", frequency="monthly")
    for month, value in (("01", 95), ("02", 95), ("03", 70)):
        measures.target(monthly, f"2023-24-M{month}", 90)
        newest = measures.reported(monthly, f"2023-24-M{month}", value, approved=True)
    late = measures.reported(measures.indicator("L1", lag=1), "2022-23-Q4", 4, approved=True)
    usual = measures.reported(measures.indicator("U1"), Q1, 8, approved=True)
    edition = measures.edition(Q1, newest, late, usual, issued_to=council.scrutiny)
    client.sign_in_as("performance_team")
    for query, counted in (({}, 2), ({"pack": edition.id}, 3)):
        board = client.read("/dashboard", period=Q1, **query)
        summary = client.read("/observations/summary", period=Q1, **query)
        assert summary["summary"] == board["summary"]
        assert (summary["summary"]["total"], summary["summary"]["red"]) == (counted, 1)
        parts = [(each["code"], each["summary"]["total"]) for each in summary["groups"]]
        assert parts == [(each["code"], each["summary"]["total"]) for each in board["groups"]]
    # A rating is asked of what stands for the quarter: April's green is not what M1 is counted by.
    assert client.read("/observations/summary", period=Q1, rating="green")["summary"]["total"] == 0
    assert client.read("/observations/summary", period="2023-24-M02")["summary"]["green"] == 1


def test_a_break_in_the_series_is_not_compared_over(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("B1")
    measures.reported(indicator, Q1, 10)
    measures.defined(indicator, date(2023, 7, 1), breaks_series=True)
    measures.reported(indicator, Q2, 12)
    measures.reported(indicator, Q3, 13)
    client.sign_in_as("performance_team")
    travels = [
        client.read("/dashboard", period=period)["groups"][0]["figures"][0]["short_travel"] for period in (Q2, Q3)
    ]
    assert travels == ["not_compared", "improving"]


def test_an_edition_and_a_moment_show_what_stood_and_nothing_of_today(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    indicator = measures.indicator("H4")
    measures.target(indicator, Q1, 90)
    measures.target(indicator, Q2, 90)
    measures.reported(indicator, Q1, 80, approved=True)
    seen = measures.reported(indicator, Q2, 91, approved=True)
    edition = measures.edition(Q2, seen, issued_to=council.cabinet)
    measures.restated(seen, 70, "counted twice")
    client.sign_in_as("performance_team")
    now, then = client.read("/dashboard", period=Q2), client.read("/dashboard", period=Q2, pack=edition.id)
    assert [board["summary"]["red"] for board in (now, then)] == [1, 0]
    assert (found(now, "revised"), found(then, "revised")) == (["H4"], [])
    pinned = then["groups"][0]["figures"][0]
    assert (pinned["value"], pinned["value_before"], pinned["short_travel"]) == (91.0, 80.0, "improving")
    assert "overdue_actions" not in [one["rule"] for one in then["attention"]]
    assert then["pack"] == edition.id


def test_an_edition_shows_what_it_pins_and_no_figure_that_came_beside_it(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    """The next round may run already when an edition is sealed: its figures are nobody's to see there."""
    usual, late = measures.indicator("U1"), measures.indicator("L1", lag=1)
    before, standing = measures.reported(late, "2022-23-Q4", 4), measures.reported(usual, "2022-23-Q4", 7)
    seen = measures.reported(usual, Q1, 8)
    for indicator, period in ((usual, Q2), (late, Q1)):
        measures.reported(indicator, period, 99)
    edition = measures.edition(Q1, seen, before, issued_to=council.scrutiny)
    client.sign_in_as("scrutiny_member", body=council.scrutiny)
    own = client.read("/dashboard", period=Q1, pack=edition.id)
    # What is reported a quarter late is counted with the quarter that the edition is of.
    assert [(each["ref"], each["period"]) for each in own["groups"][0]["figures"]] == [
        ("L1", "2022-23-Q4"), ("U1", Q1),
    ]  # fmt: skip
    assert own["groups"][0]["figures"][1]["value_before"] == standing.value
    assert own["previous"]["summary"]["total"] == 1
    for period in (Q2, Q3):
        board = client.read("/dashboard", period=period, pack=edition.id)
        assert (board["summary"]["total"], board["previous"] is None or not refs(board)) == (0, True)
        assert board["previous"] is None or board["previous"]["summary"]["total"] == 0


def test_by_unit_is_by_the_service_responsible(client: WebClient, measures: Measures, council: CouncilBuilder) -> None:
    indicator = measures.indicator("R1", unit=council.housing)
    measures.appended([Reported(measures.series(indicator, unit=council.root).id, Q2, ValueState.VALUE, 5.0)])
    board = client.sign_in_as("performance_team").read("/dashboard", period=Q2, by="unit")
    assert [group["code"] for group in board["groups"]] == [council.housing.code]


def test_who_may_not_see_submitted_figures_sees_the_approved_ones(client: WebClient, measures: Measures) -> None:
    approved, confirmed = measures.indicator("P1"), measures.indicator("P2")
    measures.reported(approved, Q2, 5, approved=True)
    measures.reported(confirmed, Q2, 6)
    assert refs(client.sign_in_as("analyst").read("/dashboard", period=Q2)) == ["P1"]
    assert refs(client.sign_in_as("auditor").read("/dashboard", period=Q2)) == ["P1", "P2"]


def test_an_unchanged_dashboard_is_not_sent_again_and_a_changed_one_is(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("E1")
    measures.reported(indicator, Q2, 5)
    client.sign_in_as("performance_team")
    first = client.get("/api/v1/dashboard", params={"period": Q2})
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/api/v1/dashboard", params={"period": Q2}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/dashboard", params={"period": Q1}, headers=known).status_code == 200
    measures.reported(indicator, Q2, 6)
    changed = client.get("/api/v1/dashboard", params={"period": Q2}, headers=known)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    # Somebody else's tag is no use: what they may see differs.
    other = client.sign_in_as("analyst").get(
        "/api/v1/dashboard", params={"period": Q2}, headers={"If-None-Match": changed.headers["ETag"]}
    )
    assert other.status_code == 200


@pytest.mark.slow
def test_three_hundred_indicators_take_one_query_and_two_small_ones(
    client: WebClient, database: Database, measures: Measures, session: Any
) -> None:
    made = [measures.indicator(f"N{number}") for number in range(300)]
    series = [measures.series(each) for each in made]
    measures.appended(
        [
            Reported(each.id, period, ValueState.VALUE, float(number))
            for number, each in enumerate(series)
            for period in (Q1, Q2, "2022-23-Q2")
        ],
        Origin.BACKFILL,
        approved=True,
    )
    client.sign_in_as("performance_team")
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "(SELECT")):
            statements.append(statement)

    event.listen(database.writing_engine, "before_cursor_execute", note)
    try:
        answer = client.get("/api/v1/dashboard", params={"period": Q2})
    finally:
        event.remove(database.writing_engine, "before_cursor_execute", note)
    assert answer.json()["summary"]["total"] == 300
    # The first finds out who asks.
    assert "sign_in_session" in statements[0]
    assert len(statements[1:]) <= 3, statements


def test_a_period_that_is_none_is_named(client: WebClient) -> None:
    answer = client.sign_in_as("analyst").get("/api/v1/dashboard", params={"period": "2023-24-Q9"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "period"


def test_the_bytes_are_what_the_contract_says(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("K1", polarity="range", rule={"kind": "range", "parameters": {"amber_within": 1}})
    measures.target(indicator, Q2, None, low=4, high=6)
    measures.reported(indicator, Q2, 5.5, provisional=True)
    answer = client.sign_in_as("auditor").get("/api/v1/dashboard", params={"period": Q2, "by": "unit"})
    board = DashboardRead.model_validate_json(answer.content, strict=True)
    assert board.groups[0].figures[0].target_high == 6
    assert board.model_dump(mode="json") == answer.json()
