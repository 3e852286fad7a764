"""The dashboard's sparklines: twelve periods of each series with gaps, and of an edition no more than it shows."""

from datetime import date

import pytest

from quarterdeck.core.db import Database
from quarterdeck.dashboards.schemas import TrendsRead
from quarterdeck.measures.models import Origin, ValueState
from quarterdeck.measures.revisions import Reported
from tests.builders import CouncilBuilder
from tests.dashboards.test_query_counts import asked_of
from tests.measures.growing import Q1, Q2, Q3, Measures
from tests.web import WebClient

pytestmark = pytest.mark.both

TRENDS = "/dashboard/trends"


def drawn(client: WebClient, **query: object) -> dict[int, list[tuple[str, float | None]]]:
    """The points of each indicator's trend: (period, value)."""
    items = client.read(TRENDS, **query)["items"]
    return {item["indicator_id"]: [(point["period"], point["value"]) for point in item["points"]] for item in items}


def test_a_trend_is_the_last_twelve_periods_oldest_first(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4")
    quarters = [f"{year}-{year - 1999:02d}-Q{number}" for year in (2020, 2021, 2022, 2023) for number in (1, 2, 3, 4)]
    for number, period in enumerate(quarters):
        measures.reported(indicator, period, float(number))
    client.sign_in_as("performance_team")
    trend = drawn(client, period=Q2)[indicator.id]
    assert [period for period, _ in trend] == quarters[2:14]
    assert [value for _, value in trend] == [float(number) for number in range(2, 14)]


def test_gaps_are_kept_and_what_was_never_reported_is_none(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4")
    measures.target(indicator, Q3, 90)
    for period, value in (("2022-23-Q3", 80.0), (Q1, None), (Q3, 91.0)):
        measures.reported(indicator, period, value)
    item = client.sign_in_as("performance_team").read(TRENDS, period=Q3)["items"][0]
    assert [(point["period"], point["value"], point["rating"]) for point in item["points"]] == [
        ("2022-23-Q3", 80.0, "unrated"),
        ("2022-23-Q4", None, "unrated"),
        (Q1, None, "unrated"),
        (Q2, None, "unrated"),
        (Q3, 91.0, "green"),
    ]
    assert item["points"][-1]["period_label"] == "Quarter 3 2023/24 (October to December 2023)"


def test_trends_are_of_the_series_that_the_dashboard_shows(client: WebClient, measures: Measures) -> None:
    monthly, annual = measures.indicator("M1", frequency="monthly"), measures.indicator("A1", frequency="annual")
    custom = measures.indicator("C1")
    for number in range(1, 13):
        measures.reported(monthly, f"2023-24-M{number:02d}", float(number))
    for period in ("2021-22", "2022-23", "2023-24"):
        measures.reported(annual, period, 1.0)
    measures.reported(custom, "2023-08-01_2023-08-15", 4.0)
    measures.reported(custom, "2023-08-16_2023-09-30", 5.0)
    client.sign_in_as("performance_team")
    for period in (Q2, Q3, "2023-24-Q4", "2023-24", "2023-24-M05", "2023-08-16_2023-09-30"):
        board = client.read("/dashboard", period=period)
        shown = [
            (each["series_id"], each["period"], each["value"]) for group in board["groups"] for each in group["figures"]
        ]
        trends = client.read(TRENDS, period=period)
        assert [
            (item["series_id"], item["points"][-1]["period"], item["points"][-1]["value"]) for item in trends["items"]
        ] == shown
        assert shown
    assert len(drawn(client, period="2023-24-Q4")[monthly.id]) == 12
    assert [period for period, _ in drawn(client, period=Q2)[monthly.id]][-1] == "2023-24-M06"
    assert [value for _, value in drawn(client, period="2023-24")[annual.id]] == [1.0, 1.0, 1.0]
    assert drawn(client, period="2023-08-16_2023-09-30")[custom.id] == [
        ("2023-08-01_2023-08-15", 4.0),
        ("2023-08-16_2023-09-30", 5.0),
    ]


def test_a_moment_shows_what_stood_then(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4")
    first = measures.reported(indicator, Q1, 80.0)
    then = first.recorded_at
    measures.reported(indicator, Q1, 81.0)
    client.sign_in_as("performance_team")
    assert drawn(client, period=Q1)[indicator.id] == [(Q1, 81.0)]
    assert drawn(client, period=Q1, as_of=then.isoformat())[indicator.id] == [(Q1, 80.0)]


def test_of_an_edition_a_member_sees_what_it_shows_and_what_was_approved_before_it(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    """Nothing later, nothing of other series, and of earlier figures none that no body had approved."""
    indicator, other = measures.indicator("H4"), measures.indicator("H5")
    for period, value, approved in (
        ("2021-22-Q4", 3.0, True),
        ("2022-23-Q1", 4.0, False),
        ("2022-23-Q2", 5.0, True),
        ("2022-23-Q3", 5.5, False),
        ("2022-23-Q4", 6.0, False),
    ):
        measures.reported(indicator, period, value, approved=approved)
    pinned = measures.reported(indicator, Q1, 7.0)
    measures.reported(indicator, Q2, 99.0, approved=True)
    measures.reported(other, Q1, 98.0)
    edition = measures.edition(Q1, pinned, issued_to=council.cabinet)
    measures.restated(pinned, 70.0, "counted twice")
    measures.reported(indicator, "2022-23-Q4", 97.0, approved=True)

    client.sign_in_as("cabinet_member", body=council.cabinet)
    own = drawn(client, period=Q1, pack=edition.id)
    # The period before and the same one last year are printed beside the figure, whoever approved them.
    assert own == {
        indicator.id: [
            ("2021-22-Q4", 3.0),
            ("2022-23-Q1", 4.0),
            ("2022-23-Q2", 5.0),
            ("2022-23-Q3", None),
            ("2022-23-Q4", 6.0),
            (Q1, 7.0),
        ]
    }
    assert drawn(client, period=Q2, pack=edition.id) == {}
    client.sign_in_as("performance_team")
    assert drawn(client, period=Q1, pack=edition.id)[indicator.id][3] == ("2022-23-Q3", 5.5)
    assert client.sign_in_as("analyst").get(f"/api/v1{TRENDS}", params={"period": Q1, "pack": edition.id}).is_error


def test_who_may_not_see_submitted_figures_sees_the_approved_ones(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("P1")
    measures.reported(indicator, Q1, 4)
    for period in ("2022-23-Q4", Q2):
        measures.reported(indicator, period, 5, approved=True)
    measures.reported(measures.indicator("P2"), Q2, 6)
    client.sign_in_as("analyst")
    assert drawn(client, period=Q2) == {indicator.id: [("2022-23-Q4", 5.0), (Q1, None), (Q2, 5.0)]}


def test_unchanged_trends_are_not_sent_again(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("E1")
    measures.reported(indicator, Q2, 5)
    client.sign_in_as("performance_team")
    first = client.get(f"/api/v1{TRENDS}", params={"period": Q2})
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"/api/v1{TRENDS}", params={"period": Q2}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    measures.reported(indicator, Q1, 6)
    assert client.get(f"/api/v1{TRENDS}", params={"period": Q2}, headers=known).status_code == 200


def test_the_bytes_are_what_the_contract_says(client: WebClient, measures: Measures) -> None:
    measures.reported(measures.indicator("K1"), Q2, 5.5)
    answer = client.sign_in_as("auditor").get(f"/api/v1{TRENDS}", params={"period": Q2})
    assert TrendsRead.model_validate_json(answer.content, strict=True).model_dump(mode="json") == answer.json()
    assert client.get(f"/api/v1{TRENDS}", params={"period": "2023-24-Q9"}).status_code == 422


@pytest.mark.slow
def test_trends_of_three_hundred_indicators_take_one_data_query_and_their_signals_five(
    client: WebClient, database: Database, measures: Measures, council: CouncilBuilder
) -> None:
    series = [measures.series(measures.indicator(f"N{number}")) for number in range(300)]
    quarters = [f"{year}-{year - 1999:02d}-Q{number}" for year in (2021, 2022, 2023) for number in (1, 2, 3, 4)]
    rows = measures.appended(
        [
            Reported(each.id, period, ValueState.VALUE, float(number))
            for number, each in enumerate(series)
            for period in quarters
        ],
        Origin.BACKFILL,
        approved=True,
    )
    edition = measures.edition("2023-24-Q4", *rows[11::12], issued_to=council.cabinet)
    client.sign_in_as("performance_team")
    for query in ({}, {"pack": edition.id}, {"as_of": date(2020, 1, 1).isoformat() + "T00:00:00Z"}):
        with asked_of(database) as sent:
            trends = client.read(TRENDS, period="2023-24-Q4", **query)
        assert len(sent) <= 3, sent
        with asked_of(database) as sent:
            signals = client.read("/dashboard/signals", period="2023-24-Q4", **query)
        assert len(sent) <= 5 + 2, sent
        assert [each["series_id"] for each in signals["items"]] == [each["series_id"] for each in trends["items"]]
        if "as_of" not in query:
            assert (len(trends["items"]), {len(item["points"]) for item in trends["items"]}) == (300, {12})
