"""What a body's decision on the annual round does: targets count, what was dropped ends, what is new is taken up."""

from datetime import timedelta

from sqlalchemy.orm import Session

from quarterdeck.collection.models import ProposedChange, Round
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Change
from quarterdeck.framework.models import Approval
from quarterdeck.framework.periods import Period
from quarterdeck.measures import targets_of_rounds
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.in_use import end_indicators, take_up
from quarterdeck.reporting.year_content import ProposalContent, YearContent, content_of


def take_effect(
    session: Session, actor: Actor, round_: Round, edition: PackEdition, approval: Approval, change: Change
) -> dict[str, int]:
    """Let what an edition proposes count, by one decision: answers how many targets, new and ended indicators.

    Figures of the year that are on record are rated again; sealed editions stay as they are. An indicator is dropped
    where it is for all its series: it is measured to the day before the year, and what was reported since stays.
    """
    content = content_of(edition.content)
    assert isinstance(content, YearContent)
    target_ids = {target.target_id for each in content.proposals for target in each.targets}
    taken_up = {each.indicator_id for each in content.proposals if each.change == ProposedChange.NEW}
    ended = dropped_in(content)
    take_up(session, actor, taken_up)
    last_day = Period.of_code(round_.period_code).start - timedelta(days=1)
    end_indicators(session, actor, ended, last_day)
    approved = targets_of_rounds.approve(session, edition.council_id, round_.id, target_ids, approval, change)
    return {"targets_approved": approved, "indicators_taken_up": len(taken_up), "indicators_ended": len(ended)}


def dropped_in(content: YearContent) -> dict[int, str]:
    """The indicators that are dropped as a whole, by id, each with its reason."""
    of_indicator: dict[int, list[ProposalContent]] = {}
    for each in content.proposals:
        of_indicator.setdefault(each.indicator_id, []).append(each)
    return {
        indicator_id: rows[0].rationale
        for indicator_id, rows in of_indicator.items()
        if all(row.change == ProposedChange.DROP for row in rows)
    }
