"""The dashboard's signals: which ratings are routine and which a change, from where it is looked."""

from typing import Any

from quarterdeck.dashboards.schemas import SignalsRead
from quarterdeck.measures.models import Indicator, Observation
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.measures.test_process_routes import PERIODS, VALUES
from tests.web import WebClient

LAST = PERIODS[-1].code
SIGNALS = "/dashboard/signals"


def reported(measures: Measures, ref: str, values: list[float], target: float | None = None, **more: Any) -> Indicator:
    """An indicator with these figures up to the last quarter, approved."""
    indicator = measures.indicator(ref, **more)
    if target is not None:
        measures.target(indicator, LAST, target)
    for period, value in zip(PERIODS[-len(values) :], values, strict=True):
        measures.reported(indicator, period.code, value, approved=True)
    return indicator


def found(client: WebClient, **query: Any) -> dict[str, tuple[Any, ...]]:
    return {
        each["ref"]: (each["rating"], each["variation"], each["assurance"], each["without"])
        for each in client.read(SIGNALS, period=LAST, **query)["items"]
    }


def test_red_may_be_routine_and_green_a_warning(client: WebClient, measures: Measures, council: CouncilBuilder) -> None:
    routine = reported(measures, "A1", VALUES[:14], 90)
    reported(measures, "A2", VALUES, 60)
    reported(measures, "A3", VALUES, 60, polarity="lower")
    reported(measures, "A4", [value - 30 for value in VALUES[14:]] + [20.0], 15)
    reported(measures, "A5", VALUES[:14], 90, definition={"aggregation": "year_to_date"})
    reported(measures, "A6", VALUES[:4], 90)
    reported(measures, "A7", VALUES, kind="contextual", polarity="none")
    client.sign_in_as("analyst")
    assert found(client) == {
        "A1": ("red", "common", "never", None),
        "A2": ("green", "improving", "sometimes", None),
        "A3": ("red", "worsening", "sometimes", None),
        "A4": ("green", "worsening", "always", None),
        "A5": ("red", None, None, "year_to_date"),
        "A6": ("red", None, None, "too_few"),
        "A7": ("unrated", "changed", None, None),
    }
    answer = client.get(f"/api/v1{SIGNALS}", params={"period": LAST})
    assert SignalsRead.model_validate_json(answer.content, strict=True).model_dump(mode="json") == answer.json()
    # The same as on the indicator's own page.
    own = client.read(f"/indicators/{routine.id}/process-limits")
    assert {"common", own["variation"]} == {answer.json()["items"][0]["variation"]}
    assert answer.json()["items"][0]["meaning"] == own["meaning"]
    assert client.read(SIGNALS, period="2010-11-Q1")["items"] == []


def test_signals_are_those_of_an_edition_and_of_a_moment(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    indicator = measures.indicator("B1")
    rows: list[Observation] = [
        measures.reported(indicator, period.code, value, approved=True)
        for period, value in zip(PERIODS[:14], VALUES[:14], strict=True)
    ]
    pinned = measures.reported(indicator, PERIODS[14].code, 5.0)
    edition = measures.edition(PERIODS[14].code, pinned, issued_to=council.cabinet)
    for period, value in zip(PERIODS[15:], VALUES[14:24], strict=True):
        measures.reported(indicator, period.code, value, approved=True)
    client.sign_in_as("cabinet_member", body=council.cabinet)
    (of_edition,) = client.read(SIGNALS, pack=edition.id)["items"]
    assert (of_edition["variation"], of_edition["signal"], of_edition["count"]) == ("worsening", "beyond_limit", 15)
    (then,) = client.read(SIGNALS, period=PERIODS[13].code, as_of=rows[-1].recorded_at.isoformat())["items"]
    assert (then["variation"], then["count"]) == ("common", 14)
    (now,) = client.read(SIGNALS, period=LAST)["items"]
    assert (now["count"], now["variation"]) == (24, "improving")
