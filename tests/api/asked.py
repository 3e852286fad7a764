"""What people of the estate asked of each other: queries on cells, and roles lent for a time to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from quarterdeck.collection import queries
from quarterdeck.collection.models import Submission
from quarterdeck.collection.query_schemas import QueryCreate, QueryRead
from quarterdeck.organisation.delegations import delegate
from quarterdeck.organisation.models import Delegation
from quarterdeck.organisation.resets import NewReset, hand_over
from quarterdeck.organisation.schemas.delegations import DelegationCreate

TO_COME = date(2198, 8, 1)
"""Nothing that is lent counts while the matrix is walked."""


@dataclass
class Asked:
    """A query on the submitted figures of each service, what the manager of Housing lends, and a new password."""

    own_query: QueryRead
    other_query: QueryRead
    delegation: Delegation
    link: NewReset


def asked_in(estate: Any) -> Asked:
    """Let the performance team ask each service, and the manager of Housing lend their roles."""
    lent = DelegationCreate(
        to_person_id=estate.personas.with_account.id,
        valid_from=TO_COME,
        valid_to=date(2198, 8, 31),
        reason="Annual leave",
    )
    asked = Asked(
        own_query=_query(estate, estate.housing.submitted),
        other_query=_query(estate, estate.environment.submitted),
        delegation=delegate(estate.session, estate.council.actor("service_manager"), lent),
        link=hand_over(estate.session, estate.council.actor("administrator"), estate.personas.with_account.id),
    )
    estate.session.commit()
    return asked


def _query(estate: Any, submission: Submission) -> QueryRead:
    data = QueryCreate(entry_id=estate.entry_of(submission).id, question="Is the depot counted?")
    return queries.ask(estate.session, estate.team, submission.id, data)
