"""What is calculated in a round: no service is asked for it, and the report has it as it has the others."""

from datetime import date

import pytest

from quarterdeck.collection.asking import asked_now
from quarterdeck.core.errors import Problem
from quarterdeck.measures import calculations
from quarterdeck.measures.calculation_schemas import CalculationCreate
from quarterdeck.measures.models import Indicator
from quarterdeck.reporting.content import EditionContent
from tests.reporting.reviewing import Reviewing

Q1, Q2 = "2023-24-Q1", "2023-24-Q2"


def calculated(reviewing: Reviewing, indicator: Indicator, since: date) -> None:
    """The indicator is the mean, in days, of what it is made of."""
    parts = [{"indicator_id": reviewing.lettings.id}, {"indicator_id": reviewing.recycling.id}]
    data = CalculationCreate.model_validate(
        {"operation": "average", "parts": parts, "effective_from": since, "reason": "One figure for both"}
    )
    asked = asked_now(reviewing.session, reviewing.team)
    calculations.add_calculation(reviewing.session, reviewing.team, indicator.id, data, asked)
    reviewing.session.commit()


def test_nobody_is_asked_for_it_and_the_sealed_report_has_it(reviewing: Reviewing) -> None:
    both = reviewing.measures.indicator("H9", portfolio=reviewing.council.homes)
    calculated(reviewing, both, date(2023, 4, 1))
    round_ = reviewing.opened(Q1)
    for unit, of in ((reviewing.council.housing, (8.0, 10.0)), (reviewing.council.environment, (1.0, 90.0))):
        provider, manager = reviewing.service_of(unit)
        submission = reviewing.submission(round_, unit)
        entries = reviewing.entries(submission)
        assert len(entries) == 1
        numerator, denominator = of
        reviewing.filled(submission, 100 * numerator / denominator, provider)
        reviewing.typed(entries[0], provider, numerator=numerator, denominator=denominator)
        reviewing.decided(submission, "submit", provider)
        reviewing.decided(submission, "confirm", manager)
    content = EditionContent.model_validate(reviewing.seal(round_).content)
    assert {each.ref: each.value for each in content.figures} == {"H4": 80.0, "W2": pytest.approx(100 / 90), "H9": 9.0}
    assert content.missing == []


def test_what_a_service_is_being_asked_for_is_not_calculated_meanwhile(reviewing: Reviewing) -> None:
    both = reviewing.measures.indicator("H9", portfolio=reviewing.council.homes)
    reviewing.opened(Q1)
    with pytest.raises(Problem) as refused:
        calculated(reviewing, both, date(2023, 4, 1))
    assert (refused.value.status, refused.value.code) == (409, "asked-for")
    assert refused.value.detail.endswith("is asked for Q1 2023/24 now. Calculate it from 1 July 2023 (Q2 2023/24) on.")
    reviewing.session.rollback()
    calculated(reviewing, both, date(2023, 7, 1))
