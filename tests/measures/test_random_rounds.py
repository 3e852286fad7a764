"""Summaries add up, whatever was reported: on rounds made up at random, against an independent count.

A hundred rounds are counted by the pure functions and ten are recorded and read over HTTP, on each database;
ten times as many in `make test-long`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Event
from quarterdeck.framework.periods import Period
from quarterdeck.measures import observations
from quarterdeck.measures.figure_schemas import summary_content
from quarterdeck.measures.models import Origin, ValueState
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.summary import summarise, summarise_by
from quarterdeck.measures.targets import TargetSet, set_targets_approved
from quarterdeck.planning import outline
from quarterdeck.planning.schemas import PriorityCreate, ThemeCreate
from quarterdeck.reporting import counting
from quarterdeck.reporting.content import EarlierFigure, FigureContent, MissingContent
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.measures.random_rounds import RATED, Figure, Made, a_round, adds_up, an_estate, counted, grouped
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both

UNITS = ("HOUSING", "ENVIRONMENT", "CUSTOMER-SERVICES")
PORTFOLIOS = ("HOMES", "STREETS")
THEMES = ("PEOPLE", "PLACE", "COUNCIL")
GROUPINGS = ("theme", "unit", "portfolio")
OFTEN = [100, pytest.param(1000, marks=pytest.mark.long)]


@pytest.mark.parametrize("rounds", OFTEN)
def test_a_summary_is_the_count_of_its_figures_and_the_sum_of_its_parts(rounds: int) -> None:
    chance = Random(rounds)
    for _ in range(rounds):
        estate = an_estate(chance, chance.randint(0, 60), UNITS, PORTFOLIOS, THEMES)
        figures = a_round(chance, estate, missing=chance.choice((0, 0.15, 0.9)))
        whole = summary_content(summarise(figures))
        _is_the_count_of(whole, figures)
        for by in GROUPINGS:
            groups = grouped(figures, by)
            under = {id(each): heading for heading, members in groups.items() for each in members}
            parts = {
                heading: summary_content(part)
                for heading, part in summarise_by(figures, lambda each, under=under: str(under[id(each)])).items()
            }
            assert parts.keys() == {str(heading) for heading in groups}
            for heading, members in groups.items():
                _is_the_count_of(parts[str(heading)], members)
            adds_up(whole, parts.values())


def _is_the_count_of(summary: dict[str, Any], figures: Sequence[Figure]) -> None:
    due = counted(figures)
    assert {name: summary[name] for name in due} == due
    for which in ("short_travel", "long_travel"):
        ways = Counter(getattr(each, which) for each in figures if each.kind == "performance")
        judged = {way: ways[way] for way in ("improving", "unchanged", "worsening")}
        assert {name: summary[which][name] for name in judged} == judged
        assert summary[which]["indicators"] == ways.total() == due["performance"]
        assert summary[which]["not_compared"] == ways.total() - sum(judged.values())


@pytest.mark.parametrize("rounds", OFTEN)
def test_an_editions_summary_counts_every_measure_once(rounds: int) -> None:
    """However many periods a round asks for, by its newest; a breakdown only where there is no whole beside it."""
    chance = Random(rounds)
    for _ in range(rounds):
        estate = an_estate(chance, chance.randint(1, 40), UNITS, PORTFOLIOS, THEMES)
        figures, missing, newest = _edition(chance, estate)
        found = counting.summarise(Period.of_code("2023-24-Q1"), figures, missing, [])
        performance = [each for each in newest if each is None or each.kind == "performance"]
        ratings = Counter("unrated" if each is None else each.rating for each in performance)
        due = {"indicators": len(performance), "unrated": ratings["unrated"], **{each: ratings[each] for each in RATED}}
        assert {name: getattr(found.performance, name) for name in due} == due
        assert found.performance.rated + found.performance.unrated == found.performance.indicators
        assert found.contextual == len(newest) - len(performance)
        assert found.without_number == sum(each is None or each.value is None for each in newest)
        for travel in (found.short_travel, found.long_travel):
            ways = travel.improving + travel.unchanged + travel.worsening + travel.not_compared
            assert ways == travel.indicators == len(performance)


def _edition(
    chance: Random, estate: Sequence[Made]
) -> tuple[list[FigureContent], list[MissingContent], list[Figure | None]]:
    """An edition's figures and what is missing, in any order; and what counts: None for a measure not reported."""
    figures: list[FigureContent] = []
    missing: list[MissingContent] = []
    counts: list[Figure | None] = []
    for made in estate:
        months = chance.sample(("2023-24-M01", "2023-24-M02", "2023-24-M03"), chance.choice((0, 1, 1, 3)))
        parts = chance.choice(([], ["tenure:council"], ["tenure:council", "tenure:private"]))
        breakdowns = ["all", *parts] if chance.random() < 0.7 or not parts else parts
        for number, breakdown in enumerate(breakdowns):
            reported = {month: a_round(chance, [made], missing=0)[0] for month in months}
            about = {"series_id": 10 * made.number + number, "breakdown": breakdown, "ref": f"I{made.number}"}
            figures += [_content(each, period_code=month, **about) for month, each in reported.items()]
            if not months and made.kind == "performance":
                said = {"value_state": counting.NOT_REPORTED, "period_code": "2023-24-Q1", "kind": made.kind}
                missing.append(MissingContent.model_construct(**about, **said))
            if "all" in breakdowns and breakdown != "all":
                continue
            if months:
                counts.append(reported[max(months)])
            elif made.kind == "performance":
                counts.append(None)
    chance.shuffle(figures)
    return figures, missing, counts


