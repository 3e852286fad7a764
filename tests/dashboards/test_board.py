"""The round board: who is where, how complete and how late, for those who may see it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Collecting
from tests.web import WebClient


@pytest.fixture
def collecting(session: Session, council: CouncilBuilder) -> Collecting:
    return Collecting(session, council)


def test_services_stand_on_the_board_with_counts_and_days_late(client: WebClient, collecting: Collecting) -> None:
    council = collecting.council
    collecting.measures.indicator("H4")
    collecting.measures.indicator("H5")
    collecting.measures.indicator("W1", unit=council.environment)
    round_ = collecting.opened(Q1, due_on=date(2023, 7, 14))
    submission = collecting.submission(round_)
    collecting.typed(collecting.entries(submission)[0], value=97.0, commentary="As expected")
    board = client.sign_in_as("performance_team").read(f"/rounds/{round_.id}/board")
    assert [(row["unit_name"], row["state"]) for row in board["rows"]] == [
        ("Environment", "requested"),
        ("Housing", "draft"),
    ]
    housing = board["rows"][1]
    assert (housing["done"]["entries"], housing["done"]["entered"]) == (2, 1)
    assert housing["days_late"] > 300
    assert board["totals"] == {
        "services": 2,
        "by_state": {"draft": 1, "requested": 1},
        "late": 2,
        "entries": 3,
        "entered": 1,
        "open_queries": 0,
    }
    assert [stage["key"] for stage in board["stages"]][:2] == ["check", "officer_review"]


def test_a_board_shows_each_reader_what_they_may_see(client: WebClient, collecting: Collecting) -> None:
    collecting.measures.indicator("H4")
    collecting.measures.indicator("W1", unit=collecting.council.environment)
    round_ = collecting.opened(Q1)
    collecting.submitted(collecting.submission(round_))
    path = f"/rounds/{round_.id}/board"
    provider = client.sign_in_as("data_provider").read(path)
    assert [row["unit_name"] for row in provider["rows"]] == ["Housing"]
    director = client.sign_in_as("director").read(path)
    assert [(row["unit_name"], row["done"]) for row in director["rows"]] == [("Housing", None)]
    assert client.sign_in_as("analyst").read(path)["rows"] == []


def test_overdue_submissions_need_attention_on_the_dashboard(client: WebClient, collecting: Collecting) -> None:
    collecting.measures.indicator("H4")
    collecting.opened(Q1, due_on=date(2023, 7, 14))
    board = client.sign_in_as("performance_team").read("/dashboard", period=Q1)
    late = next(each for each in board["attention"] if each["rule"] == "late_submissions")
    assert [(each["kind"], each["name"]) for each in late["found"]] == [("submission", "Housing")]
    assert "14 July 2023" in late["found"][0]["sentence"]
