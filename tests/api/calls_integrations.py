"""Calls of set-up workbooks and printed history."""

from tests.api.calls import Call, Calls, get, post
from tests.api.estate import Estate
from tests.integrations.setup_books import MEDIA_TYPE, a_book

OWN = "of the performance team"


def calls(e: Estate) -> Calls:
    """Every call of this part of the matrix."""
    load = e.files.load
    at = f"/setup/loads/{load.id}"
    workbook = ("set-up.xlsx", a_book({"Plans": [["Code"]]}), MEDIA_TYPE)
    return {
        ("read_setup_workbook", "any"): get("/setup/workbook.xlsx"),
        ("list_setup_loads", OWN): get("/setup/loads", load.id),
        ("create_setup_load", "any"): Call("POST", "/setup/loads", files={"file": workbook}),
        ("read_setup_load", OWN): get(at),
        ("list_setup_rows", OWN): get(f"{at}/rows", lambda found: bool(found["items"])),
        ("decide_setup_load", OWN): post(f"{at}/decisions", {"action": "load"}, load.version),
        ("delete_setup_load", OWN): Call("DELETE", at, version=load.version),
    }
