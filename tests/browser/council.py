"""A council in the middle of its year, set up over HTTP, whose quarter is then lived through the screens."""

from dataclasses import dataclass

from quarterdeck.framework.periods import Period, Span
from tests.journeys.council import Council, address, today
from tests.journeys.planning import Plan
from tests.journeys.quarter import Quarter

PLAN_ENDS = "2031-03-31"
TARGETS = (("H1", 94, "The regulator's expectation"), ("H2", 26, "Upper quartile"), ("S1", 90, "As promised"))


@dataclass(frozen=True)
class LivedIn:
    """The council with its plan, and the quarter that has just ended (or ended the year that is lived)."""

    council: Council
    plan: Plan
    quarter: Period

    def email(self, who: str) -> str:
        return address(who)

    def round_is_open(self) -> Quarter:
        """The quarter's round, planned and opened over HTTP."""
        quarter = Quarter(self.council, self.quarter.code)
        quarter.opens()
        return quarter


def lived_in(council: Council) -> LivedIn:
    """People with posts, the framework, an adopted plan, six indicators, and targets for the quarter that has ended."""
    plan = _planned(council)
    quarter = Period.containing(today()).previous()
    for ref, value, rationale in TARGETS:
        plan.approves_target(plan.proposes_target(ref, quarter.code, value, rationale))
    return LivedIn(council, plan, quarter)


def year_lived_in(council: Council) -> LivedIn:
    """The same with a service plan for the year that has ended last, and without targets: they come late."""
    plan = _planned(council)
    year = Period.containing(today()).year().previous()
    plan.has_service_plan(year.code[:4])
    return LivedIn(council, plan, year.parts(Span.QUARTER)[-1])


def _planned(council: Council) -> Plan:
    council.is_set_up()
    council.adopts_framework("cabinet_first")
    plan = Plan(council, end_on=PLAN_ENDS)
    plan.is_drafted()
    plan.is_adopted()
    return plan
