"""Aliases that all requests share have every column named before the first request: two at once would spoil them."""

import importlib
import pkgutil
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm.util import AliasedClass

import quarterdeck
from quarterdeck.core.db import shared_alias
from quarterdeck.measures.models import RatingRow

READERS, TRIALS = 4, 60


def shared() -> Iterator[tuple[str, Any]]:
    """Every alias that a module of the product holds."""
    for found in pkgutil.walk_packages(quarterdeck.__path__, "quarterdeck."):
        if not found.name.startswith(("quarterdeck.migrations.", "quarterdeck.__main__")):
            module = importlib.import_module(found.name)
            yield from ((f"{found.name}.{name}", each) for name, each in vars(module).items()
                        if isinstance(each, AliasedClass))  # fmt: skip


def test_nothing_of_a_shared_alias_is_left_to_be_looked_up() -> None:
    aliases = dict(shared())
    assert len(aliases) >= 9
    cold = {
        f"{name}.{key}"
        for name, each in aliases.items()
        for key in each.__mapper__.columns.keys()  # noqa: SIM118
        if key not in vars(each)
    }
    assert cold == set(), "make it with core.db.shared_alias"


@pytest.mark.slow
def test_who_reads_at_the_same_time_reads_the_alias() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        said = [each for _ in range(TRIALS) for each in _at_once()]
    finally:
        sys.setswitchinterval(before)
    assert len(said) == READERS * TRIALS
    assert set(said) == {"SELECT newest.id \nFROM rating AS newest ORDER BY newest.change_no DESC"}


def _at_once() -> list[str]:
    """What several threads ask of a new alias at the same moment."""
    newest, ready, said = shared_alias(RatingRow, "newest"), threading.Barrier(READERS), list[str]()

    def ask() -> None:
        ready.wait()
        said.append(str(select(newest.id).order_by(newest.change_no.desc())))

    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
