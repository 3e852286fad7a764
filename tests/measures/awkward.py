"""Ten awkward series and some more, as both charts draw them; and a sheet of them to look at.

    .venv/bin/python -m tests.measures.awkward FOLDER

writes each as an SVG file, wide and narrow, with `sheet.html` that shows them side by side.
"""

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from quarterdeck.framework.periods import Period
from quarterdeck.measures.chart_data import TrendChart
from quarterdeck.measures.chart_events import ChartEvent, EventKind
from quarterdeck.measures.charts import draw_trend
from quarterdeck.measures.process import Series, judge
from quarterdeck.measures.process_chart import draw_process
from quarterdeck.measures.process_chart_data import ProcessChart, ProcessMark
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_rules import Polarity
from tests.measures.drawing import quarters, trend
from tests.measures.test_process import STEADY

CUSTOM = [Period.of_code(code) for code in ("2023-04-01_2023-05-15", "2023-06-01_2023-06-01")]
CYCLE: Final = ("green", "green", "amber", "red", "unrated")
WIDTHS: Final = (340, 620)


def decided(number: int, after: int = 60) -> list[ChartEvent]:
    """A body's decision on each of the last so many quarters, so many days after its end."""
    found = []
    for place, period in enumerate(quarters(number)):
        kind = (EventKind.APPROVED, EventKind.NOTED, EventKind.RETURNED)[place % 7 // 3 if place else 0]
        day, words = period.end + timedelta(after), f"Cabinet {kind} {period.short_label}"
        found.append(ChartEvent(day, kind, words, "Cabinet", (period.code,)))
    return found


CHANGES: Final = [
    ChartEvent(date(2023, 7, 10), EventKind.TARGET, "Target for Q2 2023/24 changed by Cabinet", about=("2023-24-Q2",)),
    ChartEvent(date(2023, 9, 20), EventKind.DEFINITION, "Definition changed from Q3 2023/24, as CMT agreed"),
    ChartEvent(date(2023, 10, 1), EventKind.REBASE, "Process limits rebased from Q3 2023/24", about=("2023-24-Q3",)),
]


def sixty() -> list[float]:
    """Sixty figures that wander, the same every time."""
    draw = random.Random(60)
    return [round(50 + place / 6 + draw.uniform(-8, 8), 1) for place in range(60)]


def process(values: Sequence[float | None], target: float | None = None, **more: Any) -> ProcessChart:
    """A chart of these values, newest in the last period; more: of the series, or title and unit of the chart."""
    names = ("title", "unit_of_measure", "decimals", "events")
    named = {name: more.pop(name) for name in names if name in more}
    revised: dict[int, float] = more.pop("revised", {})
    periods, settings = quarters(len(values)), LimitSettings()
    said = {"polarity": Polarity.HIGHER, "aggregation": "flow", "frequency": "quarterly", "target": target, **more}
    judged = judge(Series(list(zip(periods, values, strict=True)), **said), settings)
    points = [
        ProcessMark(
            number, period, "awaited" if value is None else "value", value,
            None if value is None else judged.points.get(period.start), judged.anew.get(period.start), target,
            revised=number in revised, was=revised.get(number),
        )
        for number, (period, value) in enumerate(zip(periods, values, strict=True))
    ]  # fmt: skip
    chart = {"ident": "p", "title": "H4: Lettings", "unit_of_measure": "%", "decimals": 1, **named}
    return ProcessChart(points=points, judged=judged, settings=settings, **chart)


def _rated(number: int) -> dict[int, dict[str, Any]]:
    return {place: {"rating": CYCLE[place % len(CYCLE)]} for place in range(number)}


def _revised(was: dict[int, float], number: int) -> dict[int, dict[str, Any]]:
    of_points = _rated(number)
    for place, value in was.items():
        of_points[place] |= {"revised": True, "was": value}
    return of_points


RANGED = {place: {"target": TargetFigure(low=45.0, high=55.0), "near": (45.0, 55.0)} for place in range(8)}
CROWDED = _revised({place: value + 9 for place, value in enumerate(sixty()) if place % 9 in (0, 1)}, 60)
TREND: Final[dict[str, TrendChart]] = {
    "one point": trend([94.2], 95, events=decided(1)),
    "all equal": trend([100.0] * 6, 100, of_points=_rated(6)),
    "gaps": trend([4.0, None, 5.0, None, None, 4.0, None], 4.2, of_points=_rated(7)),
    "negative": trend([-3.24, -2.0, 0.5], 0, unit_of_measure="£m", decimals=2, of_points=_rated(3)),
    "huge": trend([1e15, -1e15, 9e14], 1e15, unit_of_measure="£", decimals=6),
    "no target": trend([14195.0, 14011.0, 13870.0], decimals=0, unit_of_measure="number"),
    "range": trend([47.0, 51.0, 58.0, 44.0, 50.0, 55.0, 45.0, 49.0], in_range=True, of_points=RANGED),
    "break": trend((STEADY[:10]), 51, breaks=[date(2023, 1, 1)], of_points=_rated(10), events=CHANGES),
    "revised": trend((STEADY[:8]), 50, of_points=_revised({2: 30.0, 3: 49.5, 7: 70.0}, 8), events=decided(8)),
    "sixty": trend(sixty(), 55, of_points=CROWDED, events=[*decided(60), *CHANGES]),
    "none": trend([]),
    "nothing but gaps": trend([None, None], 90),
    "minute": trend([0.000001, 0.000002], decimals=6),
    "nought": trend([0.0, 0.0], 0, unit_of_measure="incidents", decimals=0),
    "target far away": trend([420.0, 415.0, 409.0], 73390, unit_of_measure="incidents", decimals=0),
    "seconds": trend([280.0, 610.0], 240, unit_of_measure="seconds", decimals=0),
    "days in seconds": trend([1e7, 9e9], unit_of_measure="seconds", decimals=0),
    "custom periods": trend([1.0, 2.0], periods=CUSTOM, unit_of_measure="average days to let a home", decimals=1),
    "years": trend([1.0, 2.0, 3.0], 2, last="2022-23"),
    "sixty months": trend(sixty(), 55, last="2024-03", of_points=_rated(60)),
}
JUMPED: Final = (*STEADY, 40.0, 61.0)
PROCESS: Final[dict[str, ProcessChart]] = {
    "one point": process([94.2], 95),
    "all equal": process([0.1] * 12, 1),
    "gaps": process([*STEADY[:5], None, *STEADY[5:], None], 50),
    "negative": process([-value for value in STEADY], 0, unit_of_measure="£m", decimals=2),
    "huge": process([value * 1e13 for value in STEADY], 1e15, unit_of_measure="£", decimals=6),
    "no target": process(STEADY),
    "range": process(JUMPED, polarity=Polarity.RANGE),
    "break": process([*STEADY, *JUMPED], rebased={date(2020, 10, 1)}, breaks={date(2022, 7, 1)}, events=CHANGES),
    "revised": process(STEADY, 50, revised={3: 70.0, 9: 51.5}, events=decided(8)),
    "sixty": process(sixty(), 55, events=[*decided(60), *CHANGES], revised={20: 40.0, 21: 41.0}),
    "none": process([]),
    "nothing but gaps": process([None, None], 90),
    "signals both ways": process(JUMPED, 48),
    "nought at last": process([*STEADY, 0.0], 0),
    "neither is good": process(JUMPED, polarity=Polarity.NONE),
    "year to date": process(STEADY, aggregation="year_to_date"),
}


def write(folder: Path) -> None:
    """Every chart as a file, and a sheet with all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["<!doctype html><meta charset=utf-8><title>Awkward series</title>"]
    drawn = [(f"trend {name}", width, draw_trend(chart, width)) for name, chart in TREND.items() for width in WIDTHS]
    drawn += [(f"xmr {name}", width, draw_process(of, width)) for name, of in PROCESS.items() for width in WIDTHS]
    for name, width, svg in drawn:
        file = f"{name.replace(' ', '-')}-{width}.svg"
        (folder / file).write_text(svg)
        parts.append(f"<figure><figcaption>{name} {width}</figcaption><img src={file}></figure>")
    (folder / "sheet.html").write_text("\n".join(parts))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
