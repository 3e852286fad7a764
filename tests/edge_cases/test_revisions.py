"""Edge cases of figures that change after they were published: silently as printed, and formally here."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Submission
from quarterdeck.measures.viewpoint import Viewpoint
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2
from tests.edge_cases.telling import Officers, Papers, Reading
from tests.reporting.reviewing import Reviewing

NIGHTLY = "Number of households in bed & breakfast and nightly stay accommodation"


def test_e5_silent_30_to_13(papers: Papers) -> None:
    """Printed as 30, and as 13 a year later without a word: both stand, in order, and the later one is read."""
    report = papers.read_lines("mole_valley.csv", 67, 91)
    assert report["conflicts"] == []
    assert report["observations"] == {"created": 1, "updated": 1, "unchanged": 0}
    assert papers.seen(NIGHTLY, "2023-24-M12").value == 13
    first, second = papers.seen_revisions(NIGHTLY, "2023-24-M12")
    assert [(each.revision, each.value, each.kind, each.reason) for each in (first, second)] == [
        (1, 30, "as_printed", ""), (2, 13, "as_printed", "Printed otherwise in another paper."),
    ]  # fmt: skip
    assert first.source is not None
    assert second.source is not None
    assert first.source.split()[1] != second.source.split()[1]


def test_e5_previous_quarter_of_94_printed_as_90(papers: Papers) -> None:
    papers.read_lines("brighton_hove_housing.csv", 52, 53, 66, 67)
    helpdesk, routine = "Calls answered by Repairs Helpdesk", "Routine repairs completed within 28 calendar days"
    assert papers.values("2025-26-Q2", helpdesk) == [94, 90]
    assert papers.values("2025-26-Q2", routine) == [61, 60]
    quarter = papers.seen(helpdesk, "2025-26-Q3")
    assert (quarter.value, quarter.short_travel, quarter.short_change) == (89, "worsening", -1)


def test_e5_a_figure_is_not_changed_in_silence(session: Session, officers: Officers) -> None:
    """Confirmed as 30, it becomes 13 by a reason that stands with it; whoever asks sees both."""
    households = officers.measures.indicator("H9", polarity="lower", decimals=0, rule=None)
    officers.handed_in(households, Q1, value=30)
    submission = session.scalars(select(Submission)).one()
    assert officers.refused(submission, "reopen", officers.team) == (409, "comment-required")
    officers.decided(submission, "reopen", officers.team, "Nightly stays were counted twice")
    figure = officers.handed_in(households, Q1, value=13)
    assert (figure.value, figure.revision, figure.revision_kind) == (13, 2, "correction")
    first, second = officers.revisions(households, Q1)
    assert (first.value, first.reason) == (30, "Reported in the round of Quarter 1 2023/24 (April to June 2023)")
    assert (second.value, second.reason) == (13, "Nightly stays were counted twice")
    officers.measures.consistent()


def test_e6_formal_correction_38_to_31_noted_by_cabinet(session: Session, council: CouncilBuilder) -> None:
    reviewing = Reviewing(session, council)
    reading = Reading(session, reviewing.team)
    edition = reviewing.approved(Q1, 38)
    lettings = reviewing.lettings
    restatement = reviewing.proposed(lettings, Q1, value_state="value", value=31, reason="Seven were counted twice")
    assert reading.figure(lettings, Q1).value == 38, "proposed is not accepted"
    reviewing.settled(restatement, "accept")
    now = reading.figure(lettings, Q1)
    assert (now.value, now.revised, now.revision_kind, now.reason) == (
        31, True, "restatement", "Seven were counted twice",
    )  # fmt: skip
    then = reading.figure(lettings, Q1, Viewpoint(edition.change_no, edition.id))
    assert (then.value, then.revised) == (38, False)
    (correction,) = reviewing.content(reviewing.seal(reviewing.collected(Q2, 38))).corrections
    assert (correction.ref, correction.period_code, correction.was, correction.now, correction.reason) == (
        "H4", Q1, 38, 31, "Seven were counted twice",
    )  # fmt: skip
