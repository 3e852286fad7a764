"""What the example's edition tells of changes since the last report, and its actions."""

from datetime import date
from typing import Any

from quarterdeck.reporting.content import (
    ActionContent,
    CorrectionContent,
    DefinitionChange,
    LastReport,
    OffSystemContent,
    ReportedBefore,
    TargetChange,
    TargetSaid,
    WordsChanged,
)

BEFORE = ("2023-24-Q1", "Q1 2023/24")


def before(series_id: int, ref: str, name: str, value: float, rating: str, **given: Any) -> ReportedBefore:
    """An indicator in the last report: a performance indicator in per cent, unless told otherwise."""
    usual: dict[str, Any] = {
        "series_id": series_id,
        "ref": ref,
        "name": name,
        "kind": "performance",
        "breakdown": "all",
        "measured_in": None,
        "period_code": BEFORE[0],
        "period_label": BEFORE[1],
        "unit_of_measure": "%",
        "decimals": 1,
        "value_state": "value",
        "value": value,
        "rating": rating,
    }
    return ReportedBefore.model_validate(usual | given)


LAST_REPORT = LastReport(
    period_label="Q1 2023/24",
    edition=1,
    sealed_on=date(2023, 8, 4),
    indicators=[
        before(1, "H1", "Rent collected", 94.0, "amber"),
        before(2, "H4", "Average time to let a home again", 25.1, "green", unit_of_measure="days"),
        before(3, "W2", "Household waste sent for reuse, recycling and composting", 40.1, "amber"),
        before(9, "H8", "Homes made decent", 31.0, "green", unit_of_measure="homes", decimals=0),
        before(5, "C3", "Calls to the contact centre", 13870.0, "unrated", kind="contextual"),
    ],
)
CORRECTIONS = [
    CorrectionContent(
        restatement_id=7,
        series_id=1,
        ref="H1",
        name="Rent collected",
        period_code="2023-24-Q1",
        period_label="Q1 2023/24",
        unit_of_measure="%",
        decimals=1,
        was_state="value",
        was=94.0,
        now_state="value",
        now=90.0,
        reason="Garage rents had been counted twice.",
        accepted_on=date(2023, 10, 12),
        portfolios=["HOUSING"],
    ),
]
DEFINITIONS = [
    DefinitionChange(
        series_id=3,
        period_code="2023-24-Q1",
        ref="W2",
        name="Household waste sent for reuse, recycling and composting",
        effective_from=date(2023, 4, 1),
        breaks_series=True,
        changed=[
            WordsChanged(field_code="definition", was="Without street sweepings.", now="With street sweepings."),
            WordsChanged(field_code="aggregation", was="flow", now="year_to_date"),
            WordsChanged(field_code="numerator_label", was="", now="Tonnes recycled"),
        ],
        reason="The Government's definition changed.",
        portfolios=["PLACE"],
    ),
]
TARGETS = [
    TargetChange(
        series_id=2,
        ref="H4",
        name="Average time to let a home again",
        period_code="2023-24-Q2",
        period_label="Q2 2023/24",
        unit_of_measure="days",
        decimals=1,
        was=TargetSaid(value=21.0, low=None, high=None, text=""),
        now=TargetSaid(value=26.0, low=None, high=None, text=""),
        approved_on=date(2023, 7, 18),
        late=True,
        reason="Works by the water company cannot be hurried.",
        portfolios=["HOUSING"],
    ),
]
OFF_SYSTEM = [
    OffSystemContent(
        unit="Planning",
        post="Executive Director",
        confirmed_on=date(2023, 10, 9),
        reason="The service has one officer; the director confirmed by letter.",
    ),
]
ACTIONS = [
    ActionContent(
        ref="A12",
        what="Report on the causes of empty homes.",
        whom="Head of Housing",
        due_on=date(2023, 12, 31),
        due_precision="month",
        first_due_on=date(2023, 9, 30),
        first_due_precision="month",
        due_changes=2,
        overdue=False,
        state="open",
        outcome="Draft is with the *Head of Housing*.",
        source="Overview and Scrutiny Committee",
        source_on=date(2023, 6, 22),
        minute_reference="Minute 12",
        indicators=["H4"],
        activities=["Place 5"],
    ),
    ActionContent(
        ref="A9",
        what="Publish the appeals log.",
        whom="Head of Planning",
        due_on=date(2023, 9, 4),
        due_precision="day",
        first_due_on=date(2023, 9, 4),
        first_due_precision="day",
        due_changes=0,
        overdue=True,
        state="open",
        outcome="",
        source="Internal audit of planning",
        source_on=None,
        minute_reference="",
        indicators=[],
        activities=[],
    ),
]
