"""Set-up workbooks for tests: a small council of its own, and sheets written as people write them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from quarterdeck.core.workbooks import WORKBOOK as MEDIA_TYPE
from quarterdeck.core.workbooks import as_bytes

__all__ = ["MEDIA_TYPE", "a_book", "changed", "port_quay"]

Rows = Sequence[Sequence[Any]]


def a_book(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file with these sheets, each of rows of cells (the headings first)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return as_bytes(book)


def changed(content: bytes, change: Any) -> bytes:
    """A workbook after a function has changed it, as somebody does in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    return as_bytes(book)


def port_quay() -> dict[str, list[list[Any]]]:
    """The sheets of Port Quay, an invented harbour town: two directorates, three services, four indicators."""
    plan = "PLAN-26"
    return {
        "Units": [
            ["Code", "Name", "Kind", "Part of"],
            # A part may stand before what it is part of.
            ["HARBOUR", "Harbour and Beaches", "Service", "COAST"],
            ["COAST", "Coast", "Directorate", ""],
            ["DESK", "Help Desk", "Service", "CORE"],
            ["CORE", "Core", "Directorate", ""],
        ],
        "Posts": [
            ["Code", "Title", "Unit"],
            ["HARBOURMASTER", "Harbour Master", "HARBOUR"],
            ["DESK-LEAD", "Help Desk Lead", "DESK"],
        ],
        "Portfolios": [["Code", "Name"], ["SEA", "Sea and Shore"], ["PEOPLE", "Residents"]],
        "Bodies": [["Code", "Name", "Kind"], ["EXEC", "Executive", "Cabinet"], ["SCR", "Scrutiny Panel", "Scrutiny"]],
        "People": [
            ["E-mail", "Name", "Active"],
            ["Harbour@PortQuay.example", "The harbour officer", "Yes"],
            ["desk@portquay.example", "The desk officer", ""],
        ],
        "Post holders": [
            ["Post", "E-mail", "From"],
            ["HARBOURMASTER", "harbour@portquay.example", "01/04/2026"],
            ["DESK-LEAD", "desk@portquay.example", "1 April 2026"],
        ],
        "Roles": [
            ["Role", "For", "Which", "Post", "E-mail"],
            ["Service manager", "Unit", "HARBOUR", "HARBOURMASTER", ""],
            ["Data provider", "Unit", "DESK", "", "desk@portquay.example"],
            ["Portfolio holder", "Portfolio", "SEA", "", "harbour@portquay.example"],
        ],
        "Plans": [
            ["Code", "Title", "Kind", "Starts on", "Ends on"],
            [plan, "The Harbour Plan", "Council plan", "2026-04-01", "2030-03-31"],
        ],
        "Themes": [["Plan", "Code", "Name", "Order"], [plan, "SHORE", "A clean shore", 1]],
        "Priorities": [["Plan", "Theme", "Code", "Name", "Order"], [plan, "SHORE", "WATER", "Clean water", 1]],
        "Activities": [
            ["Plan", "Theme", "Priority", "Ref", "Title", "Unit", "Lead post", "Due on", "Portfolios"],
            [plan, "SHORE", "WATER", "Shore 1", "New outfall screens", "HARBOUR", "HARBOURMASTER", "2027-03-31", "SEA"],
        ],
        "Milestones": [
            ["Plan", "Theme", "Priority", "Activity", "Step", "Title", "Due on"],
            [plan, "SHORE", "WATER", "Shore 1", 1, "Screens ordered", "2026-09-30"],
        ],
        "Indicators": [
            ["Ref", "Name", "Frequency", "Responsible unit", "Owner post", "Portfolios", "Priorities"],
            [
                "B1",
                "Bathing water samples that pass",
                "Quarterly",
                "HARBOUR",
                "HARBOURMASTER",
                "SEA",
                f"{plan}/SHORE/WATER",
            ],
            ["B2", "Berths let", "Quarterly", "HARBOUR", "", "", ""],
            ["D1", "Calls answered in a minute", "Quarterly", "DESK", "DESK-LEAD", "PEOPLE", ""],
        ],
        "Definitions": [
            ["Indicator", "Effective from", "Unit of measure", "Decimals", "Good is", "Figure is"],
            ["B1", "2026-04-01", "%", 1, "Higher", "Flow"],
            ["B2", "2026-04-01", "berths", 0, "Higher", "Snapshot"],
            ["D1", "2026-04-01", "%", 0, "Higher", "Flow"],
        ],
        "Rating rules": [
            ["Indicator", "Effective from", "Rule", "Green within", "Amber within"],
            ["B1", "2026-04-01", "Points", 0, 5],
            ["D1", "2026-04-01", "Relative", 0, 10],
        ],
        "Targets": [
            ["Indicator", "Year", "Whole year", "Q1", "Q2", "Q3", "Q4", "Rationale", "Approved by", "Approved on"],
            ["B1", "2026/27", 95, "95%", 95, 95, "94 to 96", "The bathing water rules", "EXEC", "2026-03-02"],
            ["D1", "2026-27", "", 80, 80, 82, 82, "What the desk reached last year", "", ""],
        ],
    }
