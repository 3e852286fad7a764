"""An indicator's trail: all that is on record, in one order, each part to whom it is shown elsewhere."""

from datetime import date

import pytest

from quarterdeck.assurance import trail
from quarterdeck.assurance.trail_rows import Looked
from quarterdeck.assurance.trail_schemas import TrailKind, TrailLine
from quarterdeck.core.errors import Problem
from quarterdeck.core.http import Paging
from quarterdeck.measures import overrides
from quarterdeck.measures.schemas import OverrideCreate
from tests.measures.counting import counted
from tests.reporting.reviewing import Reviewing

Q1, Q2 = "2023-24-Q1", "2023-24-Q2"
K = TrailKind


def read(
    reviewing: Reviewing, role: str = "auditor", *, period: str | None = None, kind: K | None = None
) -> list[TrailLine]:
    actor = reviewing.council.actor(role)
    looked = Looked(reviewing.lettings.id, period)
    return trail.list_trail(reviewing.session, actor, looked, Paging(100, None), kind)[0]


def one(lines: list[TrailLine], kind: K) -> TrailLine:
    (found,) = [each for each in lines if each.kind is kind]
    return found


def restated(reviewing: Reviewing) -> None:
    """A quarter that Cabinet approved, and what was put right afterwards."""
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    reviewing.approved()
    proposed = reviewing.proposed(reviewing.lettings, Q1, value=91.0, numerator=182.0, denominator=200.0)
    reviewing.settled(proposed, "accept", reviewing.manager)


@pytest.mark.both
def test_a_trail_holds_everything_in_the_order_it_came_about(reviewing: Reviewing) -> None:
    restated(reviewing)
    lines = read(reviewing)
    assert [each.at for each in lines] == sorted((each.at for each in lines), reverse=True)
    kinds = [each.kind for each in lines]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        K.FIGURE: 2, K.RESTATEMENT: 1, K.DECISION: 4, K.ISSUE: 2, K.EDITION: 1, K.SUBMISSION: 2, K.TARGET: 1,
        K.DEFINITION: 1, K.RULE: 1, K.SET_UP: 1,
    }  # fmt: skip
    newest, first = (each for each in lines if each.kind is K.FIGURE)
    assert (newest.sentence, newest.reason) == ("Restated: 91.0% (revision 2).", "Two homes were missing")
    assert newest.by == reviewing.manager.person_id
    assert [each.number for each in first.editions] == [1]
    assert newest.editions == []
    sealed = one(lines, K.EDITION)
    assert [(each.value, each.rating) for each in sealed.figures] == [(97.0, "green")]
    assert one(lines, K.RESTATEMENT).sentence.startswith("A restatement to 91.0% was proposed. Accepted on ")
    decisions = [each.sentence for each in lines if each.kind is K.DECISION]
    assert decisions[0].startswith("Cabinet approved edition 1 for Q1 2023/24 on ")
    again = trail.read_recalculation(
        reviewing.session, reviewing.council.actor("auditor"), Looked(reviewing.lettings.id)
    )
    assert again.model_dump() == {
        "figures": 1, "values_agree": 1, "values_differ": 0, "values_without_parts": 0, "ratings_agree": 1,
        "ratings_differ": 0,
    }  # fmt: skip


UNSEEN: dict[str, set[K]] = {
    "auditor": set(),
    "performance_team": set(),
    "cabinet_member": {K.SUBMISSION, K.SET_UP},
    "data_provider": {K.EDITION, K.ISSUE, K.SET_UP},
    "analyst": {K.SUBMISSION, K.EDITION, K.ISSUE, K.SET_UP},
}


def test_each_part_is_seen_by_whoever_sees_it_elsewhere(reviewing: Reviewing) -> None:
    restated(reviewing)
    every = {each.kind for each in read(reviewing)}
    for role, unseen in UNSEEN.items():
        lines = read(reviewing, role)
        assert every - {each.kind for each in lines} == unseen, role
        # Decisions on editions go with the editions; that on the target is everybody's.
        decided = [each for each in lines if each.kind is K.DECISION]
        assert len(decided) == (1 if K.EDITION in unseen else 4), role


