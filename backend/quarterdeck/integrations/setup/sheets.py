"""The sheets of the set-up workbook as a table: the template, the reader and the guide go by it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quarterdeck.core.actor import Scope
from quarterdeck.measures.models import Aggregation, Frequency, IndicatorKind
from quarterdeck.measures.rating_rules import KINDS as RULE_KINDS
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.organisation.models import BodyKind, UnitKind
from quarterdeck.organisation.roles import Permission, Role
from quarterdeck.planning.models import PlanKind


class Kind(StrEnum):
    """What a column's cells hold."""

    CODE = "code"
    LINE = "line"
    PROSE = "prose"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    CHOICE = "choice"
    CODES = "codes"
    GOAL = "goal"


@dataclass(frozen=True)
class Column:
    """A column: its key in the code, its heading, what it holds, and what to write there.

    needed: for a new row. of: the sheet whose codes it takes. choices: the words it takes, as the record has them.
    """

    key: str
    head: str
    kind: Kind = Kind.LINE
    hint: str = ""
    needed: bool = False
    of: str = ""
    choices: tuple[str, ...] = ()
    width: int = 18


@dataclass(frozen=True)
class SheetKind:
    """A sheet: its key, its name in the workbook, what one row is, whose it is to load, and which columns tell rows
    apart. An example row shows how cells look."""

    key: str
    title: str
    row: str
    permission: Permission
    by: tuple[str, ...]
    columns: tuple[Column, ...]
    said: str = ""
    example: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)

    def heading(self, key: str) -> str:
        """The heading of a column by its key; blank for no column."""
        return next((each.head for each in self.columns if each.key == key), "")


def words_of(choice: str) -> str:
    """A word of the record as people write it: `year_to_date` → “Year to date”."""
    return choice.replace("_", " ").capitalize()


ORG, ACCESS, PLAN, MEASURE, TARGET = (
    Permission.MANAGE_ORGANISATION, Permission.MANAGE_ACCESS, Permission.EDIT_PLAN, Permission.EDIT_INDICATOR,
    Permission.PROPOSE_TARGET,
)  # fmt: skip
K = Kind
FROM = Column("valid_from", "Valid from", K.DAY, "The first day it counts; blank for always.", width=13)
TO = Column(
    "valid_to", "Valid to", K.DAY, "The last day it counts. This ends it: leaving the row out does not.", width=13
)
PLAN_CODE = Column("plan", "Plan", K.CODE, "The plan's code.", needed=True, of="plans")
THEME_CODE = Column("theme", "Theme", K.CODE, "The theme's code.", needed=True)
PRIORITY_CODE = Column("priority", "Priority", K.CODE, "The priority's code.", needed=True)
POSITION = Column("position", "Order", K.WHOLE, "1 for what stands first.", needed=True, width=8)
INDICATOR = Column("indicator", "Indicator", K.CODE, "The indicator's ref.", needed=True, of="indicators", width=14)
SINCE = Column("effective_from", "Effective from", K.DAY, "The first day of the periods it holds for.", True, width=14)
REASON = Column("reason", "Reason", K.LINE, "Why it changes; needed from the second version on.", width=30)


def _code(hint: str, head: str = "Code") -> Column:
    return Column("code", head, K.CODE, hint, needed=True, width=20)


def _choice(
    key: str, head: str, choices: type[StrEnum] | tuple[str, ...], hint: str = "", needed: bool = False
) -> Column:
    return Column(key, head, K.CHOICE, hint, needed, choices=tuple(str(each) for each in choices), width=20)


PERIOD_COLUMNS: Final[dict[str, str]] = {
    "year_target": "", "h1": "H1", "h2": "H2", "q1": "Q1", "q2": "Q2", "q3": "Q3", "q4": "Q4",
    **{f"m{number:02d}": f"M{number:02d}" for number in range(1, 13)},
}  # fmt: skip
"""Column of the sheet of targets → the part of the financial year that its code ends with."""
MONTHS: Final = ("April", "May", "June", "July", "August", "September", "October", "November", "December", "January",
                 "February", "March")  # fmt: skip
