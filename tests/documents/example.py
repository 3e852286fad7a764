"""An edition's content with one of everything a report can hold, in the shapes of real papers."""

from datetime import date
from typing import Any

from quarterdeck.documents.assemble import EditionFacts, PutBefore
from quarterdeck.reporting.content import (
    ActionContent,
    ActivityContent,
    ActivityCounts,
    CorrectionContent,
    CouncilFacts,
    EarlierFigure,
    EditionContent,
    FigureContent,
    FrameworkFacts,
    LegendEntry,
    MissingContent,
    PeriodFacts,
    PortfolioFacts,
    PreviousCounts,
    RatingCounts,
    Summary,
    TravelCounts,
)

LAST_YEAR, BEFORE = ("2022-23-Q2", "Q2 2022/23"), ("2023-24-Q1", "Q1 2023/24")


def earlier(period: tuple[str, str], value: float | None, rating: str, value_state: str = "value") -> EarlierFigure:
    return EarlierFigure(period_code=period[0], label=period[1], value_state=value_state, value=value, rating=rating)


def figure(ref: str, name: str, **given: Any) -> FigureContent:
    """A performance figure on target, in per cent, unless told otherwise."""
    usual: dict[str, Any] = {
        "series_id": 1, "period_code": "2023-24-Q2", "period_label": "Q2 2023/24", "position": 1, "ref": ref, "name": name,
        "kind": "performance", "breakdown": "all", "theme": "People", "priority": "Homes that people need",
        "unit": "Housing", "owner_post": "Head of Housing", "definition": "", "unit_of_measure": "%", "decimals": 1,
        "polarity": "higher", "value_state": "value", "value": 95.25, "provisional": False, "target": 95.0,
        "target_low": None, "target_high": None, "target_text": "", "rating": "green", "unrated_reason": None,
        "commentary": "", "explanations": {}, "previous": [earlier(BEFORE, 94.1, "amber")],
        "previous_year": earlier(LAST_YEAR, 93.0, "amber"), "short_travel": "improving", "long_travel": "improving",
        "revised": False, "portfolios": ["HOUSING"],
    }
    return FigureContent.model_validate(usual | given)


