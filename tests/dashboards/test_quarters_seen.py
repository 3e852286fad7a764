"""Which quarters there are to look at, and which is shown to whoever names none."""

import pytest

from quarterdeck.core import clock
from quarterdeck.framework.periods import Period, Span
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Measures
from tests.web import WebClient

pytestmark = pytest.mark.both

PERIODS = "/dashboard/periods"


def offered(client: WebClient) -> list[str]:
    return [each["code"] for each in client.read(PERIODS)["items"]]


def test_quarters_are_those_with_a_figure_newest_first(client: WebClient, measures: Measures) -> None:
    quarterly, monthly, annual = (
        measures.indicator("Q1"),
        measures.indicator("M1", frequency="monthly"),
        measures.indicator("A1", frequency="annual"),
    )
    measures.reported(quarterly, Q1, 1.0)
    measures.reported(quarterly, "2023-08-01_2023-08-15", 1.0)
    measures.reported(monthly, "2023-24-M08", 1.0)
    measures.reported(annual, "2021-22", 1.0)
    client.sign_in_as("performance_team")
    assert offered(client) == ["2023-24-Q3", Q1, "2021-22-Q4"]
    assert client.read("/dashboard")["period"] == "2023-24-Q3"
    assert client.read("/dashboard/trends")["period"] == "2023-24-Q3"


def test_a_quarter_without_a_figure_that_is_seen_is_not_offered(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4")
    measures.reported(indicator, Q1, 1.0, approved=True)
    measures.reported(indicator, Q2, 1.0, approved=False)
    assert offered(client.sign_in_as("performance_team")) == [Q2, Q1]
    assert client.read("/dashboard")["period"] == Q2
    assert offered(client.sign_in_as("analyst")) == [Q1]
    assert client.read("/dashboard")["period"] == Q1


def test_a_quarter_that_is_not_over_gives_way_to_one_that_is(client: WebClient, measures: Measures) -> None:
    monthly = measures.indicator("M1", frequency="monthly")
    running = Period.containing(clock.today(), Span.MONTH)
    measures.reported(monthly, running.code, 1.0)
    measures.reported(monthly, "2023-24-M06", 1.0)
    client.sign_in_as("performance_team")
    assert offered(client)[-1] == Q2
    assert client.read("/dashboard")["period"] == Q2


def test_without_any_figure_the_last_quarter_that_is_over_is_shown(client: WebClient, council: CouncilBuilder) -> None:
    board = client.sign_in_as("performance_team").read("/dashboard")
    assert offered(client) == []
    assert board["groups"] == []
    assert client.read(f"/periods/{board['period']}")["end_on"] < clock.today().isoformat()


def test_an_edition_is_shown_in_its_own_period(client: WebClient, measures: Measures, council: CouncilBuilder) -> None:
    indicator = measures.indicator("H4")
    seen = measures.reported(indicator, Q1, 1.0, approved=True)
    measures.reported(indicator, Q2, 2.0, approved=True)
    edition = measures.edition(Q1, seen, issued_to=council.cabinet)
    client.sign_in_as("performance_team")
    assert client.read("/dashboard", pack=edition.id)["period"] == Q1
    assert client.read("/dashboard")["period"] == Q2