_PERIODS = (
    Column("year_target", "Whole year", K.GOAL, "A figure, a range such as 80-85, or words.", width=12),
    *(Column(f"h{n}", f"H{n}", K.GOAL, "Half a year.", width=9) for n in (1, 2)),
    *(Column(f"q{n}", f"Q{n}", K.GOAL, "A quarter.", width=9) for n in (1, 2, 3, 4)),
    *(Column(f"m{n:02d}", month, K.GOAL, "A month.", width=10) for n, month in enumerate(MONTHS, start=1)),
)

OF_ROLE: Final = ("role", "scope", "scope_code", "post", "email", "valid_from")
OF_STEP: Final = ("plan", "theme", "priority", "activity", "position")
SHEETS: Final[tuple[SheetKind, ...]] = (
    SheetKind("units", "Units", "directorate, service or team", ORG, ("code",), (
        _code("Short and lasting, such as HOUSING."),
        Column("name", "Name", needed=True, width=34),
        _choice("kind", "Kind", (UnitKind.DIRECTORATE, UnitKind.SERVICE, UnitKind.TEAM), needed=True),
        Column("parent", "Part of", K.CODE, "The code of the unit above; blank for the council itself.", of="units"),
        FROM, TO,
        Column("predecessors", "Took over from", K.CODES, "Codes of earlier units, with commas between."),
    ), example=("HOUSING", "Housing", "Service", "PLACE", "", "", "")),
    SheetKind("posts", "Posts", "post", ORG, ("code",), (
        _code("Such as HEAD-OF-HOUSING."),
        Column("title", "Title", needed=True, width=34),
        Column("unit", "Unit", K.CODE, "The unit it belongs to.", needed=True, of="units"),
    ), "Posts own indicators and activities, while people come and go.",
        ("HEAD-OF-HOUSING", "Head of Housing", "HOUSING")),
    SheetKind("portfolios", "Portfolios", "Cabinet portfolio", ORG, ("code",), (
        _code("Such as HOMES."), Column("name", "Name", needed=True, width=34), FROM, TO,
    ), example=("HOMES", "Homes and Communities", "", "")),
    SheetKind("bodies", "Bodies", "body that meets, reviews or decides", ORG, ("code",), (
        _code("Such as CABINET."), Column("name", "Name", needed=True, width=34),
        _choice("kind", "Kind", BodyKind, "It stays: it decides what papers lock.", needed=True), FROM, TO,
    ), example=("CABINET", "Cabinet", "Cabinet", "", "")),
    SheetKind("people", "People", "person", ACCESS, ("email",), (
        Column("email", "E-mail", K.LINE, "What they sign in with.", needed=True, width=34),
        Column("name", "Name", needed=True, width=28),
        Column("active", "Active", K.TRUTH, "No for somebody who left: they are signed out at once.", width=9),
    ), "Passwords are not set here: people are invited, or sign in with the council's accounts.",
        ("officer@council.gov.uk", "An officer", "Yes")),
    SheetKind("holders", "Post holders", "person in a post", ACCESS, ("post", "email", "valid_from"), (
        Column("post", "Post", K.CODE, "The post's code.", needed=True, of="posts"),
        Column("email", "E-mail", K.LINE, "The person's.", needed=True, of="people", width=34),
        Column("valid_from", "From", K.DAY, "Their first day; today where blank.", width=13),
        Column("valid_to", "Leaves on", K.DAY, "Their last day in the post.", width=13),
    ), example=("HEAD-OF-HOUSING", "officer@council.gov.uk", "2026-04-01", "")),
    SheetKind("roles", "Roles", "role with its scope", ACCESS, OF_ROLE, (
        _choice("role", "Role", Role, needed=True),
        _choice("scope", "For", Scope, "How far it reaches: the council, a unit, a portfolio or a body.", needed=True),
        Column("scope_code", "Which", K.CODE, "The code of the unit, portfolio or body; blank for the council."),
        Column("post", "Post", K.CODE, "Who has it: a post (whoever holds it) …", of="posts"),
        Column("email", "E-mail", K.LINE, "… or a person.", of="people", width=34),
        Column("valid_from", "From", K.DAY, "Its first day; today where blank.", width=13),
        Column("valid_to", "Ends on", K.DAY, "Its last day.", width=13),
    ), example=("Service manager", "Unit", "HOUSING", "HEAD-OF-HOUSING", "", "", "")),
    SheetKind("plans", "Plans", "plan", PLAN, ("code",), (
        _code("Such as COUNCIL-PLAN-2026."), Column("title", "Title", needed=True, width=40),
        _choice("kind", "Kind", PlanKind, "It stays as it was made.", needed=True),
        Column("unit", "Unit", K.CODE, "Whose plan it is; blank for the council itself.", of="units"),
        Column("start_on", "Starts on", K.DAY, needed=True, width=13),
        Column("end_on", "Ends on", K.DAY, needed=True, width=13),
    ), "A new plan is a draft until its adoption is recorded on its page.",
        ("COUNCIL-PLAN-2026", "Council Plan 2026 to 2030", "Council plan", "", "2026-04-01", "2030-03-31")),
    SheetKind("themes", "Themes", "theme of a plan", PLAN, ("plan", "code"), (
        PLAN_CODE, _code("Such as PLACE."), Column("name", "Name", needed=True, width=40), POSITION,
    ), example=("COUNCIL-PLAN-2026", "PLACE", "A place to be proud of", "1")),
    SheetKind("priorities", "Priorities", "priority under a theme", PLAN, ("plan", "theme", "code"), (
        PLAN_CODE, THEME_CODE, _code("Such as HOMES."), Column("name", "Name", needed=True, width=40), POSITION,
    ), example=("COUNCIL-PLAN-2026", "PLACE", "HOMES", "Good homes for all", "1")),
    SheetKind("activities", "Activities", "activity under a priority", PLAN, ("plan", "theme", "priority", "ref"), (
        PLAN_CODE, THEME_CODE, PRIORITY_CODE,
        Column("ref", "Ref", K.CODE, "Such as Place 5.", needed=True),
        Column("title", "Title", needed=True, width=44),
        Column("description", "Description", K.PROSE, width=40),
        Column("unit", "Unit", K.CODE, "Who does it.", needed=True, of="units"),
        Column("lead_post", "Lead post", K.CODE, of="posts"),
        Column("start_on", "Starts on", K.DAY, width=13),
        Column("due_on", "Due on", K.DAY, width=13),
        Column("portfolios", "Portfolios", K.CODES, "Codes, with commas between.", of="portfolios"),
        Column("valid_from", "Reported from", K.DAY, "The plan's first day where blank. It stays.", width=14),
        Column("valid_to", "Leaves on", K.DAY, "The last day it is reported on.", width=13),
    ), "Its status comes from the service's reports.",
        ("COUNCIL-PLAN-2026", "PLACE", "HOMES", "Place 5", "Bring forty empty homes back into use", "", "HOUSING",
         "HEAD-OF-HOUSING", "", "2027-03-31", "HOMES", "", "")),
    SheetKind("milestones", "Milestones", "step of an activity", PLAN, OF_STEP, (
        PLAN_CODE, THEME_CODE, PRIORITY_CODE,
        Column("activity", "Activity", K.CODE, "The activity's ref.", needed=True),
        Column("position", "Step", K.WHOLE, "1 for the first. Steps are told apart by it.", needed=True, width=8),
        Column("title", "Title", needed=True, width=44),
        Column("due_on", "Due on", K.DAY, needed=True, width=13),
        Column("done_on", "Done on", K.DAY, width=13),
    ), example=("COUNCIL-PLAN-2026", "PLACE", "HOMES", "Place 5", "1", "Owners written to", "2026-09-30", "")),
    SheetKind("indicators", "Indicators", "indicator with its owners", MEASURE, ("ref",), (
        Column("ref", "Ref", K.CODE, "Such as H4.", needed=True),
        Column("name", "Name", needed=True, width=44),
        _choice("kind", "Kind", IndicatorKind, "Contextual: never rated. Performance where blank."),
        _choice("frequency", "Frequency", Frequency, needed=True),
        Column("lag", "Periods late", K.WHOLE, "1: the figure of Q1 is asked for in the round of Q2.", width=12),
        Column("unit", "Responsible unit", K.CODE, needed=True, of="units"),
        Column("owner_post", "Owner post", K.CODE, of="posts"),
        Column("portfolios", "Portfolios", K.CODES, "Codes, with commas between.", of="portfolios"),
        Column("priorities", "Priorities", K.CODES, "As PLAN/THEME/PRIORITY, with commas between.", width=40),
        FROM, Column("valid_to", "Leaves on", K.DAY, "The last day it is measured.", width=13),
    ), "What a new one means stands on the next sheet; how it is rated on the one after.",
        ("H4", "Average days to re-let a home", "Performance", "Quarterly", "0", "HOUSING", "HEAD-OF-HOUSING", "HOMES",
         "COUNCIL-PLAN-2026/PLACE/HOMES", "2026-04-01", "")),
    SheetKind("definitions", "Definitions", "version of a definition", MEASURE, ("indicator", "effective_from"), (
        INDICATOR, SINCE,
        Column("definition", "Definition", K.PROSE, width=50),
        Column("numerator_label", "Numerator", width=24),
        Column("denominator_label", "Denominator", width=24),
        Column("data_source", "Source", width=24),
        Column("unit_of_measure", "Unit of measure", K.LINE, "%, days, £m, or what is counted.", needed=True),
        Column("decimals", "Decimals", K.WHOLE, "0 to 6; by them figures are shown and rated.", needed=True, width=10),
        _choice("polarity", "Good is", Polarity, "Higher, lower, within a range, or none better than another.", True),
        _choice("aggregation", "Figure is", Aggregation, "How the figure of a period comes about.", needed=True),
        Column("breaks_series", "Breaks series", K.TRUTH, "Yes: earlier figures cannot be compared.", width=12),
        REASON,
    ), "What is on record is never overwritten: a row that says otherwise becomes a new version.",
        ("H4", "2026-04-01", "Days from the end of one tenancy to the start of the next", "", "", "", "days", "1",
         "Lower", "Average", "No", "")),
    SheetKind("rules", "Rating rules", "version of a rating rule", MEASURE, ("indicator", "effective_from"), (
        INDICATOR, SINCE,
        _choice("kind", "Rule", RULE_KINDS, needed=True),
        Column("green_within", "Green within", K.NUMBER, "Relative: % of the target missed; points: units.", width=12),
        Column("amber_within", "Amber within", K.NUMBER, width=12),
        Column("green", "Green from", K.NUMBER, "For thresholds.", width=12),
        Column("amber", "Amber from", K.NUMBER, "For thresholds.", width=12),
        Column("low", "Range low", K.NUMBER, "For a range; blank: the target's.", width=12),
        Column("high", "Range high", K.NUMBER, width=12),
        REASON,
    ), "An indicator without a row here takes the framework's rating scheme.",
        ("H4", "2026-04-01", "Relative", "0", "10", "", "", "", "", "")),
    SheetKind("targets", "Targets", "targets of a year", TARGET, ("indicator", "unit", "breakdown", "year"), (
        INDICATOR,
        Column("unit", "Unit", K.CODE, "Blank: the unit that the indicator is collected in.", of="units"),
        Column("breakdown", "Breakdown", K.LINE, "Blank for the whole, or ward:Northfield.", width=14),
        Column("year", "Year", K.LINE, "The financial year, as 2026-27.", needed=True, width=10),
        *_PERIODS,
        Column("rationale", "Rationale", K.PROSE, "Kept with each target that is new.", width=34),
        Column("explanation", "Explanation", K.PROSE, "Where a check asks for one.", width=30),
        Column("approved_by", "Approved by", K.CODE, "The body that approved them.", of="bodies"),
        Column("approved_on", "Approved on", K.DAY, "The day it did.", width=13),
        Column("minute_reference", "Minute", K.LINE, width=14),
    ), "Targets count once approved: give the body and the day, if your role may record it. Others are proposed.",
        ("H4", "", "", "2026-27", "26", "", "", "26", "26", "25", "25", *[""] * 12, "Upper quartile", "", "CABINET",
         "2026-03-10", "12")),
)  # fmt: skip
BY_KEY: Final = {each.key: each for each in SHEETS}
PRIMARY: Final = {"units": "code", "posts": "code", "portfolios": "code", "bodies": "code", "people": "email",
                  "plans": "code", "indicators": "ref"}  # fmt: skip
"""Sheet → the column whose codes other sheets name."""
