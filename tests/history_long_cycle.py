"""The long cycle's part of `tests.history`: a consultation, a review, words on a year, what became of what."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.measures.models import Series
from quarterdeck.measures.successions import IndicatorSuccession
from quarterdeck.planning.models import (
    Activity,
    ActivityEnding,
    Plan,
    PlanConsultation,
    PlanReview,
    Priority,
    PriorityEnding,
    PriorityYear,
)
from quarterdeck.reporting.models import YearRollOver
from tests.builders import CouncilBuilder


def the_long_cycle(
    session: Session, council: CouncilBuilder, series: Series, period_code: str, common: dict[str, Any]
) -> None:
    """What was recorded of the council's plan beside what stands in it."""
    plan, priority, activity = (session.query(each).first() for each in (Plan, Priority, Activity))
    assert plan is not None
    assert priority is not None
    assert activity is not None
    own: dict[str, Any] = {"council_id": council.id}
    session.add_all(
        [
            PlanConsultation(
                **own, plan_id=plan.id, number=1, opens_on=date(2023, 1, 9), closes_on=date(2023, 2, 3),
                how="A survey", ended_on=date(2023, 2, 6), heard="Homes first", changed="Homes come first",
                withdrawn_reason="",
            ),
            PlanReview(
                **own, plan_id=plan.id, reviewed_on=date(2024, 3, 4), outcome="continue", changes="Nothing",
                next_review_on=date(2025, 3, 3), **common,
            ),
            PriorityYear(
                **own, priority_id=priority.id, year_code=period_code, progress="Forty homes", written_by=None,
                written_at=common["recorded_at"], version=1,
            ),
            PriorityEnding(**own, predecessor_id=priority.id, reason="It was reached"),
            ActivityEnding(**own, predecessor_id=activity.id, reason="It was done"),
            IndicatorSuccession(
                **own, plan_id=plan.id, predecessor_id=series.indicator_id, successor_id=series.indicator_id,
                fate="continued", reason="",
            ),
            YearRollOver(
                **own, year_code=period_code, content={"items": []}, done_by=None, done_at=common["recorded_at"],
                change_no=common["change_no"],
            ),
        ]
    )  # fmt: skip
    session.flush()
