"""A council brings in what it has: a workbook with a fault is mended and loaded, a printed table is mapped and read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from quarterdeck.core.workbooks import WORKBOOK
from tests.browser.browsing import Visit, violations
from tests.browser.setting_up import loads_table, loads_workbook, uploads_table, uploads_workbook
from tests.demos import copy_demo
from tests.integrations.setup_books import a_book
from tests.integrations.test_history import as_csv


@pytest.fixture(scope="module")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A demo of its own: what is loaded here stays, and other tests of the demo only read."""
    return copy_demo("sqlite", "browser_set_up", tmp_path_factory).environment


HEADING = ["Code", "Title", "Kind", "Starts on", "Ends on"]


def _workbook(kind: str) -> dict[str, object]:
    rows = [HEADING, ["HARBOUR-26", "The Harbour Plan", kind, "2026-04-01", "2030-03-31"]]
    return {"name": "harbour.xlsx", "mimeType": WORKBOOK, "buffer": a_book({"Plans": rows})}


@pytest.mark.slow
def test_a_workbook_with_a_fault_is_mended_and_loaded(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as("performance")
    page = visit.page
    uploads_workbook(visit, _workbook("Wish list"))
    page.get_by_text("1 row to mend before anything can be loaded").wait_for()
    assert page.get_by_text("Use one of: Council plan,").is_visible()
    assert page.get_by_role("button", name="Load it").count() == 0

    uploads_workbook(visit, _workbook("Strategy"))
    loads_workbook(visit, "1 row new, on")
    visit.open("/plans")
    assert page.get_by_text("The Harbour Plan").is_visible()
    assert visit.complaints == []


@pytest.mark.slow
def test_a_printed_table_is_mapped_mended_and_read_on_the_indicators_page(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as("performance")
    page = visit.page
    uploads_table(visit, *as_csv())
    page.get_by_text("Say which column is: Indicator.").wait_for()
    page.get_by_label("Measure of success").select_option("indicator")
    page.get_by_label("Goal").select_option("target_as_printed")
    page.get_by_role("button", name="Save the columns").click()
    page.get_by_role("button", name="Leave out all 2 that cannot be read").wait_for()
    assert violations(page) == []

    page.get_by_role("button", name="Mend line 4").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Figure").fill("300")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Mend line 5").click()
    dialog.get_by_label("Or leave the row out").fill("The paper does not say when")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Say what it is: Boats berthed").click()
    dialog.get_by_label("Which way is good?").select_option("higher")
    dialog.get_by_label("What is a figure?").select_option("snapshot")
    dialog.get_by_role("button", name="Confirm").click()
    loads_table(visit)

    visit.open("/search?q=Boats%20berthed")
    page.get_by_role("link", name="Boats berthed").first.click()
    page.get_by_role("heading", level=1, name="Boats berthed").wait_for()
    expect(page.get_by_role("link", name="412", exact=True)).to_be_visible()
    assert visit.complaints == []