def test_a_figure_that_no_body_approved_is_in_the_trail_of_whoever_reads_it(reviewing: Reviewing) -> None:
    reviewing.put_before_cabinet()
    figures = {role: len(read(reviewing, role, kind=K.FIGURE)) for role in ("cabinet_member", "analyst")}
    assert figures == {"cabinet_member": 1, "analyst": 0}
    assert [each.kind for each in read(reviewing, "analyst")] == [K.DEFINITION, K.RULE]


@pytest.mark.both
def test_pages_in_a_row_are_the_whole_trail_and_filters_narrow_it(reviewing: Reviewing) -> None:
    restated(reviewing)
    actor, looked = reviewing.council.actor("auditor"), Looked(reviewing.lettings.id)
    whole = [(each.kind, each.id) for each in read(reviewing)]
    walked: list[tuple[K, int]] = []
    cursor: str | None = None
    while cursor is not None or not walked:
        lines, cursor = trail.list_trail(reviewing.session, actor, looked, Paging(3, cursor))
        walked += [(each.kind, each.id) for each in lines]
    assert walked == whole
    of_q2 = {each.kind for each in read(reviewing, period=Q2)}
    assert of_q2 == {K.DEFINITION, K.RULE, K.SET_UP}
    assert {each.kind for each in read(reviewing, kind=K.DECISION)} == {K.DECISION}
    with pytest.raises(Problem) as problem:
        read(reviewing, period="a quarter")
    assert problem.value.status == 422


def test_what_changed_checks_and_judgements_are_told(reviewing: Reviewing) -> None:
    lettings, measures = reviewing.lettings, reviewing.measures
    measures.target(lettings, Q1, 95)
    measures.ruled(lettings, "relative", green_within=0, amber_within=1)
    measures.defined(lettings, date(2020, 4, 1), decimals=0)
    row = measures.reported(lettings, Q1, 93.4, numerator=467, denominator=500, explanations={"jump": "New stock"})
    judged = OverrideCreate(rating="amber", reason="The contractor differs")
    overrides.override_rating(reviewing.session, reviewing.team, row.id, judged)
    reviewing.session.commit()
    lines = read(reviewing)
    rule = next(each for each in lines if each.kind is K.RULE)
    assert [(each.field, each.was, each.now) for each in rule.changes] == [("Amber within", "10", "1")]
    definition = next(each for each in lines if each.kind is K.DEFINITION)
    assert ("Decimal places", "1", "0") in [(each.field, each.was, each.now) for each in definition.changes]
    figure = one(lines, K.FIGURE)
    assert [(each.name, each.explanation) for each in figure.checks] == [("Outside the usual limits", "New stock")]
    again = figure.figures[0].recalculation
    assert (again.value_verdict, again.value_sentence) == ("agrees", "467 of 500 makes 93%, as on record.")
    assert again.rating_sentence == "Red by version 2 of the rule, as on record. By judgement it stands as amber."
    judgement = one(lines, K.JUDGEMENT)
    assert (judgement.reason, judgement.changes[0].was, judgement.changes[0].now) == (
        "The contractor differs", "Red", "Amber",
    )  # fmt: skip


def test_each_kind_is_read_in_as_many_queries_however_long_the_trail(reviewing: Reviewing) -> None:
    restated(reviewing)
    with counted(reviewing.session) as short:
        read(reviewing)
    for number in range(5):
        measures = reviewing.measures
        measures.target(reviewing.recycling, Q1, 90 + number)
        measures.target(reviewing.lettings, Q2, 90 + number)
    reviewing.approved(Q2)
    with counted(reviewing.session) as long:
        read(reviewing)
    assert len(long) <= len(short) <= 25
