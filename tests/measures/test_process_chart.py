"""Charts of process limits: what they draw of awkward series, what they say, and that nothing can break out of them."""

import re
import xml.etree.ElementTree as ET

from quarterdeck.measures.process_chart import draw_process
from quarterdeck.measures.process_chart_data import ProcessChart, describe
from quarterdeck.measures.rating_rules import Polarity
from tests.measures.awkward import JUMPED, PROCESS, STEADY, process
from tests.measures.drawing import Drawn


def _drawn(chart: ProcessChart) -> Drawn:
    return Drawn(ET.fromstring(draw_process(chart)))


def test_a_signal_is_a_shape_as_well_as_a_colour() -> None:
    shapes: dict[str, set[str]] = {}
    for chart in (process(JUMPED), process(JUMPED, polarity=Polarity.NONE)):
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
    drawn = _drawn(PROCESS["break"])
    assert (len(drawn.all("chart-rebase")), len(drawn.all("chart-break"))) == (2, 2)  # each once more in the legend
    assert drawn.path("chart-line").count("M") == 3
    assert {"Limits rebased", "Definition changed"} <= set(drawn.texts())
    assert "Limits begin anew with Q3 2020/21, by a rebase." in drawn.said("desc")


def test_what_cannot_be_seen_is_said() -> None:
    said = describe(process(JUMPED, 70))
    assert said.startswith("Q4 2023/24: above the upper limit. This is a real change for the better")
    for part in ("Mean ", "Of 16 figures with limits, ", "The target of 70.0% lies beyond both", "A run or trend is 7"):
        assert part in said
    assert describe(process(STEADY[:4])) == "Too few figures for process limits: 4 of 10."


def test_hostile_names_are_text() -> None:
    written = draw_process(process((STEADY), title='<script>"&\x00</title>', unit_of_measure="</svg>%"))
    assert ET.fromstring(written).findtext("{http://www.w3.org/2000/svg}title") == '<script>"&</title>'
