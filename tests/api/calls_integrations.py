"""Calls of set-up workbooks and printed history."""

from tests.api.calls import Call, Calls, get, patch, post
from tests.api.estate import Estate
from tests.api.files import PRINTED
from tests.integrations.setup_books import MEDIA_TYPE, a_book

OWN, OURS = "of the performance team", "of the council"


def calls(e: Estate) -> Calls:
    """Every call of this part of the matrix."""
    return {**_workbooks(e), **_history(e)}


def _workbooks(e: Estate) -> Calls:
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


def _history(e: Estate) -> Calls:
    table = e.files.table
    at = f"/history-uploads/{table.id}"
    return {
        ("list_history_uploads", OURS): get("/history-uploads", table.id),
        ("create_history_upload", "any"): Call(
            "POST", "/history-uploads", files={"file": ("history.csv", PRINTED, "text/csv")}
        ),
        ("read_history_upload", OURS): get(at),
        ("update_history_upload", OURS): patch(at, {"own_names": ["Old Example"]}, table.version),
        ("delete_history_upload", OURS): Call("DELETE", at, version=table.version),
        ("list_history_rows", OURS): get(f"{at}/rows", lambda found: bool(found["items"])),
        ("decide_history_upload", OURS): post(f"{at}/decisions", {"action": "load"}, table.version),
    }
