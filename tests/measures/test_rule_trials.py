"""A rule tried on history before it is adopted: what it would have changed, of how many, and nothing written."""

import pytest
from sqlalchemy import func, select

from quarterdeck.core import journal
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures import rules
from quarterdeck.measures.models import CurrentObservation, RatingRow, RatingRule
from quarterdeck.measures.schemas import RuleCreate
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures

TABLES = (RatingRule, RatingRow, CurrentObservation, AuditEvent)
QUARTERS = [f"{year}-{year - 1999}-Q{number}" for year in range(2012, 2024) for number in (1, 2, 3, 4)]


def _create(**values: object) -> RuleCreate:
    return RuleCreate.model_validate(values)


def _counts(measures: Measures) -> list[int | None]:
    return [measures.session.scalar(select(func.count()).select_from(table)) for table in TABLES]


@pytest.mark.slow
def test_a_trial_says_what_would_have_changed_of_how_many_and_writes_nothing(measures: Measures) -> None:
    """Twelve years of quarters, some of them 6% short: amber within 10%, red within 5%."""
    voids = measures.indicator()
    for number, quarter in enumerate(QUARTERS):
        measures.target(voids, quarter, 100)
        measures.reported(voids, quarter, 94 if number % 7 == 6 else 97)
    measures.reported(voids, "2024-25-Q1", state="awaited")
    short = sum(number % 7 == 6 for number in range(len(QUARTERS)))
    before, number = _counts(measures), measures.now()
    data = _create(kind="relative", parameters={"green_within": 0, "amber_within": 5})
    tried = rules.try_rule(measures.session, measures.team, voids.id, data)
    assert (tried.of, tried.would_change, len(tried.changes)) == (48, short, short)
    assert tried.sentence == f"Would have changed {short} of 48."
    assert {(each.was, each.would_be, each.value) for each in tried.changes} == {("amber", "red", 94)}
    assert [each.period for each in tried.changes] == sorted(each.period for each in tried.changes)
    assert (_counts(measures), measures.now()) == (before, number)
    measures.consistent()


def test_adopting_the_rule_changes_what_the_trial_said(measures: Measures) -> None:
    voids = measures.indicator()
    rows = {}
    for quarter, value in (("2022-23-Q4", 94), ("2023-24-Q1", 94), ("2023-24-Q2", 99), ("2023-24-Q3", 101)):
        measures.target(voids, quarter, 100)
        rows[quarter] = measures.reported(voids, quarter, value)
    was = {quarter: measures.rating(row) for quarter, row in rows.items()}
    said = {"kind": "points", "parameters": {"green_within": 0, "amber_within": 2}, "effective_from": "2023-04-01"}
    tried = rules.try_rule(measures.session, measures.team, voids.id, _create(**said))
    # Figures of earlier periods go by the rule of their time, and are not counted.
    assert (tried.of, tried.would_change) == (3, 1)
    rules.add_rule(measures.session, measures.team, voids.id, _create(**said, reason="Agreed"))
    changed = {quarter for quarter, row in rows.items() if measures.rating(row) != was[quarter]}
    assert changed == {each.period for each in tried.changes} == {"2023-24-Q1"}


def test_what_follows_a_trial_takes_the_next_number(measures: Measures) -> None:
    voids = measures.indicator()
    before = measures.now()
    rules.try_rule(measures.session, measures.team, voids.id, _create(kind="contextual"))
    rules.add_rule(measures.session, measures.team, voids.id, _create(kind="contextual", reason="Demand alone"))
    measures.session.commit()
    assert measures.now() == before + 1
    assert journal.verify(measures.session, measures.council.id) == []


def test_a_trial_is_refused_as_the_rule_would_be(measures: Measures, council: CouncilBuilder) -> None:
    voids = measures.indicator()
    good = _create(kind="contextual")
    cases = (
        (measures.team, 10**9, good, 404),
        (council.actor("service_manager", unit=council.housing), voids.id, good, 403),
        (measures.team, voids.id, _create(kind="range", parameters={"amber_within": 1}), 422),
        (measures.team, voids.id, _create(kind="relative", parameters={"green_within": 0}), 422),
    )
    for actor, indicator_id, data, status in cases:
        with pytest.raises(Problem) as refused, measures.session.begin_nested():
            rules.try_rule(measures.session, actor, indicator_id, data)
        assert refused.value.status == status
