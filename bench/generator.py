"""Councils with figures to measure on: the same ones every time, in whatever number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.journal import Event
from quarterdeck.framework.periods import Period
from quarterdeck.measures import indicators, observations, targets
from quarterdeck.measures.models import Origin, Series, ValueState
from quarterdeck.measures.observations import Reported
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorCreate, RuleCreate
from quarterdeck.measures.targets import TargetSet
from quarterdeck.organisation import service

PASSWORD = "a-password-to-measure-with"
LAST = "2023-24-Q4"
BEGAN = date(2015, 4, 1)
POLARITIES = ("higher", "lower")
CHUNK = 5000


@dataclass(frozen=True)
class Made:
    """The first council made: who signs in there, and the newest quarter that it has figures of."""

    council_id: int
    person_id: int
    email: str
    period: str


def make(database: Database, *, councils: int, number: int, quarters: int) -> Made:
    """Councils with `number` indicators of their own, each reported and approved for the last `quarters`."""
    made = [_council(database, each, number, quarters) for each in range(councils)]
    return made[0]


def _council(database: Database, number: int, indicator_count: int, quarters: int) -> Made:
    chance = random.Random(number)
    email = f"measuring-{number}@example.test"
    with database.transaction() as session:
        council = service.create_council(session, None, code=f"council-{number}", name=f"Council {number}")
        actor = Actor.system(council.id)
        person = service.create_administrator(session, actor, email=email, password=PASSWORD)
        made = Made(council.id, person.id, email, LAST)
    with database.transaction() as session:
        root = service.root_unit(session, made.council_id)
        for each in range(indicator_count):
            indicators.create_indicator(session, actor, _indicator(each, root.id, chance))
    with database.transaction() as session:
        change = journal.change(session, made.council_id)
        series_ids = session.scalars(
            select(Series.id).where(Series.council_id == made.council_id).order_by(Series.id)
        ).all()
        cells = [(series_id, period) for period in _quarters(quarters) for series_id in series_ids]
        for start in range(0, len(cells), CHUNK):
            part = cells[start : start + CHUNK]
            targets.set_targets_approved(session, actor, [_target(cell, chance) for cell in part], change)
            reported = [_reported(cell, chance) for cell in part]
            observations.append(session, actor, reported, origin=Origin.BACKFILL, change=change, approved=True)
        journal.record(session, actor, Event("measures.generate", "council", made.council_id, {"figures": len(cells)}))
    return made


def _quarters(number: int) -> Iterator[str]:
    period = Period.of_code(LAST)
    for _ in range(number):
        yield period.code
        period = period.previous()


def _indicator(number: int, unit_id: int, chance: random.Random) -> IndicatorCreate:
    return IndicatorCreate(
        ref=f"PI {number + 1}",
        name=f"Measure number {number + 1} of the council's services, as its plan describes it",
        unit_id=unit_id,
        definition=DefinitionCreate.model_validate(
            {
                "definition": "What is counted, from where, and what is left out of the count.",
                "unit_of_measure": "%",
                "decimals": chance.choice((0, 1, 2)),
                "polarity": chance.choice(POLARITIES),
                "aggregation": "flow",
                "effective_from": BEGAN,
                "reason": "",
            }
        ),
        rating_rule=RuleCreate.model_validate(
            {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}, "effective_from": BEGAN}
        ),
    )


def _target(cell: tuple[int, str], chance: random.Random) -> TargetSet:
    return TargetSet(*cell, value=round(chance.uniform(40, 95), 1))


def _reported(cell: tuple[int, str], chance: random.Random) -> Reported:
    commentary = "The figure moved with demand; a recovery plan is in place. " * chance.randrange(3)
    if chance.random() < 0.06:
        return Reported(*cell, value_state=ValueState.AWAITED, value=None, commentary=commentary)
    return Reported(*cell, value_state=ValueState.VALUE, value=round(chance.uniform(30, 100), 2), commentary=commentary)
