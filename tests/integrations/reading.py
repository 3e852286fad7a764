"""Printed tables read into the record, and the record looked at: for tests of backfill."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import quarterdeck
from quarterdeck.core.db import Database
from quarterdeck.core.journal import AuditEvent, CouncilHead
from quarterdeck.integrations.backfill import backfill
from quarterdeck.integrations.mapping import NO_MAPPING, Mapping, read_mapping
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRow,
    RatingRule,
    Series,
    Target,
)
from quarterdeck.organisation.models import Council

EXAMPLES = Path(__file__).parent.parent / "examples"
ROWS = {
    "bracknell_forest.csv": 49,
    "brighton_hove_housing.csv": 73,
    "maidstone.csv": 158,
    "mansfield_housing.csv": 44,
    "mole_valley.csv": 152,
    "rushmoor_activity_status.csv": 13,
    "winchester_csc_2011_12.csv": 96,
}
COMMITTED = read_mapping((Path(quarterdeck.__path__[0]) / "demo" / "data" / "mapping.toml").read_bytes())
ANYTOWN = "Anytown Borough Council"


def a_row(**cells: str) -> dict[str, str]:
    """A row that reads, with the cells a test is about."""
    return {
        "council": ANYTOWN,
        "ref": "",
        "indicator": "Calls answered",
        "period_label": "Q1 2023/24",
        "value_as_printed": "85%",
        "target_as_printed": "90%",
    } | cells


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """The rows as a file; its columns are those that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def a_mapping(lines: str = "", *, council: str = ANYTOWN, code: str = "E07000999") -> Mapping:
    """A mapping file for Anytown, with more lines."""
    return read_mapping(f'[[council]]\nname = "{council}"\ncode = "{code}"\n{lines}'.encode())


class Tables:
    """Reads tables into a database, and looks at what came of it."""

    def __init__(self, database: Database, session: Session) -> None:
        self.database, self.session = database, session

    def read(
        self,
        rows: Sequence[dict[str, str]] | bytes,
        mapping: Mapping = NO_MAPPING,
        *,
        name: str = "table.csv",
        dry_run: bool = False,
    ) -> dict[str, Any]:
        """The report of reading the rows."""
        content = rows if isinstance(rows, bytes) else as_csv(rows)
        report = backfill(self.database, name, content, mapping, dry_run=dry_run).as_json()
        self.session.expire_all()
        assert report["rows"] == report["read"] + report["read_with_state"] + len(report["unreadable"])
        return report

    def read_example(self, name: str, mapping: Mapping = COMMITTED) -> dict[str, Any]:
        return self.read((EXAMPLES / name).read_bytes(), mapping, name=name)

    def council(self, name: str = ANYTOWN) -> Council:
        return self.session.scalars(select(Council).where(Council.name == name)).one()

    def indicator(self, name: str = "Calls answered") -> Indicator:
        return self.session.scalars(select(Indicator).where(Indicator.name == name)).one()

    def definitions(self, name: str = "Calls answered") -> list[IndicatorDefinition]:
        d = IndicatorDefinition
        query = select(d).where(d.indicator_id == self.indicator(name).id).order_by(d.number)
        return list(self.session.scalars(query))

    def rules(self, name: str = "Calls answered") -> list[RatingRule]:
        query = select(RatingRule).where(RatingRule.indicator_id == self.indicator(name).id)
        return list(self.session.scalars(query.order_by(RatingRule.number)))

    def revisions(self, period: str, name: str = "Calls answered") -> list[Observation]:
        o = Observation
        query = select(o).where(o.indicator_id == self.indicator(name).id, o.period_code == period)
        return list(self.session.scalars(query.order_by(o.revision)))

    def values(self, period: str, name: str = "Calls answered") -> list[float | str | None]:
        """Each revision's value, or its state where it has none."""
        found = self.revisions(period, name)
        return [row.value if row.value is not None else row.value_state for row in found]

    def standing(self, period: str, name: str = "Calls answered") -> dict[str, tuple[float | None, str]]:
        """Value and rating of the figure that stands, by standing."""
        c = CurrentObservation
        query = (
            select(c.standing, Observation.value, RatingRow.rating)
            .join(Observation, Observation.id == c.observation_id)
            .join(RatingRow, RatingRow.id == c.rating_id)
            .where(c.indicator_id == self.indicator(name).id, c.period_code == period)
        )
        return {standing: (value, rating) for standing, value, rating in self.session.execute(query)}

    def targets(self, period: str, name: str = "Calls answered") -> list[Target]:
        t = Target
        query = select(t).join(Series, Series.id == t.series_id).where(t.period_code == period)
        return list(
            self.session.scalars(query.where(Series.indicator_id == self.indicator(name).id).order_by(t.number))
        )

    def count(self, model: Any) -> int:
        return self.session.scalar(select(func.count()).select_from(model)) or 0

    def changes(self) -> dict[int, int]:
        """The last change number of each council."""
        rows = self.session.execute(select(CouncilHead.council_id, CouncilHead.change_no))
        return {row.council_id: row.change_no for row in rows}

    def events(self, council_id: int) -> list[AuditEvent]:
        query = select(AuditEvent).where(AuditEvent.council_id == council_id).order_by(AuditEvent.position)
        return list(self.session.scalars(query))


def read_text(text: str, encoding: str = "utf-8") -> bytes:
    """A table as the bytes of a file."""
    return text.encode(encoding)
