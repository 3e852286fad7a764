"""A council set up from one workbook: what rows do, what is refused, and that nothing is half done."""

import re

import pytest
from sqlalchemy import func, select

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import AuditEvent, CouncilHead
from quarterdeck.core.workbooks import read_workbook
from quarterdeck.integrations.models import SetupLoad, SetupRow
from quarterdeck.integrations.setup import service
from quarterdeck.integrations.setup.book import read_book
from quarterdeck.integrations.setup.load import OUTCOMES, load_book
from quarterdeck.integrations.setup.sheets import SHEETS
from quarterdeck.integrations.setup.template import setup_workbook
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Target
from quarterdeck.organisation.models import Person, RoleGrant, Unit
from tests.integrations.setup_books import a_book, changed, port_quay


@pytest.fixture
def setting_up(session, council):
    """Loads sheets into the council as the installation itself: `setting_up(sheets)`."""

    def load(sheets, *, keep=True, actor=None):
        content = sheets if isinstance(sheets, bytes) else a_book(sheets)
        book = read_book(read_workbook("set-up.xlsx", content))
        return load_book(session, actor or Actor.system(council.id), book, keep=keep)

    return load


def totals(outcome):
    return {what: outcome.count(what) for what in OUTCOMES if outcome.count(what)}


def journal_of(session, council):
    head = session.get_one(CouncilHead, council.id, populate_existing=True)
    return head.change_no, head.event_count


def rows_of(outcome, what):
    return [each for each in outcome.results if each.what == what]


@pytest.mark.slow
def test_a_workbook_is_tried_loaded_and_loaded_again(setting_up, session, council):
    """Tried, nothing is kept; loaded, all of it is, an event each; again, or from the template, nothing changes."""
    sheets, before = port_quay(), journal_of(session, council)
    tried = setting_up(sheets, keep=False)
    assert totals(tried) == {"create": 32}, rows_of(tried, "fault")
    assert journal_of(session, council) == before
    assert session.scalar(select(func.count()).select_from(Indicator)) == 0

    loaded = setting_up(sheets)
    assert loaded.digest == tried.digest
    number, events = journal_of(session, council)
    assert number == before[0] + 1, "one change number stands for the whole load"
    kinds = dict(session.execute(select(AuditEvent.action, func.count()).group_by(AuditEvent.action)).all())
    assert {kinds[action] for action in ("unit.create", "role_grant.create", "indicator.create")} == {4, 3}
    assert (kinds["target.propose"], kinds["target.approve"], kinds["approval.record"]) == (9, 5, 5)

    harbour = session.scalars(select(Unit).where(Unit.code == "HARBOUR")).one()
    assert session.get_one(Unit, harbour.parent_id).code == "COAST"
    held = session.scalars(select(Target).where(Target.state == "approved").order_by(Target.period_code)).all()
    assert [(row.period_code, row.value, row.low, row.high) for row in held] == [
        ("2026-27", 95, None, None), ("2026-27-Q1", 95, None, None), ("2026-27-Q2", 95, None, None),
        ("2026-27-Q3", 95, None, None), ("2026-27-Q4", None, 94, 96),
    ]  # fmt: skip

    again = setting_up(sheets)
    assert totals(again) == {"unchanged": 32}
    filled = setup_workbook(session, Actor.system(council.id))
    from_template = setting_up(filled)
    assert set(totals(from_template)) == {"unchanged"}, rows_of(from_template, "change")
    assert not from_template.unread_sheets
    assert not from_template.unread_columns
    assert journal_of(session, council) == (number, events)


def test_a_failing_row_loads_nothing_and_says_where_and_how(setting_up, session, council):
    before = journal_of(session, council)
    sheets = port_quay()
    sheets["Posts"].append(["BUOYS", "Buoy Keeper", "NOWHERE"])
    outcome = setting_up(sheets)
    [row] = rows_of(outcome, "fault")
    assert (row.sheet, row.row, row.faults[0].column, row.faults[0].code) == ("Posts", 4, "Unit", "unknown_code")
    assert "Check the code, or add it there." in row.faults[0].sentence
    assert outcome.count("create") == 32
    assert journal_of(session, council) == before
    assert session.scalar(select(Unit.id).where(Unit.code == "COAST")) is None


