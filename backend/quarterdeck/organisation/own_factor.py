"""One's own second factor, by whoever proves that it is they who sit at their session.

What is wrong is counted and journalled although it is refused, so these functions keep short transactions of their own.
"""

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import DEPLOYMENT, Event
from quarterdeck.organisation import second_factors, signin


def begin(database: Database, actor: Actor, password: str, address: str) -> second_factors.NewFactor:
    """A secret for the actor's app, told this once. Raises 403, 409, 429."""
    signin.prove(database, actor, password, address)
    with database.transaction() as session:
        return second_factors.begin(session, database.settings, actor)


def confirm(database: Database, actor: Actor, code: str, address: str) -> list[str]:
    """Let the app count from now on; the recovery codes, told this once. Raises 403 `wrong-code`, 409, 429."""
    with database.reading() as session:
        second_factors.find_waiting(session, actor)
    guess = signin.count_guess(database, signin.guess_keys(address, str(actor.person_id), at="second-factor"))
    with database.transaction() as session:
        codes = second_factors.confirm(session, database.settings, actor, code)
        if codes is None:
            event = Event("session.refuse", "person", actor.person_id, {"reason": "wrong_code"})
            journal.record(session, Actor.system(DEPLOYMENT), event)
        else:
            signin.uncount_guess(session, guess)
    if codes is None:
        raise Problem(403, "wrong-code", "This is not the code that the app shows now. Look again, and type it.")
    return codes


def renew_codes(database: Database, actor: Actor, password: str, code: str, address: str) -> list[str]:
    """Ten new recovery codes, told this once. Raises 403, 409, 429."""
    signin.prove(database, actor, password, address, code)
    with database.transaction() as session:
        return second_factors.new_recovery_codes(session, actor)


def remove(database: Database, actor: Actor, password: str, code: str, address: str) -> None:
    """Let the password alone let the actor in again. Raises 403, 409, 429."""
    signin.prove(database, actor, password, address, code)
    with database.transaction() as session:
        second_factors.remove_own(session, actor)
