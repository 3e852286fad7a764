"""The framework's versions: which is in force, what it allows time for; and the rows of periods."""

from datetime import date

from sqlalchemy import ColumnElement, Insert, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.framework.models import Cycle, FrameworkVersion, PeriodRow, Stage
from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.framework.schemas import CalendarRead, FrameworkVersionRead, StageRead


def ensure_period(session: Session, code: str, pointer: str = "/period") -> PeriodRow:
    """The row of the period with this code, made where it is not there yet.

    pointer: where the code stood in the request. Raises 422 `bad_period` for a code that is no
    period. Safe when two transactions ask for the same new period at once.
    """
    row = session.get(PeriodRow, code)
    if row is None:
        session.execute(_insert_if_new(session, period_of(code, pointer)))
        row = session.get_one(PeriodRow, code)
    return row


def period_of(code: str, pointer: str = "/period") -> Period:
    """The period with this code. Raises 422 `bad_period`, which says what a period looks like."""
    try:
        return Period.of_code(code)
    except BadPeriod as error:
        raise invalid(pointer, "bad_period", str(error)) from None


def _insert_if_new(session: Session, period: Period) -> Insert:
    values = {
        "code": period.code,
        "scheme": period.scheme.value,
        "span": period.span.value,
        "start_on": period.start,
        "end_on": period.end,
        "label": period.label,
    }
    # A second transaction waits for the first here, and then finds its row; a plain insert would fail.
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(PeriodRow).values(values).on_conflict_do_nothing(index_elements=["code"])
    return postgresql.insert(PeriodRow).values(values).on_conflict_do_nothing(index_elements=["code"])


def find_period(code: str) -> Period:
    """The period that a path names. Raises 404."""
    try:
        return Period.of_code(code)
    except BadPeriod:
        raise not_found("period") from None


def periods_of(year: str | None, span: Span, scheme: Scheme | None) -> list[Period]:
    """The periods of a span in a year, in order; the year is by default the one that today lies in.

    year: a year's code (`2023-24`, `2023`), which tells the scheme. Raises 422 for another code, a scheme
    that contradicts the year, and for custom periods, which nothing lists.
    """
    if span is Span.CUSTOM or scheme is Scheme.CUSTOM:
        raise invalid("span", "custom_period", "Custom periods are made of any two days; they cannot be listed.")
    if year is None:
        whole = Period.containing(clock.today(), Span.YEAR, scheme or Scheme.FINANCIAL)
    else:
        whole = period_of(year, "year")
        if whole.span is not Span.YEAR or scheme not in (None, whole.scheme):
            raise invalid("year", "bad_year", "Give a year such as 2023-24 (financial) or 2023 (calendar).")
    return whole.parts(span)


def visible_frameworks(actor: Actor) -> Select[FrameworkVersion]:
    """Every version of the actor's council: everyone signed in may read them."""
    return select(FrameworkVersion).where(FrameworkVersion.council_id == actor.council_id)


def find_framework(session: Session, actor: Actor, version_id: int) -> FrameworkVersion:
    """One version. Raises 404."""
    found = session.scalars(visible_frameworks(actor).where(FrameworkVersion.id == version_id)).one_or_none()
    if found is None:
        raise not_found("framework version")
    return found


def framework_on(session: Session, council_id: int, day: date | None = None) -> FrameworkVersion:
    """The version in force on a day (today): the latest start, the newest of those. Raises 404."""
    found = session.scalars(
        select(FrameworkVersion)
        .where(FrameworkVersion.council_id == council_id, _in_force(day or clock.today()))
        .order_by(FrameworkVersion.effective_from.desc(), FrameworkVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise not_found("framework in force")
    return found


def _in_force(day: date) -> ColumnElement[bool]:
    return FrameworkVersion.effective_from <= day


def stages_of(session: Session, framework: FrameworkVersion, cycle: Cycle = Cycle.QUARTERLY) -> list[Stage]:
    """The version's stages of one cycle in order; stages with the same position run in parallel."""
    query = select(Stage).where(Stage.framework_version_id == framework.id, Stage.cycle == cycle)
    return list(session.scalars(query.order_by(Stage.position, Stage.id)))


def submissions_due(framework: FrameworkVersion, period: Period) -> date:
    """The day by which services submit: the calendar's working days after the period's end."""
    return clock.add_working_days(period.end, int(framework.calendar["submission_days"]))


def proposals_due(framework: FrameworkVersion, year: Period) -> date:
    """The day by which services propose a year's targets: the calendar's working days before it begins.

    A round that is planned after that gives them the days that a quarter's return has, from today.
    """
    calendar = CalendarRead.model_validate(framework.calendar)
    due_on = clock.add_working_days(year.start, -calendar.proposal_days)
    return due_on if due_on > clock.today() else clock.add_working_days(clock.today(), calendar.submission_days)


def stage_due(stage: Stage, opened_on: date) -> date:
    """The day by which a stage that opens on a day decides: its working days later."""
    return clock.add_working_days(opened_on, stage.days_allowed)


def rating_legend(framework: FrameworkVersion) -> list[dict[str, str]]:
    """The legend of ratings, as documents print it: {rating, word, meaning}."""
    return [
        {"rating": each["key"], "word": each["word"], "meaning": each["meaning"]}
        for each in framework.legend
        if each["of"] == "rating"
    ]


def framework_read(session: Session, framework: FrameworkVersion) -> FrameworkVersionRead:
    """A version with its stages, as it is answered."""
    stages = [StageRead.model_validate(stage) for cycle in Cycle for stage in stages_of(session, framework, cycle)]
    columns = {name: getattr(framework, name) for name in FrameworkVersionRead.model_fields if name != "stages"}
    return FrameworkVersionRead.model_validate({**columns, "stages": stages})