def test_changes_are_told_old_and_new_and_what_is_absent_stays(setting_up, session, council):
    setting_up(port_quay())
    outcome = setting_up(
        {
            "Units": [["Code", "Name", "Valid to"], ["HARBOUR", "Harbour, Beaches and Piers", "2027-03-31"]],
            "Indicators": [["Ref", "Owner post", "Portfolios"], ["B2", "DESK-LEAD", "SEA, PEOPLE"]],
            "Definitions": [
                ["Indicator", "Effective from", "Decimals", "Reason"],
                ["B1", "2026-04-01", 2, "The laboratory gives two"],
            ],
            "Targets": [["Indicator", "Year", "Q1", "Rationale"], ["D1", "2026-27", 85, "Two more people at the desk"]],
        }
    )  # fmt: skip
    told = {(row.sheet, row.key): row.changes for row in rows_of(outcome, "change")}
    assert told == {
        ("Units", "HARBOUR"): [
            ("Name", "Harbour and Beaches", "Harbour, Beaches and Piers"), ("Valid to", "", "2027-03-31"),
        ],
        ("Indicators", "B2"): [("Owner post", "", "DESK-LEAD"), ("Portfolios", "", "PEOPLE, SEA")],
        ("Definitions", "B1 · 2026-04-01"): [("Decimals", "1", "2"), ("Reason", "", "The laboratory gives two")],
        ("Targets", "D1 · 2026-27"): [("Q1", "80 (proposed)", "85 (proposed)")],
    }  # fmt: skip
    versions = session.scalars(select(IndicatorDefinition.decimals).order_by(IndicatorDefinition.number)).all()
    assert sorted(versions) == [0, 0, 1, 2], "what a definition said before stays on record"
    assert session.scalar(select(func.count()).select_from(Unit)) == 10


DESK, OFFICER = "DESK-LEAD", "harbour@portquay.example"


def approved(by, on):
    """A target's row that says who approved it."""
    return ["B2", "2026-27", 1, "", "", "", "", "Last year's", by, on]


FAULTS = {
    "a needed cell is blank": ("Units", ["NEW1", "", "Team", ""], "Name", "missing"),
    "an unknown choice": ("Units", ["NEW2", "New", "Squad", ""], "Kind", "unknown_choice"),
    "an unknown unit": ("Units", ["NEW3", "New", "Team", "NIX"], "Part of", "unknown_code"),
    "a code twice": ("Units", ["COAST", "Coast again", "Team", ""], "", "repeated"),
    "a code that is too long": ("Units", ["N" * 65, "New", "Team", ""], "Code", "too_long"),
    "a formula without a value": ("Units", ["NEW4", "=1+1", "Team", ""], "Name", "formula"),
    "an e-mail address that is none": ("People", ["nobody", "Nobody", "Yes"], "E-mail", "no_address"),
    "neither yes nor no": ("People", ["a1@b.example", "A", "perhaps"], "Active", "not_yes_or_no"),
    "somebody new who has left": ("People", ["a@b.example", "A", "No"], "Active", "new_and_left"),
    "a day kept as a number": ("Post holders", [DESK, OFFICER, 46113], "From", "number_for_day"),
    "a day that is none": ("Post holders", [DESK, OFFICER, "soon"], "From", "not_a_day"),
    "a role for the wrong scope": ("Roles", ["Portfolio holder", "Council", "", DESK, ""], "For", "wrong_scope"),
    "a role of nobody": ("Roles", ["Auditor", "Council", "", "", ""], "Post", "one_holder"),
    "a scope without its code": ("Roles", ["Data provider", "Unit", "", DESK, ""], "Which", "missing"),
    "a plan that ends first": ("Plans", ["P2", "P", "Strategy", "2026-04-01", "2025-04-01"], "Ends on", "before_start"),
    "a theme of no plan": ("Themes", ["NIX", "T", "T", 1], "Plan", "unknown_code"),
    "an order that is no number": ("Themes", ["PLAN-26", "T", "T", "first"], "Order", "not_a_number"),
    "a milestone of no activity": (
        "Milestones", ["PLAN-26", "SHORE", "WATER", "Shore 9", 1, "X", "2026-09-30"], "Activity", "unknown_code",
    ),
    "an indicator without a definition": ("Indicators", ["X1", "X", "Monthly", "DESK"], "Ref", "no_definition"),
    "a priority without its path": ("Indicators", ["B2", "B", "Quarterly", "DESK", "", "", "WATER"], "", "repeated"),
    "a rule that does not fit": ("Rating rules", ["D1", "2026-05-01", "Range", "", 5], "Rule", "bad_rule"),
    "a rule without its numbers": ("Rating rules", ["D1", "2026-06-01", "Points", "", ""], "Green within", "bad_rule"),
    "a definition without a reason": ("Definitions", ["D1", "2026-04-01", "%", 2, "Higher", "Flow"], "", "repeated"),
    "a year that is none": ("Targets", ["B2", "next", 1, "", "", "", "", "x", "", ""], "Year", "bad_year"),
    "an approval without its day": ("Targets", approved("EXEC", ""), "Approved on", "missing"),
    "an approval to come": ("Targets", approved("EXEC", "2199-01-01"), "Approved on", "future"),
    "a body that is not there": ("Targets", approved("NIX", "2026-03-02"), "Approved by", "unknown_code"),
    "a target that a check refuses": ("Targets", ["B2", "2026-27", "", "9000-1"], "Q1", "below_low"),
    "a target without a reason": ("Targets", ["B2", "2026-27", 1], "Whole year", "target_without_reason"),
}  # fmt: skip


