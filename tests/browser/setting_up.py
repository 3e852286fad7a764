"""What a council does to bring in what it has, at the screens: a set-up workbook, and printed tables."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.browsing import Visit


def uploads_workbook(visit: Visit, file: Any) -> None:
    """Uploads a filled-in set-up workbook (a path, or a file as Playwright takes it); what it would do is shown."""
    visit.open("/set-up/workbook")
    visit.page.get_by_label("The filled-in workbook").set_input_files(file)
    visit.page.get_by_role("button", name="Upload and look").click()


def loads_workbook(visit: Visit, says: str) -> None:
    """Loads the workbook that is shown, with a hasty second click, and waits for the words that it was loaded."""
    page = visit.page
    page.get_by_text("Ready to load").wait_for()
    page.get_by_role("button", name="Load it").click()
    page.get_by_role("dialog").get_by_role("button", name="Load it").dblclick()
    expect(page.get_by_text(says)).to_be_visible()


def uploads_table(visit: Visit, name: str, content: bytes, kind: str) -> None:
    """Uploads a printed table; its columns are shown, or why it is none."""
    visit.open("/set-up/history")
    file: Any = {"name": name, "mimeType": kind, "buffer": content}
    visit.page.get_by_label("The printed table").set_input_files(file)
    visit.page.get_by_role("button", name="Upload the table").click()


def loads_table(visit: Visit) -> None:
    """Loads the printed table that is shown."""
    page = visit.page
    page.get_by_role("button", name="Load the table").click()
    page.get_by_role("dialog").get_by_role("button", name="Load the table").dblclick()
    page.get_by_text("Its figures are on record as printed").wait_for()
