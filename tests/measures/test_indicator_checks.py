"""Checks of indicators: a polarity or a unit that contradicts the name; never one that a real council set right."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from quarterdeck.core.errors import Problem
from quarterdeck.measures import definitions, indicators, setting_checks
from quarterdeck.measures.check_schemas import ChecksUpdate
from quarterdeck.measures.indicator_checks import IndicatorInput, check_indicator
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorUpdate
from tests.measures.growing import Measures

OPPOSITE = {"higher": "lower", "lower": "higher"}


def found(name: str, polarity: str, unit: str = "%") -> set[str]:
    return {each.code for each in check_indicator(IndicatorInput(name, Polarity(polarity), unit))}


@pytest.mark.parametrize(
    "name, polarity, contradicts",
    [
        ("Average days to re-let a home", "higher", True),
        ("Average days to re-let a home", "lower", False),
        ("Average days to re-let a home", "none", False),
        ("Rough sleepers on a single night", "higher", True),
        ("Percentage of rent collected", "lower", True),
        ("Household waste sent for recycling", "lower", True),
        # A name that speaks of both tells nothing.
        ("Complaints answered within 10 working days", "higher", False),
        ("Rent arrears collected within target", "higher", False),
        ("Missed bins put right on time", "higher", False),
        # Whole words alone: a void is not avoided.
        ("Homelessness avoided", "higher", False),
        ("Overall employment rate", "lower", True),
        ("Overall unemployment rate", "lower", False),
        ("Planning appeals dismissed", "lower", True),
    ],
)
def test_a_polarity_that_contradicts_the_name_is_asked_about(name: str, polarity: str, contradicts: bool) -> None:
    assert found(name, polarity, "") - {"unit_of_measure_mismatch"} == (
        {"polarity_contradicts_name"} if contradicts else set()
    )


@pytest.mark.parametrize(
    "name, unit, differs",
    [
        ("Percentage of calls that are kept", "%", False),
        ("Percentage of calls that are kept", "number", True),
        ("Calls kept as a % of all", "", True),
        ("Number of homes", "%", True),
        ("Number of homes", "homes", False),
        ("Number of homes", "", False),
        ("Number of homes", "£", True),
        ("Cost per household", "£", False),
        ("Cost per household", "%", True),
        ("Average days to decide", "days", False),
        ("Average days to decide", "working days", False),
        ("Average days to decide", "%", True),
        ("Average weeks to decide", "days", False),  # a length of time in another unit is one
        ("Parcels sent", "%", False),
    ],
)
def test_a_unit_that_contradicts_the_name_is_asked_about(name: str, unit: str, differs: bool) -> None:
    assert found(name, "none", unit) == ({"unit_of_measure_mismatch"} if differs else set())


def _real() -> Iterator[dict[str, Any]]:
    """Indicators of seven councils with the polarity that the demo's mapping file states."""
    text = (resources.files("quarterdeck.demo") / "data" / "mapping.toml").read_text(encoding="utf-8")
    for council in tomllib.loads(text)["council"]:
        yield from (each for each in council.get("indicator", ()) if each.get("polarity") in OPPOSITE)


def test_no_real_indicator_that_was_set_right_is_asked_about() -> None:
    real = list(_real())
    assert len(real) > 110
    assert [each["name"] for each in real if "polarity_contradicts_name" in found(each["name"], each["polarity"])] == []


def test_most_real_indicators_set_the_wrong_way_round_would_be() -> None:
    real = list(_real())
    told = [each for each in real if "polarity_contradicts_name" in found(each["name"], OPPOSITE[each["polarity"]])]
    assert len(told) / len(real) > 0.75


def _wrong(measures: Measures) -> Any:
    definition = {"unit_of_measure": "days"}
    return measures.indicator(name="Average days to re-let a home", polarity="higher", definition=definition)


def test_an_indicator_tells_what_contradicts_its_name(measures: Measures) -> None:
    detail = indicators.indicator_detail(measures.session, _wrong(measures))
    assert [(each.code, each.severity, each.blocks) for each in detail.findings] == [
        ("polarity_contradicts_name", "warning", True)
    ]
    assert "days to" in detail.findings[0].sentence


def test_where_the_name_misleads_the_check_is_set_off_with_the_reason(measures: Measures) -> None:
    indicator = _wrong(measures)
    off = {"code": "polarity_contradicts_name", "severity": "off", "reason": "Counted down from the day of notice"}
    data = ChecksUpdate.model_validate({"checks": [off]})
    setting_checks.set_checks(measures.session, measures.team, indicator.id, data, indicator.version)
    assert indicators.indicator_detail(measures.session, indicator).findings == []


def test_a_contradiction_that_is_set_to_be_an_error_is_refused(measures: Measures) -> None:
    indicator = measures.indicator(name="Homes let", polarity="higher", definition={"unit_of_measure": "homes"})
    strict = [
        {"code": code, "severity": "error", "reason": "Stored wrongly twice"}
        for code in ("polarity_contradicts_name", "unit_of_measure_mismatch")
    ]
    data = ChecksUpdate.model_validate({"checks": strict})
    setting_checks.set_checks(measures.session, measures.team, indicator.id, data, indicator.version)
    renamed = IndicatorUpdate(name="Days to let a home")
    with pytest.raises(Problem) as refused, measures.session.begin_nested():
        indicators.update_indicator(measures.session, measures.team, indicator.id, renamed, indicator.version)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/name", "polarity_contradicts_name")]
    measures.session.expire_all()
    renamed = IndicatorUpdate(name="Number of homes let")
    indicators.update_indicator(measures.session, measures.team, indicator.id, renamed, indicator.version)
    said = {"unit_of_measure": "%", "decimals": 0, "polarity": "higher", "aggregation": "flow"}
    again = DefinitionCreate.model_validate({**said, "effective_from": "2023-04-01", "reason": "A share now"})
    with pytest.raises(Problem) as refused:
        definitions.add_definition(measures.session, measures.team, indicator.id, again)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/unit_of_measure", "unit_of_measure_mismatch")
    ]
