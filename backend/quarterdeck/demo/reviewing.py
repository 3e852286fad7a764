"""What is done with a round's pack: sealed, reviewed, issued, decided on."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import func, select

from quarterdeck.collection import rounds
from quarterdeck.collection.models import Round, Submission
from quarterdeck.collection.schemas import RoundCreate, RoundDecision
from quarterdeck.demo.council import id_of
from quarterdeck.demo.entering import submission_of
from quarterdeck.demo.timeline import Demo
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.organisation import meetings
from quarterdeck.organisation.models import Body, Meeting
from quarterdeck.organisation.schemas.meetings import MeetingCreate
from quarterdeck.planning.models import Activity
from quarterdeck.reporting.decisions import decide_edition
from quarterdeck.reporting.issuing import issue
from quarterdeck.reporting.schemas import ExemptActivity, IssueCreate, PackDecision
from quarterdeck.reporting.sealing import seal

Doing = Callable[[Demo], None]
BODIES = {"cmt": "CMT", "cabinet": "CAB", "scrutiny": "OSC"}
STAGES = {"cmt": "officer_review", "cabinet": "cabinet", "scrutiny": "scrutiny"}
TITLES = {"cabinet": "Cabinet", "scrutiny": "Overview and Scrutiny Committee"}


def open_round(quarter: Period, due_on: date | None = None) -> Doing:
    """The performance team plans the quarter's round and opens it: services are asked for what is due."""

    def do(demo: Demo) -> None:
        actor = demo.actor("performance")
        planned = rounds.plan_round(demo.session, actor, RoundCreate(period=quarter.code, due_on=due_on))
        rounds.decide_round(demo.session, actor, planned.id, RoundDecision(action="open"), planned.version)

    return do


def close_round(quarter: Period) -> Doing:
    def do(demo: Demo) -> None:
        round_ = round_of(demo, quarter)
        rounds.decide_round(
            demo.session, demo.actor("performance"), round_.id, RoundDecision(action="close"), round_.version
        )

    return do


def seal_pack(quarter: Period, comment: str | None = None) -> Doing:
    def do(demo: Demo) -> None:
        seal(demo.session, demo.actor("performance"), round_of(demo, quarter).id, comment)

    return do


def decide_review(
    quarter: Period, action: str, *, portfolio: str | None = None, comment: str | None = None, back: str | None = None
) -> Doing:
    """Officers (the director) or a portfolio's holder decide on the newest edition. back: the unit a return names."""

    def do(demo: Demo) -> None:
        account = "director" if portfolio is None else _holder(demo, portfolio)
        stage = STAGES["cmt"] if portfolio is None else "portfolio_review"
        data = PackDecision(
            action=action, stage=stage, portfolio=portfolio, comment=comment, submission_ids=_back(demo, quarter, back)
        )
        _decide(demo, quarter, account, data)

    return do


def call_meeting(body: str, held_on: date) -> Doing:
    """The clerk calls a public meeting of Cabinet or scrutiny."""

    def do(demo: Demo) -> None:
        body_id = id_of(demo.session, demo.council_id, Body, BODIES[body])
        title = f"{TITLES[body]}, {held_on.day} {held_on:%B %Y}"
        data = MeetingCreate(body_id=body_id, held_on=held_on, title=title, public=True)
        meetings.create_meeting(demo.session, demo.actor("clerk"), data)

    return do


def issue_to(
    quarter: Period, body: str, held_on: date, *, exempt: Mapping[str, str] | None = None, late_reason: str = ""
) -> Doing:
    """The performance team issues the newest edition to members, for a meeting that has been called.

    exempt: the activity that the public does not read, and the reason.
    """

    def do(demo: Demo) -> None:
        data = IssueCreate(
            body_id=id_of(demo.session, demo.council_id, Body, BODIES[body]),
            meeting_id=_meeting(demo, body, held_on).id,
            report_number=report_number(demo, quarter, held_on),
            exempt=[] if exempt is None else [_exempt_activity(demo, exempt)],
            late_reason=late_reason,
        )
        issue(demo.session, demo.actor("performance"), edition_of(demo, quarter).id, data)

    return do


def _exempt_activity(demo: Demo, about: Mapping[str, str]) -> ExemptActivity:
    query = select(Activity.id).where(Activity.council_id == demo.council_id, Activity.ref == about["activity"])
    return ExemptActivity(kind="activity", activity_id=demo.session.scalars(query).one(), reason=about["reason"])


def record_members(
    quarter: Period, body: str, action: str, held_on: date, comment: str, back: str | None = None
) -> Doing:
    """The clerk records what Cabinet or scrutiny decided at a meeting."""

    def do(demo: Demo) -> None:
        data = PackDecision(
            action=action,
            stage=STAGES[body],
            meeting_id=_meeting(demo, body, held_on).id,
            minute_reference=demo.papers.rounds["papers"][f"{body}_minute"][f"Q{quarter.number}"],
            comment=comment,
            submission_ids=_back(demo, quarter, back),
        )
        _decide(demo, quarter, "clerk", data)

    return do


def report_number(demo: Demo, quarter: Period, held_on: date) -> str:
    """E.g. ACE2408: the service, the year of the meeting, and the report's number in that year; A: it replaces one."""
    number = f"ACE{held_on:%y}{demo.papers.rounds['papers']['report'][f'Q{quarter.number}']}"
    return f"{number}A" if _was_issued(demo, quarter) else number


def _was_issued(demo: Demo, quarter: Period) -> bool:
    """Whether members have had an earlier edition of the quarter."""
    earlier = select(PackEdition.id).where(
        PackEdition.round_id == round_of(demo, quarter).id, PackEdition.id < edition_of(demo, quarter).id
    )
    had = select(EditionIssue.id).where(EditionIssue.locks, EditionIssue.edition_id.in_(earlier))
    return demo.session.scalar(had.limit(1)) is not None


def round_of(demo: Demo, quarter: Period) -> Round:
    query = select(Round).where(Round.council_id == demo.council_id, Round.period_code == quarter.code)
    return demo.session.scalars(query).one()


def edition_of(demo: Demo, quarter: Period) -> PackEdition:
    """The newest edition of a quarter's pack."""
    of_round = PackEdition.round_id == round_of(demo, quarter).id
    newest = select(func.max(PackEdition.number)).where(of_round).scalar_subquery()
    return demo.session.scalars(select(PackEdition).where(of_round, PackEdition.number == newest)).one()


def _decide(demo: Demo, quarter: Period, account: str, data: PackDecision) -> None:
    edition = edition_of(demo, quarter)
    decide_edition(demo.session, demo.actor(account), edition.id, data, edition.version)


def _back(demo: Demo, quarter: Period, unit: str | None) -> list[int]:
    if unit is None:
        return []
    found: Submission = submission_of(demo, quarter, unit)
    return [found.id]


def _holder(demo: Demo, portfolio: str) -> str:
    accounts = demo.papers.council["account"]
    return next(str(each["account"]) for each in accounts if each.get("portfolio") == portfolio)


def _meeting(demo: Demo, body: str, held_on: date) -> Meeting:
    body_id = id_of(demo.session, demo.council_id, Body, BODIES[body])
    query = select(Meeting).where(Meeting.body_id == body_id, Meeting.held_on == held_on)
    return demo.session.scalars(query).one()
