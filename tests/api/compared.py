"""What the estate compares itself with: areas and a figure on record, and a file that waits to be loaded."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from quarterdeck.comparisons import files
from quarterdeck.comparisons.models import ComparisonFile

AREAS = b"code,name,kind\nE06999902,Corve Bay,unitary\nE06999903,Dunholt,unitary\n"
SOURCE = {"publisher": "Example Statistics", "title": "Figures", "published_on": date(2026, 1, 5)}


@dataclass
class Compared:
    """A file that is loaded, and one that the performance team looks at."""

    loaded: ComparisonFile
    waiting: ComparisonFile


def compared_in(estate: Any) -> Compared:
    """Let the performance team load areas and a figure, and upload another file."""
    ref = estate.housing.indicator.ref
    figures = "indicator,area,period,value\n" + f"{ref},E06999902,2023-24,41\n"
    more = "indicator,area,period,value\n" + f"{ref},E06999903,2023-24,43\n"
    _load(estate, AREAS)
    return Compared(_load(estate, figures.encode()), _stated(estate, more.encode()))


def _stated(estate: Any, content: bytes) -> ComparisonFile:
    session, team = estate.session, estate.council.actor("performance_team")
    file = files.upload_file(session, team, files.open_file(team, "others.csv", BytesIO(content)))
    return files.state_source(session, team, file.id, SOURCE, file.version)


def _load(estate: Any, content: bytes) -> ComparisonFile:
    file = _stated(estate, content)
    team = estate.council.actor("performance_team")
    return files.decide_file(estate.session, team, file.id, "load", file.version)
