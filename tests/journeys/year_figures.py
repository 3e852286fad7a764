"""What a council proposes for a year, and what its services report in each of its quarters."""

from typing import Any

from tests.journeys.quarter import HOUSING, STREETS, Typed

YEAR, NEXT_YEAR = "2023-24", "2024-25"
OF_HOUSING: Typed = {
    "H1": {"change": "change", "target": {"value": 96}, "rationale": "The regulator expects it"},
    "H2": {"change": "change", "target": {"value": 26}, "rationale": "Upper quartile", "benchmark": "CIPFA median"},
    "H3": {"change": "keep"},
}
OF_STREETS: Typed = {
    "S1": {
        "change": "change",
        "target": {"value": 80},
        "rationale": "As last year",
        "explanations": {"target_easier_than_outturn": "A crew was lost in June"},
    },
    "S2": {
        "change": "change",
        "target": {"value": 400},
        "profile": "by_hand",
        "periods": {f"{YEAR}-Q{number}": {"value": 100 * number} for number in range(1, 5)},
        "rationale": "Five per cent less than the year before",
    },
    "S3": {"change": "drop", "rationale": "The county measures it"},
}
NEW = {
    "ref": "H9",
    "name": "Homes let to households in temporary accommodation",
    "unit_of_measure": "homes",
    "decimals": 0,
    "polarity": "higher",
    "aggregation": "flow",
    "rationale": "A priority of the new plan",
}
# Street Scene's service plan for the year: what is unfinished goes on, what is completed stays where it is.
SWEEPER = {"status": "on_course", "update": "The tender is out."}
SIGNS = {"status": "completed", "update": "The last sign stands."}


def _ratio(numerator: int, denominator: int, **more: Any) -> dict[str, Any]:
    value = round(100 * numerator / denominator, 1)
    return {"value": value, "numerator": numerator, "denominator": denominator, **more}


HOMES = {"status": "on_course", "update": "Twenty homes are back in use."}
CAMERAS = {"status": "on_course", "update": "Thirty cameras stand."}
FELL_SHORT = "Two case officers left, and in March the backlog of the winter was decided."
REPORTED: dict[int, dict[str, Typed]] = {
    1: {
        "HOUSING": HOUSING,
        "STREETS": {**STREETS, "S2": {"value": 430.2}, "Streets 1": SWEEPER, "Streets 2": SIGNS},
    },
    2: {
        "HOUSING": {
            "H1": _ratio(188, 200, commentary="The summer's vacancies are filled."),
            "H2": {"value": 27.0, "commentary": "One void was long."},
            "H3": {"value": 210},
            "H9": {"value": 10, "commentary": "The first homes came in August."},
            "People 1": HOMES,
        },
        # The county's weighbridge is a quarter late: this is what the first quarter came to.
        "STREETS": {"S1": _ratio(455, 500), "S2": {"value": 98.0}, "Place 1": CAMERAS, "Streets 1": SWEEPER},
    },
    3: {
        "HOUSING": {
            "H1": _ratio(192, 200),
            "H2": {"value": 26.0},
            "H3": {"value": 198},
            "H9": {"value": 11},
            "People 1": HOMES,
        },
        "STREETS": {"S1": _ratio(460, 500), "S2": {"value": 199.0}, "Place 1": CAMERAS, "Streets 1": SWEEPER},
    },
    4: {
        "HOUSING": {
            "H1": _ratio(180, 200, commentary=FELL_SHORT),
            "H2": {"value": 25.0},
            "H3": {"value": 190},
            "H9": {"value": 12},
            "People 1": {"status": "completed", "update": "Forty homes are back in use."},
        },
        "STREETS": {
            "S1": _ratio(465, 500),
            "S2": {"value": 305.0, "commentary": "Christmas was heavy."},
            "Place 1": {"status": "completed", "update": "Forty cameras stand."},
            "Streets 1": SWEEPER,
        },
    },
}
"""By quarter and service. Over the year H1 is 731 of 780 and S1 is 1,750 of 1,920."""
RATINGS = {
    2: {"H1": "amber", "H2": "amber", "H3": "unrated", "H9": "green", "S1": "green", "S2": "green"},
    3: {"H1": "green", "H2": "green", "H3": "unrated", "H9": "green", "S1": "green", "S2": "green"},
    4: {"H1": "amber", "H2": "green", "H3": "unrated", "H9": "green", "S1": "green", "S2": "amber"},
}
"""What each figure is rated by the targets that were approved late: 96, 26 and 90 throughout, 10, 10, 11, 11 and
100, 200, 300, 400."""
