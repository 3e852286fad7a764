"""From where a request reads: `?as_of=` a moment, `?pack=` an edition, or now. The one dependency of every read that
shows a figure, a rating, or what makes one; which reads do without it, and why, stands in the guide for integrators.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from quarterdeck.core.db import SessionDep
from quarterdeck.core.http import MAX_ID, first_at_once
from quarterdeck.measures.viewpoint import NOW, Viewpoint, left_out, told_left_out, viewpoint_of
from quarterdeck.organisation.access import SignedIn

PACK = (
    "What this pack edition pins. Where you read it as the public does, the header Left-Out says how many figures are "
    'left out as exempt from publication, and why: `2;reason="Schedule 12A, paragraph 3"`.'
)


def _now_unless_asked(as_of: str | None, pack: int | None, **_: object) -> Viewpoint | None:
    return NOW if as_of is None and pack is None else None


@first_at_once(_now_unless_asked)
def viewpoint(
    request: Request,
    actor: SignedIn,
    session: SessionDep,
    as_of: Annotated[
        str | None,
        Query(
            max_length=40,
            description="What stood at this moment, with the targets and rules of then. Needs a time zone.",
            json_schema_extra={"format": "date-time"},
        ),
    ] = None,
    pack: Annotated[int | None, Query(ge=1, le=MAX_ID, description=PACK)] = None,
) -> Viewpoint:
    """From where a request reads figures: now, `?as_of=` a moment, or in a `?pack=` edition."""
    found = viewpoint_of(session, actor, as_of, pack)
    request.state.left_out = told_left_out(left_out(session, actor, found))
    return found


ViewpointDep = Annotated[Viewpoint, Depends(viewpoint)]
