"""Random histories of entries, confirmations, returns, restatements, late targets, new rules and definitions.

At any moment, and in any edition, everybody reads what an oracle says that knows nothing of the product; and every
edition verifies.
"""

import ast
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.measures import reads
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.viewpoint import Viewpoint, viewpoint_of
from quarterdeck.reporting import sealing
from tests.builders import CouncilBuilder
from tests.histories.council import CouncilWithAPast, moment_of, taken_back
from tests.histories.oracle import Cell, Said
from tests.histories.telling import Telling
from tests.web import WebClient

MOST = [
    pytest.param(range(100), 11, id="100"),
    pytest.param(range(100, 500), 18, id="400-longer", marks=pytest.mark.long),
]
"""Which histories, and how many steps each has."""
LOOKS = (6, 3)
"""From how many moments of a history the team looks, and who reads approved figures alone."""
Difference = tuple[int, str, Any, Any]
"""(after which step, what, found, expected)."""
INSTANT = timedelta(microseconds=1)
STANDARD = {"collections", "dataclasses", "decimal", "random"}


@pytest.fixture
def council(session: Session) -> CouncilBuilder:
    """A council whose record begins before any history does."""
    with clock.set_to(moment_of(-1)):
        return CouncilBuilder(session)


@pytest.mark.both
@pytest.mark.parametrize(("seeds", "steps"), MOST)
def test_every_moment_and_every_edition_is_as_the_oracle_says(
    database: Database, session: Session, council: CouncilBuilder, seeds: range, steps: int, record_property: Any
) -> None:
    with clock.set_to(moment_of(-1)):
        past = CouncilWithAPast(session, council)
    with WebClient(database, council) as client:
        client.sign_in_as("performance_team")
        for seed in seeds:
            # What a history writes is taken back: the next begins where this one did.
            with taken_back(session):
                judge(past, client, Telling(random.Random(seed)).tell(steps), seed)
    record_property("figure", ("random histories", session.get_bind().dialect.name, len(seeds)))


def judge(past: CouncilWithAPast, client: WebClient, told: Telling, seed: int) -> None:
    """One history, taken and looked back at. Raises AssertionError with its steps up to the fault."""
    past.begin()
    for number, step in enumerate(told.steps, 1):
        try:
            past.take(step, number)
        except Exception as fault:
            raise AssertionError(_story(told, seed, number, f"step refused: {fault!r}")) from fault
    for number, what, found, expected in differences(past, client, told):
        raise AssertionError(_story(told, seed, number, f"{what}\n  found    {found}\n  expected {expected}"))


def differences(past: CouncilWithAPast, client: WebClient, told: Telling) -> Iterator[Difference]:
    """Where what is read is not what the oracle says."""
    yield from _at_any_moment(past, told)
    yield from _in_editions(past, told)
    yield from _over_http(past, client, told)


def _at_any_moment(past: CouncilWithAPast, told: Telling) -> Iterator[Difference]:
    """At the very moment of each step, or at the last instant before the next one; and now.

    From some moments of each history, others in each.
    """
    every = range(len(told.steps) + 1)
    for actor, most in zip((past.team, past.council.actor("analyst")), LOOKS, strict=True):
        wanted = told.chance.sample(every, most)
        alone = actor is not past.team
        whose = "approved figures alone" if alone else "the team"
        views: list[tuple[int, str | None]] = [
            (number, told.chance.choice((moment_of(number), moment_of(number + 1) - INSTANT)).isoformat())
            for number in wanted
        ]
        for number, moment in [*views, (len(told.steps), None)]:
            viewpoint = viewpoint_of(past.session, actor, as_of=moment)
            found, expected = _read(past, actor, viewpoint), told.record.seen(number, approved_alone=alone)
            if found != expected:
                yield number, f"as of {moment or 'now'} by {whose}", found, expected


def _in_editions(past: CouncilWithAPast, told: Telling) -> Iterator[Difference]:
    """What each edition is read as, what is printed of it, and that it is as it was sealed."""
    last = len(told.steps)
    for number, (edition, sealed) in enumerate(zip(past.editions, told.record.editions, strict=True)):
        found = _read(past, past.team, viewpoint_of(past.session, past.team, pack=edition.id))
        if found != sealed.figures:
            yield last, f"edition {number}", found, sealed.figures
        printed = {(each.ref, each.period_code): (each.value, each.rating) for each in past.content(edition).figures}
        if printed != {cell: (said.value, said.rating) for cell, said in sealed.figures.items()}:
            yield last, f"content of edition {number}", printed, sealed.figures
        if faults := sealing.faults(past.session, edition):
            yield last, f"edition {number} verifies", faults, []


def _over_http(past: CouncilWithAPast, client: WebClient, told: Telling) -> Iterator[Difference]:
    """The same over HTTP, of one moment and the last edition: the list of figures and the dashboard."""
    chance = random.Random(len(told.steps))
    number = chance.randrange(1, len(told.steps) + 1)
    views: list[tuple[dict[str, Any], dict[Cell, Said]]] = [
        ({"as_of": moment_of(number).isoformat()}, told.record.seen(number))
    ]
    if past.editions:
        views.append(({"pack": past.editions[-1].id}, told.record.editions[-1].figures))
    for view, expected in views:
        items = client.read("/observations", limit=500, **view)["items"]
        found = {(each["ref"], each["period"]): (each["value"], each["rating"], each["target"]) for each in items}
        wanted = {cell: (said.value, said.rating, said.target) for cell, said in expected.items()}
        if found != wanted:
            yield number, f"GET /observations {view}", found, wanted
        for period in sorted({cell[1] for cell in expected}):
            board = client.read("/dashboard", period=period, **view)
            shown = {
                (each["ref"], each["period"]): (each["value"], each["rating"], each["target"])
                for group in board["groups"]
                for each in group["figures"]
            }
            if shown != {cell: said for cell, said in wanted.items() if cell[1] == period}:
                yield number, f"GET /dashboard {period} {view}", shown, wanted


def _read(past: CouncilWithAPast, actor: Actor, viewpoint: Viewpoint) -> dict[Cell, Said]:
    figures = reads.read_figures(past.session, actor, viewpoint)
    return {(figure.ref, figure.period): _said(figure) for figure in figures}


def _said(figure: Figure) -> Said:
    return Said(
        value=figure.value,
        rating=figure.rating,
        unrated=figure.unrated_reason,
        target=figure.target,
        revision=figure.revision,
        kind=figure.revision_kind,
        revised=figure.revised,
        approved=figure.approved,
        decimals=figure.decimals,
    )


def _story(told: Telling, seed: int, number: int, fault: str) -> str:
    steps = (f"{'>' if place == number else ' '} {place:2} {step}" for place, step in enumerate(told.steps, 1))
    return "\n".join([f"history {seed}", *steps, fault])


@pytest.mark.parametrize("name", ["oracle", "telling"])
def test_the_oracle_imports_nothing_of_the_product(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    imported = {
        each
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported
    assert all(each in STANDARD or each == "tests.histories.oracle" for each in imported), imported
