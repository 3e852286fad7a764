"""Charts to draw in tests, and reading them back."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quarterdeck.framework.periods import Period
from quarterdeck.measures.chart_data import ChartPoint, TrendChart
from quarterdeck.measures.charts import draw_trend
from quarterdeck.measures.rating import TargetFigure

SVG = "{http://www.w3.org/2000/svg}"


def quarters(number: int, last: str = "2023-24-Q4") -> list[Period]:
    """So many periods up to the last, oldest first."""
    found = [Period.of_code(last)]
    while len(found) < number:
        found.append(found[-1].previous())
    return found[:number][::-1]


def trend(values: Sequence[float | None], target: float | None = None, **more: Any) -> TrendChart:
    """A chart of these values, newest in the last period; more: of the chart, or by `of_points` of some points."""
    of_points: dict[int, dict[str, Any]] = more.pop("of_points", {})
    periods = more.pop("periods", None) or quarters(len(values), more.pop("last", "2023-24-Q4"))
    points = [
        ChartPoint(
            **{
                "observation_id": number,
                "period": period,
                "value_state": "awaited" if value is None else "value",
                "value": value,
                "rating": "unrated",
                "target": TargetFigure(target),
                **of_points.get(number, {}),
            }
        )
        for number, (period, value) in enumerate(zip(periods, values, strict=True))
    ]
    named = {"ident": "c", "title": "H4: Lettings", "unit_of_measure": "%", "decimals": 1, **more}
    return TrendChart(points=points, **named)


@dataclass
class Drawn:
    """A chart read back as XML, as any reader of SVG has it."""

    root: ET.Element

    @classmethod
    def of(cls, chart: TrendChart, width: int = 760) -> "Drawn":
        return cls(ET.fromstring(draw_trend(chart, width)))

    def all(self, name: str) -> list[ET.Element]:
        """The elements of a class."""
        return [each for each in self.root.iter() if name in each.get("class", "").split()]

    def path(self, name: str) -> str:
        """The path of the one element of a class; empty where there is none."""
        return next((each.get("d", "") for each in self.all(name)), "")

    def texts(self) -> list[str]:
        return [each.text or "" for each in self.root.iter(f"{SVG}text")]

    def said(self, tag: str) -> str:
        return self.root.findtext(f"{SVG}{tag}") or ""