@pytest.mark.slow
def test_each_fault_is_told_at_its_column_with_a_mend(setting_up, record_property):
    """One workbook with a faulty row of every kind: each is told, and none hides another."""
    sheets = port_quay()
    places = {}
    for what, (sheet, cells, _, _) in FAULTS.items():
        sheets[sheet].append(cells)
        places[what] = (sheet, len(sheets[sheet]))
    outcome = setting_up(sheets)
    found = {(row.sheet, row.row): row for row in outcome.results if row.faults}
    for what, (_, _, column, code) in FAULTS.items():
        row = found.pop(places[what], None)
        assert row is not None, what
        assert (column, code) in [(fault.column, fault.code) for fault in row.faults], (what, row.faults)
        assert all(fault.sentence.endswith((".", "?")) for fault in row.faults), what
    assert not found
    record_property("figure", ("kinds of faulty rows told with their mend", "both databases", len(FAULTS)))


def test_merged_and_hidden_rows_and_what_is_not_read_are_told(setting_up):
    def change(book):
        book["Units"].merge_cells("B2:B3")
        book["Posts"].row_dimensions[2].hidden = True
        book["Posts"]["D1"] = "Grade"
        book.create_sheet("Notes").append(["Ask Finance"])

    outcome = setting_up(changed(a_book(port_quay()), change))
    merged = [row for row in outcome.results if any(fault.code == "merged" for fault in row.faults)]
    assert [(row.sheet, row.row) for row in merged] == [("Units", 2), ("Units", 3)]
    [hidden] = [row for row in outcome.results if row.notes and row.sheet == "Posts"]
    assert (hidden.row, "hidden" in hidden.notes[0]) == (2, True)
    assert (outcome.unread_sheets, outcome.unread_columns) == (["Notes"], {"Posts": ["Grade"]})


def test_what_a_role_does_not_load_is_left_and_said(setting_up, session, council):
    administrator, team = council.actor("administrator"), council.actor("performance_team")
    first = setting_up(port_quay(), actor=administrator)
    assert totals(first) == {"create": 17, "left": 15}
    assert first.left[:2] == ["Plans", "Themes"]
    second = setting_up(port_quay(), actor=team)
    assert totals(second) == {"create": 15, "left": 17}
    assert session.scalars(select(Person.email).where(Person.email == "harbour@portquay.example")).one()
    assert session.scalar(select(func.count()).select_from(RoleGrant).where(RoleGrant.role == "portfolio_holder")) == 1


def test_targets_are_approved_only_by_who_may(setting_up, session, council):
    setting_up(port_quay(), actor=council.actor("administrator"))
    manager = council.actor("service_manager", unit=session.scalars(select(Unit).where(Unit.code == "HARBOUR")).one())
    setting_up(
        {name: rows for name, rows in port_quay().items() if name != "Targets"}, actor=council.actor("performance_team")
    )
    outcome = setting_up({"Targets": port_quay()["Targets"][:2]}, actor=manager)
    [row] = outcome.results
    assert (row.what, row.notes) == ("create", ["Proposed only: your role does not record approvals of targets."])
    assert set(session.scalars(select(Target.state))) == {"proposed"}


def test_text_that_looks_like_a_formula_comes_back_as_text(setting_up, session, council):
    setting_up({"Units": [["Code", "Name", "Kind"], ["EVIL", "'=HYPERLINK(1)", "Team"]]})
    unit = session.scalars(select(Unit).where(Unit.code == "EVIL")).one()
    unit.name = '=HYPERLINK("http://a.example","Click")'
    session.flush()
    [sheet] = [
        each
        for each in read_workbook("a.xlsx", setup_workbook(session, Actor.system(council.id)))
        if each.name == "Units"
    ]
    cells = [cell for _, row in sheet.rows for cell in row.values()]
    assert [cell.kind for cell in cells if "HYPERLINK" in cell.text] == ["text"]
    assert {cell.kind for cell in cells} == {"text"}


def test_every_sheet_says_how_it_is_filled_in():
    for kind in SHEETS:
        assert len(kind.example) == len(kind.columns), kind.title
        assert {column.key for column in kind.columns} >= set(kind.by), kind.title
        for column, example in zip(kind.columns, kind.example, strict=True):
            assert example or not column.needed, (kind.title, column.head)
    assert not re.search(r"[a-z]_[a-z]", " ".join(column.head for kind in SHEETS for column in kind.columns))


def test_a_workbook_that_was_tried_and_never_loaded_is_forgotten_a_while_after(session, council):
    said = {"sha256": "0" * 64, "sheets": [], "outcome": "", "summary": {}, "version": 1, "loaded_at": None}
    for state in ("previewed", "loaded"):
        load = SetupLoad(
            council_id=council.id, person_id=None, filename="a.xlsx", state=state, created_at=clock.now(), **said
        )
        session.add(load)
        session.flush()
        session.add(
            SetupRow(council_id=council.id, load_id=load.id, sheet="units", row=2, key="A", what="create", detail={})
        )
    session.flush()
    service.forget_old(session)
    assert session.scalar(select(func.count()).select_from(SetupRow)) == 2
    with clock.set_to(clock.now() + service.KEPT_FOR):
        service.forget_old(session)
    assert session.scalars(select(SetupLoad.state)).all() == ["loaded"]
    assert session.scalar(select(func.count()).select_from(SetupRow)) == 1
