"""What the estate compares itself with: areas and a figure on record, a framework, and a file that waits."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import select

from quarterdeck.comparisons import files
from quarterdeck.comparisons.framework_models import ExternalMetric, MetricMapping, Relation
from quarterdeck.comparisons.framework_schemas import MappingCreate
from quarterdeck.comparisons.mappings import record_mapping
from quarterdeck.comparisons.models import ComparisonFile

AREAS = b"code,name,kind\nE06999902,Corve Bay,unitary\nE06999903,Dunholt,unitary\n"
FRAMEWORK = b"framework,version,outcome_code,outcome,metric_code,metric\nOurs,1,1,Homes,1.1,Homes let\n"
SOURCE = {"publisher": "Example Statistics", "title": "Figures", "published_on": date(2026, 1, 5)}


@dataclass
class Compared:
    """A file that is loaded, and one that the performance team looks at."""

    loaded: ComparisonFile
    waiting: ComparisonFile
    mapping: MetricMapping


def compared_in(estate: Any) -> Compared:
    """Let the performance team load areas and a figure, and upload another file."""
    ref = estate.housing.indicator.ref
    figures = "indicator,area,period,value\n" + f"{ref},E06999902,2023-24,41\n"
    more = "indicator,area,period,value\n" + f"{ref},E06999903,2023-24,43\n"
    _load(estate, AREAS)
    _load(estate, FRAMEWORK)
    return Compared(_load(estate, figures.encode()), _stated(estate, more.encode()), _mapped(estate))


def _mapped(estate: Any) -> MetricMapping:
    metric = estate.session.scalars(select(ExternalMetric)).one()
    data = MappingCreate(
        indicator_id=estate.housing.indicator.id, metric_id=metric.id, relation=Relation.CLOSE, since=date(2023, 4, 1)
    )
    mapping: MetricMapping = record_mapping(estate.session, estate.council.actor("performance_team"), data)[0]
    return mapping


def _stated(estate: Any, content: bytes) -> ComparisonFile:
    session, team = estate.session, estate.council.actor("performance_team")
    file = files.upload_file(session, team, files.open_file(team, "others.csv", BytesIO(content)))
    return files.state_source(session, team, file.id, SOURCE, file.version)


def _load(estate: Any, content: bytes) -> ComparisonFile:
    file = _stated(estate, content)
    team = estate.council.actor("performance_team")
    return files.decide_file(estate.session, team, file.id, "load", file.version)
