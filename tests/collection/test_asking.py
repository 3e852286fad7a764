"""What a round will ask of whom stands before it is opened, and what it asked stands afterwards."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from quarterdeck.collection import asking
from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting


def _asked(session: Session, collecting: Collecting, round_: Round) -> list[tuple[str, int, int, int]]:
    found = asking.asked_of(session, collecting.team, round_.id)
    return [(each.unit.name, each.figures, each.asked_again, each.activities) for each in found.services]


def test_a_planned_round_says_what_opening_it_will_ask(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H10", frequency="monthly")
    collecting.measures.indicator("H2")
    collecting.measures.indicator("E1", unit=council.environment)
    collecting.activity("People 5")
    with clock.set_to(datetime(2023, 7, 3, 9, tzinfo=UTC)):
        round_ = collecting.planned(Q1)
        foreseen = _asked(session, collecting, round_)
        assert foreseen == [(council.environment.name, 1, 0, 0), (council.housing.name, 4, 0, 1)]
        collecting.decided_round(round_, "open")
        assert _asked(session, collecting, round_) == foreseen


def test_what_was_awaited_is_told_as_asked_again(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H2")
    first = collecting.submission(collecting.opened(Q1))
    for entry in collecting.entries(first):
        collecting.typed(entry, value_state="awaited", commentary="The bills are late.")
    collecting.decided(first, "submit", collecting.provider)
    collecting.decided(first, "confirm", collecting.manager)
    planned = collecting.planned(Q2)
    assert _asked(session, collecting, planned) == [(council.housing.name, 2, 1, 0)]
