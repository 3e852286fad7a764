"""What a council measures and does, over HTTP: a plan with its theme, activities, indicators and targets."""

from collections.abc import Iterable
from typing import Any

from tests.journeys.council import Council

Q1, Q2, Q4_BEFORE = "2023-24-Q1", "2023-24-Q2", "2022-23-Q4"
RELATIVE = {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}}

INDICATORS: tuple[dict[str, Any], ...] = (
    {
        "ref": "H1",
        "name": "Applications decided within 33 days",
        "unit": "HOUSING",
        "priority": "GOOD-HOMES",
        "portfolios": ["HOMES"],
        "definition": {
            "definition": "Homelessness applications decided within 33 working days, of all that were decided",
            "numerator_label": "Decided within 33 days",
            "denominator_label": "Decided",
            "unit_of_measure": "%",
            "decimals": 1,
            "polarity": "higher",
            "aggregation": "flow",
        },
    },
    {
        "ref": "H2",
        "name": "Average days to re-let a home",
        "unit": "HOUSING",
        "priority": "GOOD-HOMES",
        "portfolios": ["HOMES"],
        "definition": {"unit_of_measure": "days", "decimals": 1, "polarity": "lower", "aggregation": "average"},
    },
    {
        "ref": "H3",
        "name": "Households in temporary accommodation",
        "unit": "HOUSING",
        "priority": "GOOD-HOMES",
        # Of both portfolios, beside figures of one: a portfolio holder sees cells, not submissions.
        "portfolios": ["HOMES", "STREETS"],
        "kind": "contextual",
        "definition": {"unit_of_measure": "", "decimals": 0, "polarity": "none", "aggregation": "snapshot"},
    },
    {
        "ref": "S1",
        "name": "Fly-tips cleared within two days",
        "unit": "STREETS",
        "priority": "CLEAN-STREETS",
        "portfolios": ["STREETS"],
        "definition": {"unit_of_measure": "%", "decimals": 1, "polarity": "higher", "aggregation": "flow"},
    },
    {
        "ref": "S2",
        "name": "Residual waste per household, for the year so far",
        "unit": "STREETS",
        "priority": "CLEAN-STREETS",
        "portfolios": ["STREETS"],
        # The county's weighbridge reports a quarter late.
        "lag": 1,
        "definition": {"unit_of_measure": "kg", "decimals": 1, "polarity": "lower", "aggregation": "year_to_date"},
    },
    {
        "ref": "S3",
        "name": "Household waste recycled",
        "unit": "STREETS",
        "priority": "CLEAN-STREETS",
        "portfolios": ["STREETS"],
        "definition": {"unit_of_measure": "%", "decimals": 1, "polarity": "higher", "aggregation": "flow"},
    },
)
THEMES = (
    # theme   name      priority         name
    ("PEOPLE", "People", "GOOD-HOMES", "Good homes for all"),
    ("PLACE", "Place", "CLEAN-STREETS", "Clean and safe streets"),
)
ACTIVITIES = (
    # ref      title                                   priority     unit        portfolio  lead
    ("People 1", "Bring forty empty homes back into use", "GOOD-HOMES", "HOUSING", "HOMES", "housing manager"),
    ("Place 1", "Forty cameras where most is fly-tipped", "CLEAN-STREETS", "STREETS", "STREETS", "streets manager"),
)
SERVICE_PLAN_ACTIVITIES = (
    # ref          title
    ("Streets 1", "Buy an electric sweeper"),
    ("Streets 2", "Put up signs where most is dumped"),
)
TARGETS = (
    # ref  period      value  rationale
    ("H1", Q1, 94, "The regulator's expectation"),
    ("H2", Q1, 26, "Upper quartile of similar councils"),
    ("S1", Q1, 90, "What residents were promised"),
    ("S2", Q4_BEFORE, 420, "Five per cent less than the year before"),
)


