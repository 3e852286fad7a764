"""The annual report of an edition: what it tells of the year, and of what it holds alone."""

from typing import Any

import pytest

from quarterdeck.documents.annual import assemble_annual_report
from quarterdeck.documents.model import Document
from quarterdeck.documents.render.html import render_html
from quarterdeck.reporting.annual import cells_of, narrowed_annual
from quarterdeck.reporting.annual_content import AnnualContent, AnnualMeasure
from quarterdeck.reporting.break_content import NotComparable
from tests.documents.example import CONTENT, EDITION

YEARS = ("2021-22", "2022-23", "2023-24")


def _outturn(code: str, value: float | None, rating: str, **given: Any) -> dict[str, Any]:
    label = f"{code[:4]}/{code[5:]}"
    usual = {
        "year_code": code, "year_label": label, "unit_of_measure": "homes", "decimals": 0,
        "value_state": "not_available" if value is None else "value", "value": value, "provisional": False,
        "said": f"There is no figure for Q4 {label}." if value is None else f"The figure of Q4 {label}.",
        "target": 40.0, "target_low": None, "target_high": None, "target_text": "", "rating": rating,
        "contextual": False, "periods": [] if value is None else [f"{code}-Q4"],
    }  # fmt: skip
    return {**usual, **given}


def _measure(series_id: int, ref: str, *outturns: dict[str, Any], **given: Any) -> dict[str, Any]:
    usual = {
        "series_id": series_id, "ref": ref, "name": f"Measure {ref}", "measured_in": None, "unit": "Housing",
        "polarity": "higher", "outturns": list(outturns), "why": "Two builders failed.", "why_period": "2023-24-Q4",
        "next_targets": [], "ended": False, "portfolios": [],
    }  # fmt: skip
    return {**usual, **given}


def _target(code: str, value: float, rationale: str = "As the programme says") -> dict[str, Any]:
    return {
        "period_code": code, "period_label": code.replace("2024-25", "2024/25"), "value": value, "low": None,
        "high": None, "text": "", "rationale": rationale,
    }  # fmt: skip


MEASURES = [
    _measure(1, "H1", *(_outturn(code, value, rating) for code, value, rating in zip(
        YEARS, (30.0, 38.0, 31.0), ("red", "amber", "red"), strict=True)),
        next_targets=[_target("2024-25", 40)]),
    _measure(2, "H2", *(_outturn(code, 45.0, "green") for code in YEARS),
             next_targets=[_target("2024-25-Q1", 10), _target("2024-25-Q2", 20)]),
    _measure(3, "H3", _outturn("2023-24", None, "unrated"), ended=True),
    _measure(4, "C1", _outturn("2023-24", 700.0, "unrated", contextual=True, target=None)),
    _measure(5, "H4", _outturn("2023-24", 45.0, "green")),
]  # fmt: skip
ANNUAL = AnnualContent.model_validate(
    {
        "year_code": "2023-24", "year_label": "2023/24", "next_year_label": "2024/25", "years": list(YEARS),
        "priorities": [
            {"plan": "Council Plan", "theme": "Place", "priority": "Good homes", "progress": "Slower than **hoped**.",
             "measures": MEASURES},
            {"plan": "Council Plan", "theme": "Place", "priority": "Clean streets", "progress": "", "measures": []},
        ],
        "corrections": [
            {"series_id": 1, "period_code": "2023-24-Q2", "period_label": "Q2 2023/24", "ref": "H1",
             "name": "Measure H1", "unit_of_measure": "homes", "decimals": 0, "was_state": "value", "was": 20.0,
             "now_state": "value", "now": 18.0, "reason": "Counted twice", "accepted_on": "2024-01-08"},
        ],
    }
)  # fmt: skip


def _report(annual: AnnualContent = ANNUAL) -> Document:
    return assemble_annual_report(CONTENT, EDITION, annual)


def _table(document: Document, caption: str) -> list[list[str]]:
    (table,) = (each for each in document.blocks if each.block == "table" and each.caption.startswith(caption))
    return [[_said(cell) for cell in row] for row in table.rows]


