"""What internal audit does in the demo: a sample of what Cabinet last had. Which, stands in `data/assurance.toml`."""

from collections.abc import Iterator, Mapping
from typing import Any

from quarterdeck.assurance.sample_schemas import SampleCreate
from quarterdeck.assurance.samples import draw_sample
from quarterdeck.demo.reviewing import edition_of
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import at


def assuring(demo: Demo) -> Iterator[Step]:
    """The steps of assurance."""
    sample = demo.papers.assurance["sample"]
    yield Step(at(demo.years.before_today(sample["on"]), 10, 20), lambda demo: _draw(demo, sample))


def _draw(demo: Demo, row: Mapping[str, Any]) -> None:
    edition = edition_of(demo, demo.years.closed[-1])
    data = SampleCreate(
        size=row["size"], seed=row["seed"], edition_id=edition.id, by_unit=row["by_unit"], purpose=row["purpose"]
    )
    draw_sample(demo.session, demo.actor(row["account"]), data)
