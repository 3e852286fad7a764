"""What people of the estate asked and recorded: queries on cells, roles lent for a time to come, rebases."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from quarterdeck.collection import queries
from quarterdeck.collection.models import Submission
from quarterdeck.collection.query_schemas import QueryCreate, QueryRead
from quarterdeck.core import clock
from quarterdeck.measures.rebases import Rebase, record_rebase
from quarterdeck.organisation.delegations import delegate
from quarterdeck.organisation.models import ApiClient, Delegation
from quarterdeck.organisation.resets import NewReset, hand_over
from quarterdeck.organisation.schemas.delegations import DelegationCreate
from quarterdeck.organisation.schemas.machines import ClientCreate, TokenCreate, TokenMade
from quarterdeck.organisation.tokens import create_client, create_token

TO_COME = date(2198, 8, 1)
"""Nothing that is lent counts while the matrix is walked."""


@dataclass
class Asked:
    """A query on the submitted figures of each service, what the manager of Housing lends, a link, a machine, and by
    series from where its process limits begin anew.
    """

    own_query: QueryRead
    other_query: QueryRead
    delegation: Delegation
    link: NewReset
    client: ApiClient
    token: TokenMade
    limited: dict[str, TokenMade]
    rebases: dict[int, Rebase]


def asked_in(estate: Any) -> Asked:
    """Let the performance team ask each service, and the manager of Housing lend their roles."""
    lent = DelegationCreate(
        to_person_id=estate.personas.with_account.id,
        valid_from=TO_COME,
        valid_to=date(2198, 8, 31),
        reason="Annual leave",
    )
    client = create_client(
        estate.session,
        estate.council.actor("administrator"),
        ClientCreate(name="Power BI", purpose="Draws the board's charts", contact_post_id=estate.housing.post.id),
    )
    second = "2023-24-Q2"
    rebased = {
        each.series.id: record_rebase(
            estate.session, estate.team, each.indicator.id, each.series.id, second, "Another system"
        )
        for each in estate.services
    }
    units, indicators = [estate.housing.unit.id], [estate.environment.indicator.id]
    asked = Asked(
        own_query=_query(estate, estate.housing.submitted),
        other_query=_query(estate, estate.environment.submitted),
        delegation=delegate(estate.session, estate.council.actor("service_manager"), lent),
        link=hand_over(estate.session, estate.council.actor("administrator"), estate.personas.with_account.id),
        client=client,
        token=_token(estate, client.id),
        limited={
            "to Housing": _token(estate, client.id, unit_ids=units),
            "to one of Environment": _token(estate, client.id, indicator_ids=indicators),
            "to that in Housing": _token(estate, client.id, unit_ids=units, indicator_ids=indicators),
        },
        rebases=rebased,
    )
    estate.session.commit()
    return asked


def _token(estate: Any, client_id: int, **limits: Any) -> TokenMade:
    """A token of the estate's client, for reading unless `limits` says otherwise."""
    wanted = {"client_id": client_id, "name": "Board", "scopes": ["read"], **limits}
    data = TokenCreate.model_validate({**wanted, "expires_on": (clock.today() + timedelta(days=90)).isoformat()})
    return create_token(estate.session, estate.council.actor("administrator"), data)


def _query(estate: Any, submission: Submission) -> QueryRead:
    data = QueryCreate(entry_id=estate.entry_of(submission).id, question="Is the depot counted?")
    # Not the one who is tried: whoever asked does not answer.
    colleague = estate.council.actor("performance_team", number=2)
    return queries.ask(estate.session, colleague, submission.id, data)