class Plan:
    """The council's plan as the performance team made it, with the ids of what is in it."""

    def __init__(self, council: Council, end_on: str = "2026-03-31") -> None:
        self.end_on = end_on
        self.council, self.team = council, council["performance team"]
        self.indicators: dict[str, dict[str, Any]] = {}
        self.series: dict[str, int] = {}
        self.targets: dict[tuple[str, str], dict[str, Any]] = {}
        self.plan: dict[str, Any] = {}
        self.priorities: dict[str, int] = {}

    def is_drafted(self) -> None:
        """A plan with themes, their priorities, an activity for each, and the indicators that measure them."""
        draft = {
            "code": "CP-2023",
            "title": f"Council Plan 2023 to {self.end_on[:4]}",
            "kind": "council_plan",
            "unit_id": self.council.units["council"],
            "start_on": "2023-04-01",
            "end_on": self.end_on,
        }
        self.plan = self.team.post("/plans", draft)
        for position, (code, name, priority, aim) in enumerate(THEMES, start=1):
            theme = {"plan_id": self.plan["id"], "code": code, "name": name, "position": position}
            below = {"theme_id": self.team.post("/themes", theme)["id"], "code": priority, "name": aim, "position": 1}
            self.priorities[priority] = self.team.post("/priorities", below)["id"]
        for ref, title, priority, unit, portfolio, lead in ACTIVITIES:
            activity = {
                "priority_id": self.priorities[priority],
                "ref": ref,
                "title": title,
                "unit_id": self.council.units[unit],
                "lead_post_id": self.council.posts[lead],
                "due_on": "2024-03-31",
                "valid_from": "2023-04-01",
                "portfolio_ids": self._portfolios([portfolio]),
            }
            self.team.post("/activities", activity)
        for each in INDICATORS:
            self._indicator(each)

    def is_adopted(self, body: str = "CAB") -> None:
        """Cabinet (or another body) adopted the plan; the decision has its minute."""
        decision = {"action": "adopt", "body_id": self.council.bodies[body], "minute_reference": "Minute 7"}
        self.plan = self.team.post(f"/plans/{self.plan['id']}/decisions", decision, self.plan["version"])

    def has_service_plan(self, year: str = "2023") -> dict[str, Any]:
        """Street Scene's plan for a financial year, with two activities; the officers adopt it."""
        first, last = f"{year}-04-01", f"{int(year) + 1}-03-31"
        streets = self.council.units["STREETS"]
        draft = {
            "code": f"STREETS-{year}",
            "title": f"Street Scene service plan {year}",
            "kind": "service_plan",
            "unit_id": streets,
            "start_on": first,
            "end_on": last,
        }
        plan = self.team.post("/plans", draft)
        theme = self.team.post("/themes", {"plan_id": plan["id"], "code": "WORK", "name": "Our work", "position": 1})
        aim = {"theme_id": theme["id"], "code": "TIDY", "name": "Tidy streets", "position": 1}
        aim_id = self.team.post("/priorities", aim)["id"]
        for ref, title in SERVICE_PLAN_ACTIVITIES:
            activity = {"priority_id": aim_id, "ref": ref, "title": title, "unit_id": streets, "valid_from": first}
            self.team.post("/activities", activity)
        adopted: dict[str, Any] = self.team.post(f"/plans/{plan['id']}/decisions", {"action": "adopt"}, plan["version"])
        return adopted

    def has_targets(self) -> None:
        """The managers of the services propose targets, and the performance team approves them."""
        for ref, period, value, rationale in TARGETS:
            proposed = self.proposes_target(ref, period, value, rationale)
            self.approves_target(proposed)

    def proposes_target(self, ref: str, period: str, value: float, rationale: str = "") -> dict[str, Any]:
        """The manager of the indicator's service proposes a target."""
        manager = self.council["housing manager" if ref.startswith("H") else "streets manager"]
        target = {"period": period, "value": value, "rationale": rationale}
        proposed: dict[str, Any] = manager.post(f"/indicators/{self.indicators[ref]['id']}/targets", target)
        return proposed

    def approves_target(self, target: dict[str, Any]) -> dict[str, Any]:
        decision = {"action": "approve", "comment": "As agreed with the annual targets."}
        approved: dict[str, Any] = self.team.post(f"/targets/{target['id']}/decisions", decision, target["version"])
        return approved

    def _indicator(self, about: dict[str, Any]) -> None:
        unit = about["unit"]
        kind = about.get("kind", "performance")
        indicator = {
            "ref": about["ref"],
            "name": about["name"],
            "unit_id": self.council.units[unit],
            "kind": kind,
            "lag": about.get("lag", 0),
            "priority_ids": [self.priorities[about["priority"]]],
            "portfolio_ids": self._portfolios(about["portfolios"]),
            "linked_from": "2022-04-01",
            "definition": {**about["definition"], "effective_from": "2022-04-01"},
            "rating_rule": {"kind": "contextual"} if kind == "contextual" else RELATIVE,
        }
        made = self.team.post("/indicators", indicator)
        self.indicators[about["ref"]] = made
        series = self.team.items(f"/indicators/{made['id']}/series")
        self.series[about["ref"]] = series[0]["id"] if series else 0

    def _portfolios(self, codes: Iterable[str]) -> list[int]:
        """The ids of those of these portfolios that the council has: some have none."""
        return [self.council.portfolios[code] for code in codes if code in self.council.portfolios]
