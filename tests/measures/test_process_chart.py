"""Charts of process limits: what they draw of awkward series, what they say, and that nothing can break out of them."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest

from quarterdeck.measures.process import Series, judge
from quarterdeck.measures.process_chart import ProcessChart, ProcessMark, describe, draw_process
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.rating_rules import Polarity
from tests.measures.drawing import Drawn, quarters
from tests.measures.test_process import STEADY

JUMPED = [*STEADY, 40.0, 61.0]


def process(values: list[float | None], target: float | None = None, **more: Any) -> ProcessChart:
    """A chart of these values, newest in the last period; more: of the series, or title and unit of the chart."""
    named = {name: more.pop(name) for name in ("title", "unit_of_measure", "decimals") if name in more}
    periods, settings = quarters(len(values)), LimitSettings()
    said = {"polarity": Polarity.HIGHER, "aggregation": "flow", "frequency": "quarterly", "target": target, **more}
    judged = judge(Series(list(zip(periods, values, strict=True)), **said), settings)
    points = [
        ProcessMark(
            number, period, "awaited" if value is None else "value", value,
            None if value is None else judged.points.get(period.start), judged.anew.get(period.start), target,
        )
        for number, (period, value) in enumerate(zip(periods, values, strict=True))
    ]  # fmt: skip
    chart = {"ident": "p", "title": "H4: Lettings", "unit_of_measure": "%", "decimals": 1, **named}
    return ProcessChart(points=points, judged=judged, settings=settings, **chart)


AWKWARD: dict[str, ProcessChart] = {
    "none": process([]),
    "one": process([94.2], 95),
    "all equal": process([0.1] * 12, 1),
    "gaps": process([*STEADY[:5], None, *STEADY[5:], None], 50),
    "nothing but gaps": process([None, None], 90),
    "negative": process([-value for value in STEADY], 0, unit_of_measure="£m", decimals=2),
    "huge": process([value * 1e13 for value in STEADY], 1e15, unit_of_measure="£", decimals=6),
    "signals both ways": process(list(JUMPED)),
    "break and rebase": process([*STEADY, *JUMPED], rebased={date(2020, 10, 1)}, breaks={date(2022, 7, 1)}),
    "revised to nought": process([*STEADY, 0.0], 0),
    "neither is good": process(list(JUMPED), polarity=Polarity.NONE),
    "sixty": process([float(number % 7) for number in range(60)], 4),
    "year to date": process(list(STEADY), aggregation="year_to_date"),
}


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("width", [280, 760])
def test_whatever_is_drawn_is_a_drawing_with_words_and_stays_within_it(name: str, width: int) -> None:
    chart = AWKWARD[name]
    written = draw_process(chart, width)
    assert written == draw_process(chart, width)
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=|href", written)
    drawn = Drawn(ET.fromstring(written))
    assert (drawn.said("title"), drawn.root.get("aria-labelledby")) == ("H4: Lettings", "p-title p-desc")
    assert len(drawn.said("desc")) >= 15
    _, _, wide, high = map(float, (drawn.root.get("viewBox") or "").split())
    for element in drawn.root.iter():
        for name_, limit in (("x", wide), ("x2", wide), ("cx", wide), ("y", high), ("y2", high), ("cy", high)):
            assert -1 <= float(element.get(name_, "0")) <= limit + 1, (element.tag, element.attrib)
        assert "nan" not in " ".join(element.attrib.values()).lower().split()
    assert len(drawn.all("chart-point")) == len(chart.points)


def _drawn(chart: ProcessChart) -> Drawn:
    return Drawn(ET.fromstring(draw_process(chart)))


def test_a_signal_is_a_shape_as_well_as_a_colour() -> None:
    shapes: dict[str, set[str]] = {}
    for chart in (process(list(JUMPED)), process(list(JUMPED), polarity=Polarity.NONE)):
        for shape in _drawn(chart).all("chart-shape"):
            mark = shape[0]
            form = f"{mark.tag}{len(re.sub('[^a-zA-Z]', '', mark.get('d', '')))}"
            shapes.setdefault(shape.get("class", "").split()[1], set()).add(form)
    assert set(shapes) == {"chart-improving", "chart-worsening", "chart-changed", "chart-common"}
    assert all(len(forms) == 1 for forms in shapes.values())
    assert len({form for forms in shapes.values() for form in forms}) == 4


def test_drawn_limits_end_where_figures_can_lie_and_the_rules_do_not() -> None:
    values: list[float | None] = [1.0, 9.0, 2.0, 0.0, 8.0, 1.0, 7.0, 0.0, 9.0, 1.0, 8.0, 2.0, 0.0]
    chart = process(values)
    assert chart.judged.limits is not None
    assert chart.judged.limits.lower < 0
    drawn = _drawn(chart)
    lines = {line.get("y1") for line in drawn.all("chart-grid")}
    lowest = max(float(each.get("y1", "0")) for each in drawn.all("chart-limit"))
    assert lowest == max(float(each or 0) for each in lines)
    assert "limits −" in drawn.said("desc")
    share = _drawn(process([100.0 - (value or 0) for value in values]))
    assert min(float(each.get("y1", "0")) for each in share.all("chart-limit")) >= 26
    assert "100" in "".join(share.texts())
    assert "110" not in "".join(share.texts())


def test_limits_begin_anew_at_a_mark_and_no_line_crosses_it() -> None:
    drawn = _drawn(AWKWARD["break and rebase"])
    assert (len(drawn.all("chart-rebase")), len(drawn.all("chart-break"))) == (2, 2)  # each once more in the legend
    assert drawn.path("chart-line").count("M") == 3
    assert {"Limits rebased", "Definition changed"} <= set(drawn.texts())
    assert "Limits begin anew with Q3 2020/21, by a rebase." in drawn.said("desc")


def test_what_cannot_be_seen_is_said() -> None:
    said = describe(process(list(JUMPED), 70))
    assert said.startswith("Q4 2023/24: above the upper limit. This is a real change for the better")
    for part in ("Mean ", "Of 16 figures with limits, ", "the target of 70.0% will not be met", "A run or trend is 7"):
        assert part in said
    assert describe(process(list(STEADY[:4]))) == "Too few figures for process limits: 4 of 10."


def test_hostile_names_are_text() -> None:
    written = draw_process(process(list(STEADY), title='<script>"&\x00</title>', unit_of_measure="</svg>%"))
    assert ET.fromstring(written).findtext("{http://www.w3.org/2000/svg}title") == '<script>"&</title>'
