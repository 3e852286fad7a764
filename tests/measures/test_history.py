"""Whatever is done in whatever order: the projection says what the logs say, and the past reads as it stood."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import Period
from quarterdeck.measures import reads
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.measures.rating import Polarity, TargetFigure, rate
from quarterdeck.measures.rating_rules import rule_from
from quarterdeck.measures.versions import definitions_of, rules_of
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, WITHIN_TEN, Measures

pytestmark = pytest.mark.both

Cell = tuple[str, str]
"""(an indicator's ref, a period's code)."""
Standing = dict[Cell, tuple[Any, ...]]

# Few cells and few versions, so that steps meet each other.
REFS, SINCE = ("A",), (date(2023, 4, 1), date(2023, 7, 1))
A1, A2 = ("A", Q1), ("A", Q2)
_councils = count()

cells = st.tuples(st.sampled_from(REFS), st.sampled_from((Q1, Q2)))
values = st.none() | st.sampled_from((94.0, 94.96, 95.0, 99.0, 104.0))
reports = st.tuples(st.just("report"), cells, values, st.booleans())
steps = st.one_of(
    reports,
    reports,
    st.tuples(st.just("approve"), cells, st.integers(0, 2)),
    st.tuples(st.just("target"), cells, st.sampled_from((90.0, 95.0, 100.0))),
    st.tuples(st.just("propose"), cells, st.just(1.0)),
    st.tuples(
        st.just("rule"),
        st.sampled_from(REFS),
        st.sampled_from((("relative", 0.0, 5.0), ("points", 1.0, 2.0))),
        st.sampled_from(SINCE),
    ),
    st.tuples(
        st.just("define"),
        st.sampled_from(REFS),
        st.sampled_from((("higher", 1), ("higher", 2), ("lower", 0))),
        st.sampled_from(SINCE),
    ),
)


@dataclass
class Oracle:
    """What has to be on record, kept in plain lists."""

    # By ref, in order: (in force since, what it says, its row's id).
    definitions: dict[str, list[tuple[date, tuple[str, int], int]]]
    rules: dict[str, list[tuple[date, tuple[str, dict[str, float]], int]]]
    revisions: dict[Cell, list[tuple[float | None, bool]]] = field(default_factory=dict)
    targets: dict[Cell, tuple[float, int]] = field(default_factory=dict)

    def standing(self, approved_alone: bool) -> Standing:
        """By cell: revision, value, rating or why there is none, target, and the ids of what made it."""
        found = {}
        for cell, revisions in self.revisions.items():
            shown = [
                (number, value)
                for number, (value, approved) in enumerate(revisions, 1)
                if approved or not approved_alone
            ]
            if shown:
                found[cell] = (*shown[-1], *self._rated(cell, shown[-1][1]))
        return found

    def _rated(self, cell: Cell, value: float | None) -> tuple[Any, ...]:
        ref, code = cell
        (polarity, decimals), definition_id = self._in_force(self.definitions[ref], code)
        (kind, parameters), rule_id = self._in_force(self.rules[ref], code)
        target, target_id = self.targets.get(cell, (None, None))
        rated = rate(
            rule_from(kind, parameters),
            Polarity(polarity),
            decimals,
            "awaited" if value is None else "value",
            value,
            None if target is None else TargetFigure(target),
        )
        return (rated.reason or rated.rating).value, target, definition_id, rule_id, target_id

    def _in_force(self, versions: list[tuple[date, Any, int]], code: str) -> tuple[Any, int]:
        start = Period.of_code(code).start
        # Every first version is in force before any period here.
        best = versions[0]
        for version in versions[1:]:
            if best[0] <= version[0] <= start:
                best = version
        return best[1:]


class Living:
    """The same steps done to the record and to the oracle."""

    def __init__(self, session: Session) -> None:
        self.measures = Measures(session, CouncilBuilder(session, f"council-{next(_councils)}", "Example"))
        self.indicators = {ref: self.measures.indicator(ref) for ref in REFS}
        details = {ref: _first_ids(self.measures, indicator) for ref, indicator in self.indicators.items()}
        long_ago = date(2020, 4, 1)
        first_rule = (WITHIN_TEN["kind"], WITHIN_TEN["parameters"])
        self.oracle = Oracle(
            {ref: [(long_ago, ("higher", 1), ids[0])] for ref, ids in details.items()},
            {ref: [(long_ago, first_rule, ids[1])] for ref, ids in details.items()},
        )
        self.rows: dict[Cell, list[Observation]] = {}

    def do(self, step: tuple[Any, ...]) -> None:
        action, *rest = step
        getattr(self, action)(*rest)

    def report(self, cell: Cell, value: float | None, approved: bool) -> None:
        row = self.measures.reported(self.indicators[cell[0]], cell[1], value, approved=approved)
        rows, known = self.rows.setdefault(cell, []), self.oracle.revisions.setdefault(cell, [])
        if known and known[-1][0] == value:
            known[-1] = (value, known[-1][1] or approved)
        else:
            rows.append(row)
            known.append((value, approved))

    def approve(self, cell: Cell, back: int) -> None:
        rows = self.rows.get(cell, [])
        if back < len(rows):
            place = len(rows) - 1 - back
            self.measures.approve(rows[place])
            self.oracle.revisions[cell][place] = (self.oracle.revisions[cell][place][0], True)

    def target(self, cell: Cell, value: float) -> None:
        row = self.measures.target(self.indicators[cell[0]], cell[1], value)
        self.oracle.targets[cell] = (value, row.id)

    def propose(self, cell: Cell, value: float) -> None:
        self.measures.proposed(self.indicators[cell[0]], cell[1], value)

    def rule(self, ref: str, says: tuple[str, float, float], since: date) -> None:
        kind, green, amber = says
        parameters = {"green_within": green, "amber_within": amber}
        row = self.measures.ruled(self.indicators[ref], kind, since, **parameters)
        self.oracle.rules[ref].append((since, (kind, parameters), row.id))

    def define(self, ref: str, says: tuple[str, int], since: date) -> None:
        polarity, decimals = says
        row = self.measures.defined(self.indicators[ref], since, polarity=polarity, decimals=decimals)
        self.oracle.definitions[ref].append((since, says, row.id))

    def seen(self, role: str, viewpoint: Viewpoint) -> Standing:
        actor = self.measures.council.actor(role)
        return {
            (each.ref, each.period): (
                each.revision,
                each.value,
                each.unrated_reason or each.rating,
                each.target,
                each.definition_id,
                each.rule_id,
                each.target_id,
            )
            for each in reads.read_figures(self.measures.session, actor, viewpoint)
        }


def _first_ids(measures: Measures, indicator: Indicator) -> tuple[int, int]:
    """The ids of an indicator's first definition and rule."""
    definition = definitions_of(measures.session, [indicator.id])[indicator.id][0]
    return definition.id, rules_of(measures.session, indicator.id)[0].id


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(steps, min_size=4, max_size=10))
# A revision that is approved after it was overtaken, and missed a target meanwhile.
@example(
    [
        ("report", A1, 94.0, False),
        ("report", A1, 99.0, False),
        ("target", A1, 95.0),
        ("approve", A1, 1),
        ("target", A1, 100.0),
    ]
)
# A figure reported after a proposal that nobody has approved.
@example([("target", A1, 90.0), ("propose", A1, 1.0), ("report", A1, 94.0, True), ("report", A1, 95.0, False)])
# A version for July, then one for April: the later version does not reach into July.
@example(
    [
        ("target", A2, 95.0),
        ("report", A2, 94.0, True),
        ("rule", "A", ("points", 1.0, 2.0), SINCE[1]),
        ("rule", "A", ("relative", 0.0, 5.0), SINCE[0]),
    ]
)
def test_every_past_reads_as_it_stood(session: Session, history: list[tuple[Any, ...]]) -> None:
    living = Living(session)
    past: dict[int, tuple[Standing, Standing]] = {living.measures.now(): ({}, {})}
    for step in history:
        living.do(step)
        living.measures.consistent()
        stands = living.oracle.standing(approved_alone=False), living.oracle.standing(approved_alone=True)
        past[living.measures.now()] = stands
    assert (living.seen("auditor", NOW), living.seen("analyst", NOW)) == stands
    for change_no, stood in past.items():
        viewpoint = Viewpoint(change_no)
        assert (living.seen("auditor", viewpoint), living.seen("analyst", viewpoint)) == stood
