"""The script in the archive, which knows nothing of the product, gives what the product gives."""

import ast
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.assurance import recompute
from quarterdeck.measures.rating import Beside, Polarity, TargetFigure, rate, rule_from
from quarterdeck.measures.ratio import value_of_ratio

NUMBERS = st.one_of(
    st.integers(-300, 300).map(float), st.floats(-1e6, 1e6, allow_nan=False).map(lambda each: round(each, 3))
)
TARGETS = st.one_of(
    st.none(),
    NUMBERS.map(lambda value: {"value": value, "low": None, "high": None, "text": ""}),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: {"value": None, "low": min(pair), "high": max(pair), "text": ""}),
    st.just({"value": None, "low": None, "high": None, "text": "top quartile"}),
)
WITHIN = st.tuples(st.integers(0, 5), st.sampled_from([0, 0.5, 3, 12.5]))


def _rules() -> st.SearchStrategy[Any]:
    tolerances = WITHIN.map(lambda pair: {"green_within": pair[0], "amber_within": pair[0] + pair[1]})
    bounds = st.tuples(NUMBERS, NUMBERS, st.integers(0, 9))
    return st.one_of(
        st.none(),
        st.tuples(st.sampled_from(["relative", "points"]), tolerances),
        st.tuples(st.just("thresholds"), st.tuples(NUMBERS, NUMBERS).map(lambda p: {"green": p[0], "amber": p[1]})),
        st.tuples(
            st.just("range"), bounds.map(lambda b: {"low": min(b[:2]), "high": max(b[:2]), "amber_within": b[2]})
        ),
        st.just(("range", {"amber_within": 2})),
        st.tuples(st.sampled_from(["last_year", "forecast"]), st.sampled_from([{}, {"green_within": 1.5}])),
        st.just(("contextual", {})),
    )


@settings(max_examples=400)
@given(
    _rules(), st.sampled_from(list(Polarity)), st.integers(0, 3), st.one_of(st.none(), NUMBERS), TARGETS,
    st.one_of(st.none(), NUMBERS), st.one_of(st.none(), NUMBERS), TARGETS,
)  # fmt: skip
def test_the_script_rates_as_the_product_does(
    rule: Any, polarity: Polarity, decimals: int, value: float | None, target: Any, last_year: float | None,
    forecast: float | None, year_target: Any,
) -> None:  # fmt: skip
    state = "awaited" if value is None else "value"
    made = None if rule is None else rule_from(*rule)
    beside = Beside(last_year, forecast, year_target and TargetFigure(**year_target))
    rated = rate(made, polarity, decimals, state, value, target and TargetFigure(**target), beside)
    figure = {
        "kind": "performance", "polarity": polarity.value, "decimals": decimals, "value_state": state, "value": value,
        "rule": rule and {"kind": rule[0], "parameters": rule[1]}, "target": target, "last_year": last_year,
        "forecast": forecast, "forecast_target": year_target,
    }  # fmt: skip
    assert recompute.rate(figure) == (rated.rating.value, None if rated.reason is None else rated.reason.value)


@given(NUMBERS, NUMBERS, st.sampled_from(["%", "per cent", "per 1,000 people", "days", "number per 100"]))
def test_the_script_makes_figures_as_the_product_does(top: float, bottom: float, unit: str) -> None:
    made = value_of_ratio(top, bottom, unit)
    if made is not None or not bottom:
        assert recompute.value_of(top, bottom, unit) == made


def test_the_script_needs_the_standard_library_alone() -> None:
    tree = ast.parse(Path(recompute.__file__).read_text(encoding="utf-8"))
    named = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named
    assert named <= sys.stdlib_module_names
