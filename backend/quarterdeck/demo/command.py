"""`quarterdeck demo`: what it does with the database it finds, and what it says."""

import time
from collections.abc import Iterator
from datetime import date

from quarterdeck.core.db import Database
from quarterdeck.core.refusal import Refusal
from quarterdeck.demo.build import Held, delete_demo, held_by, made_on, make_demo
from quarterdeck.demo.council import PASSWORD, address
from quarterdeck.demo.papers import papers


class HoldsRecords(Refusal):
    """The database holds something else than the demo: it is left as it is."""


def ensure_demo(database: Database, *, reset: bool = False) -> Iterator[str]:
    """See to it that a migrated database holds the demo; yields lines for the screen as it goes.

    reset: delete the demo there is and make it anew. Raises HoldsRecords, having changed nothing, where the
    database holds anything else.
    """
    with database.reading() as session:
        held, made = held_by(session), made_on(session)
    if held is Held.RECORDS:
        raise HoldsRecords(
            "This database holds records that are no demo. Nothing was changed, and --reset would delete nothing "
            "either: it deletes a demo only. Give the demo a database of its own, for example with "
            "QUARTERDECK_DATA_DIR=./demo-data (or QUARTERDECK_DATABASE_URL)."
        )
    if held is Held.DEMO and not reset:
        yield _there_already(made)
    else:
        if held is Held.DEMO:
            delete_demo(database)
        yield f"Making {papers().council['council']['name']}: three years, lived quarter by quarter …"
        began = time.monotonic()
        steps = make_demo(database)
        yield f"Made in {time.monotonic() - began:.0f} seconds: {steps} things done by people in their roles."
    yield from _accounts()


def _there_already(made: date | None) -> str:
    day = f"{made.day} {made:%B %Y}" if made else "an earlier day"
    return f"The demo is there, as it was made on {day}. `quarterdeck demo --reset` makes it anew, for today."


def _accounts() -> Iterator[str]:
    """Who can sign in, each with their post."""
    yield f"Accounts, all with the password {PASSWORD}:"
    for row in papers().council["account"]:
        yield f"  {address(papers(), row['account']):<40} {row['post']}"