FIGURES = [
    figure("H1", "Rent collected", value=102.44, commentary="Above 100% because **arrears of last year** were paid."),
    figure(
        "H4", "Average time to let a home again", series_id=2, unit_of_measure="days", polarity="lower", value=31.4,
        target=26.0, rating="red", previous=[earlier(BEFORE, 29.8, "red")], previous_year=earlier(LAST_YEAR, 24.0, "green"),
        short_travel="worsening", long_travel="worsening", revised=True,
        commentary="Two contractors left in July.\n\n- Framework let again in *September*\n- See [the plan](https://council.example/plan)",
        explanations={"jump": "Both years were measured in the same way."},
    ),
    figure(
        "W2", "Household waste sent for reuse, recycling and composting", series_id=3, theme="Place", unit="Street Scene",
        owner_post="Head of Street Scene", value=41.96, target=42.0, rating="amber", short_travel="unchanged",
        long_travel="not_compared", previous_year=None, provisional=True, period_code="2023-24-Q1", period_label="Q1 2023/24",
        previous=[earlier(("2022-23-Q4", "Q4 2022/23"), 40.1, "amber")], portfolios=["PLACE"],
    ),
    figure(
        "P1", "Planning appeals allowed", series_id=4, theme="Place", unit="Planning", owner_post=None, polarity="lower",
        value_state="not_available", value=None, target=None, target_text="Better than last year", rating="unrated",
        unrated_reason="no_value", previous=[], previous_year=None, short_travel="not_compared", long_travel="not_compared",
        portfolios=["PLACE"],
    ),
    figure(
        "C3", "Calls to the contact centre", series_id=5, kind="contextual", theme="Place", unit="Customer Services",
        owner_post="Customer Services Manager", unit_of_measure="number", decimals=0, value=14195.0, polarity="none",
        target=None, rating="unrated", unrated_reason="contextual", previous=[earlier(BEFORE, 13870.0, "unrated")],
        previous_year=None, short_travel="not_compared", long_travel="not_compared", portfolios=[],
    ),
]
ACTIVITIES = [
    ActivityContent(
        activity_id=1, ref="People 1", title="A new homelessness strategy", theme="People", priority="Homes that people need",
        unit="Housing", status="on_course", reported=True, update="Consultation closed with 214 answers.", cause="",
        path_to_green="", due_on=date(2024, 3, 31), lead_post="Head of Housing", portfolios=["HOUSING"],
    ),
    ActivityContent(
        activity_id=2, ref="Place 5", title="Civic quarter regeneration", theme="Place", priority="Town centre", unit="Regeneration",
        status="in_question", reported=True, update="The tender brought one bid.", cause="Costs rose by 18%.",
        path_to_green="A second tender with fewer lots in November.", due_on=None, lead_post=None, portfolios=["PLACE"],
    ),
    ActivityContent(
        activity_id=3, ref="Place 6", title="Play area at the recreation ground", theme="Place", priority="Town centre",
        unit="Street Scene", status="completed", reported=False, update="", cause="", path_to_green="", due_on=None,
        lead_post=None, portfolios=["PLACE"],
    ),
]
COUNTS = RatingCounts(indicators=4, rated=3, green=1, amber=1, red=1, unrated=1)
CONTENT = EditionContent(
    council=CouncilFacts(code="example", name="Example Borough Council", gss_code="E07000092"),
    period=PeriodFacts(code="2023-24-Q2", label="Q2 2023/24", start_on=date(2023, 7, 1), end_on=date(2023, 9, 30)),
    framework=FrameworkFacts(
        name="Performance management framework", number=2,
        legend=[
            LegendEntry(rating="green", word="On target", meaning="The target is met, or missed by no more than 5%."),
            LegendEntry(rating="amber", word="Near target", meaning="The target is missed by more than 5% and up to 10%."),
            LegendEntry(rating="red", word="Off target", meaning="The target is missed by more than 10%."),
            LegendEntry(rating="unrated", word="Not rated", meaning="There is no figure, no target, or no rule."),
        ],
    ),
    portfolios=[
        PortfolioFacts(code="HOUSING", name="Housing", holder="Portfolio Holder for Housing"),
        PortfolioFacts(code="PLACE", name="Place", holder="Portfolio Holder for Place"),
    ],
    summary=Summary(
        performance=COUNTS,
        previous=PreviousCounts(
            label="Q1 2023/24", ratings=RatingCounts(indicators=4, rated=3, green=0, amber=2, red=1, unrated=1)
        ),
        contextual=1,
        without_number=1,
        short_travel=TravelCounts(indicators=4, improving=1, unchanged=1, worsening=1, not_compared=1),
        long_travel=TravelCounts(indicators=4, improving=1, unchanged=0, worsening=1, not_compared=2),
        activities=ActivityCounts(
            activities=3, not_started=0, on_course=1, in_question=1, unable=0, completed=1, without_update=1
        ),
    ),
    figures=FIGURES,
    activities=ACTIVITIES,
    missing=[
        MissingContent(ref="P1", name="Planning appeals allowed", unit="Planning", value_state="not_available",
                       reason="The Inspectorate has not published its decisions."),
    ],
    corrections=[
        CorrectionContent(
            restatement_id=7, series_id=1, ref="H1", name="Rent collected", period_code="2023-24-Q1",
            period_label="Q1 2023/24", unit_of_measure="%", decimals=1, was_state="value", was=94.0, now_state="value",
            now=90.0, reason="Garage rents had been counted twice.", accepted_on=date(2023, 10, 12),
        ),
    ],
    actions=[
        ActionContent(ref="A12", what="Report on the causes of empty homes.", whom="Head of Housing",
                      due_on=date(2023, 12, 31), due_precision="month", overdue=False),
        ActionContent(ref="A9", what="Publish the appeals log.", whom="Head of Planning", due_on=date(2023, 9, 4),
                      due_precision="day", overdue=True),
    ],
)
EDITION = EditionFacts(
    number=2, sealed_on=date(2023, 11, 6), digest="5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    put_before=PutBefore(body="Cabinet", meets_on=date(2023, 12, 5), report_number="ACE2304"),
)
