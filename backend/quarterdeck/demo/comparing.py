"""What the demo's council compares itself with: areas, neighbours and figures, all made up.

They stand in `data/comparisons.toml`.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from quarterdeck.comparisons import files
from quarterdeck.comparisons.framework_models import ExternalMetric
from quarterdeck.comparisons.framework_schemas import MappingCreate
from quarterdeck.comparisons.mappings import record_mapping
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import Years, at
from quarterdeck.measures.models import ValueState


def comparing(demo: Demo) -> Iterator[Step]:
    """The steps of comparison: every file is loaded by the performance team."""
    of = demo.papers.comparisons
    for row in (of["areas"], of["groups"], *of["figures"], of["framework"]):
        yield Step(at(demo.years.before_today(row["on"]), 11, 15), _load(row))

    for row in of["mapping"]:
        yield Step(at(demo.years.before_today(row["on"]), 11, 40), _map(row))


def _map(row: Mapping[str, Any]) -> Any:
    def do(demo: Demo) -> None:
        metric = select(ExternalMetric.id).where(ExternalMetric.code == row["metric"])
        data = MappingCreate(
            indicator_id=series_of(demo, row["indicator"]).indicator_id,
            metric_id=demo.session.scalars(metric).one(),
            relation=row["relation"],
            since=demo.years.year(row["since"]).start,
            note=row.get("note", ""),
        )
        record_mapping(demo.session, demo.actor("performance"), data)

    return do


def _load(row: Mapping[str, Any]) -> Any:
    def do(demo: Demo) -> None:
        actor = demo.actor("performance")
        content = "\n".join(_lines(demo.years, row)).encode()
        opened = files.open_file(actor, row["file"], BytesIO(content))
        file = files.upload_file(demo.session, actor, opened)
        source = {
            "publisher": row["publisher"],
            "title": row["title"],
            "link": row.get("link", ""),
            "published_on": demo.years.before_today(row["published"]),
            "licence": row["licence"],
            "definition_note": row.get("note", ""),
        }
        files.state_source(demo.session, actor, file.id, source, file.version)
        files.decide_file(demo.session, actor, file.id, "load", file.version)

    return do


def _lines(years: Years, row: Mapping[str, Any]) -> list[str]:
    """The file as a publisher would offer it."""
    if "rows" in row:
        return [row["heading"], *(_dated(years, each) for each in row["rows"])]
    year = years.year(row["year"]).code
    lines = ["indicator,area,period,value,value_state,numerator,denominator,unit"]
    for area, said in row["values"].items():
        state = ValueState.SUPPRESSED if said == "s" else ""
        value, top, bottom = ("", *said.split("/")) if "/" in said else ("" if state else said, "", "")
        lines.append(f"{row['indicator']},{area},{year},{value},{state},{top},{bottom},{row['unit']}")
    return lines


def _dated(years: Years, line: str) -> str:
    line = re.sub(r"\{from (\d)\}", lambda found: years.year(int(found[1])).start.isoformat(), line)
    return re.sub(r"\{before (\d)\}", lambda found: years.year(int(found[1])).previous().end.isoformat(), line)