def _said(cell: Any) -> str:
    if cell.cell == "text":
        return " ".join(run.text for block in cell.blocks for run in block.runs)
    return cell.status.word if cell.cell == "status" else f"{cell.text} {cell.mark}".strip()


def test_outturns_of_the_years_stand_beside_the_target_with_how_they_were_made() -> None:
    rows = _table(_report(), "Outturns against targets: Good homes")
    assert rows[0] == [
        "H1 Measure H1", "30 homes off target", "38 homes near target", "31 homes", "40 homes", "Off target",
        "The figure of Q4 2023/24.",
    ]  # fmt: skip
    assert rows[2][3:] == ["No outturn", "40 homes", "Not rated", "There is no figure for Q4 2023/24."]
    assert rows[3][5] == "Data only"


def test_a_year_before_a_break_in_series_stands_apart_from_the_reports() -> None:
    apart = [
        NotComparable(series_id=1, before=before, now="2023-24", since="Q3 2022/23", note="")
        for before in ("2021-22", "2022-23")
    ]
    report = assemble_annual_report(CONTENT.model_copy(update={"not_comparable": apart}), EDITION, ANNUAL)
    assert _table(report, "Outturns against targets: Good homes")[0][1:4] == [
        "30 homes off target; not comparable (definition changed from Q3 2022/23)",
        "38 homes near target; not comparable (definition changed from Q3 2022/23)",
        "31 homes",
    ]


def test_each_year_is_counted_and_adds_up() -> None:
    assert _table(_report(), "Measures by the rating") == [
        ["2021/22", "1", "0", "1", "0", "0", "2"],
        ["2022/23", "1", "1", "0", "0", "0", "2"],
        ["2023/24", "2", "0", "1", "1", "1", "5"],
    ]


def test_what_was_missed_says_why_and_next_years_targets_say_what_for() -> None:
    report = _report()
    assert _table(report, "1 measure whose outturn") == [
        ["H1 Measure H1", "31 homes", "40 homes", "Off target", "Two builders failed.", "Housing"]
    ]
    assert _table(report, "Targets approved for 2024/25") == [
        ["H1 Measure H1", "31 homes", "40 homes", "As the programme says"],
        ["H2 Measure H2", "45 homes", "2024/25-Q1: 10 homes; 2024/25-Q2: 20 homes", "As the programme says"],
    ]
    earlier = AnnualMeasure.model_validate({**MEASURES[0], "why_period": "2023-24-Q2"})
    priority = ANNUAL.priorities[0].model_copy(update={"measures": [earlier]})
    of_q2 = _report(ANNUAL.model_copy(update={"priorities": [priority]}))
    assert _table(of_q2, "1 measure whose outturn")[0][4] == "Two builders failed. Said of Q2 2023/24."
    page = render_html(report, "/style.css")
    # C1 is data only: it never has a target.
    assert "No target was approved yet when this edition was sealed: H4 Measure H4." in page
    assert "Not measured in 2024/25: H3 Measure H3." in page
    assert "Slower than <strong>hoped</strong>." in page
    assert "Nothing was written of this priority" in page
    assert _table(report, "Figures changed")[0][2:4] == ["20 homes", "18 homes"]


@pytest.mark.parametrize(
    ("hidden", "left", "why"),
    [
        ((1, "2023-24-Q4"), ["2021-22", "2022-23"], ""),
        ((1, "2022-23-Q4"), ["2021-22", "2023-24"], "Two builders failed."),
    ],
)
def test_an_outturn_made_of_an_exempt_figure_is_left_out_with_the_words_on_it(
    hidden: tuple[int, str], left: list[str], why: str
) -> None:
    assert hidden in set(cells_of(ANNUAL))
    seen = narrowed_annual(ANNUAL, lambda *cell: cell != hidden)
    assert seen is not None
    first = seen.priorities[0].measures[0]
    assert ([each.year_code for each in first.outturns], first.why) == (left, why)
    render_html(_report(seen), "/style.css")


def test_a_portfolios_part_holds_its_own_measures_alone() -> None:
    seen = narrowed_annual(ANNUAL, lambda series_id, _: series_id == 2)
    assert seen is not None
    assert [each.ref for each in seen.priorities[0].measures] == ["H2"]
    assert seen.corrections == []