def _content(figure: Figure, **about: Any) -> FigureContent:
    names = ("kind", "value_state", "value", "rating", "short_travel", "long_travel")
    before: list[EarlierFigure] = []
    return FigureContent.model_construct(previous=before, **{name: getattr(figure, name) for name in names}, **about)


@dataclass
class Estate:
    """Indicators of a council, with the series of each, in the order of their numbers."""

    council: CouncilBuilder
    made: list[Made]
    series: list[int]

    def record(self, session: Session, period: str, figures: Sequence[Figure]) -> None:
        """Targets and figures of a period, in one change."""
        system = Actor.system(self.council.id)
        change = journal.change(session, self.council.id)
        targets = [self._target(period, each) for each in figures if each.target is not None]
        set_targets_approved(session, system, targets, change)
        reported = [
            Reported(self.series[each.indicator.number], period, ValueState(each.value_state), each.value)
            for each in figures
        ]
        observations.append(session, system, reported, origin=Origin.SUBMISSION, change=change)
        journal.record(session, system, Event("submission.confirm", "submission", None))
        session.commit()

    def _target(self, period: str, figure: Figure) -> TargetSet:
        series_id = self.series[figure.indicator.number]
        if isinstance(figure.target, str):
            return TargetSet(series_id, period, text=figure.target)
        return TargetSet(series_id, period, value=figure.target)


@pytest.fixture
def estate(session: Session, council: CouncilBuilder) -> Iterator[Estate]:
    """Thirty indicators that a random round reports on. Whatever it reports, the projection says what the logs say."""
    measures, plans = Measures(session, council), Plans(session, council)
    plan = plans.adopted()
    priorities = {code: _priority(session, plans, plan.id, code, number) for number, code in enumerate(THEMES, start=1)}
    units = {each.code: each for each in (council.housing, council.environment, council.customers)}
    portfolios = {"HOMES": council.homes.id, "STREETS": council.streets.id}
    made = an_estate(Random(30), 30, UNITS, PORTFOLIOS, THEMES)
    indicators = [
        measures.indicator(
            f"I{each.number}",
            unit=units[each.unit],
            kind=each.kind,
            polarity="lower" if each.lower_is_better else "higher",
            decimals=0,
            definition={"effective_from": date(1900, 4, 1), "unit_of_measure": "number"},
            portfolio_ids=[portfolios[code] for code in each.portfolios],
            priority_ids=[priorities[code] for code in each.themes],
        )
        for each in made
    ]
    yield Estate(council, made, [measures.series(each).id for each in indicators])
    measures.consistent()


def _priority(session: Session, plans: Plans, plan_id: int, code: str, number: int) -> int:
    about = {"code": code, "name": code.title(), "position": number}
    theme = outline.create_theme(session, plans.team, ThemeCreate.model_validate({"plan_id": plan_id, **about}))
    data = PriorityCreate.model_validate({"theme_id": theme.id, **about})
    return outline.create_priority(session, plans.team, data).id


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [10, pytest.param(100, marks=pytest.mark.long)])
def test_what_is_recorded_is_summed_up_as_it_was_reported(
    session: Session, estate: Estate, client: WebClient, rounds: int
) -> None:
    """In every grouping, by the summary and by the dashboard alike."""
    chance = Random(rounds)
    client.sign_in_as("performance_team")
    quarters = (f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(1990, 2020) for number in (1, 2, 3, 4))
    for _, period in zip(range(rounds), quarters, strict=False):
        figures = a_round(chance, estate.made)
        estate.record(session, period, figures)
        for by in GROUPINGS:
            for path in ("/observations/summary", "/dashboard"):
                read = client.read(path, period=period, by=by)
                parts = {each["code"]: each["summary"] for each in read["groups"]}
                due = {heading: counted(members) for heading, members in grouped(figures, by).items()}
                assert {code: _counts(part) for code, part in parts.items()} == due, (path, period, by)
                assert _counts(read["summary"]) == counted(figures), (path, period, by)
                assert len(parts) == len(read["groups"]), "a heading stands twice"
                adds_up(read["summary"], parts.values())


def _counts(summary: dict[str, Any]) -> dict[str, Any]:
    return {name: summary[name] for name in counted([])}
