"""Files from elsewhere that people of the estate are working on."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from quarterdeck.integrations.history import open_table, upload_table
from quarterdeck.integrations.models import HistoryUpload, SetupLoad
from quarterdeck.integrations.setup.service import open_upload, try_workbook
from tests.api.compared import Compared, compared_in
from tests.integrations.setup_books import a_book

PRINTED = b"indicator,ref,period,value,target,Outturn\nBoats berthed,HB1,Q1 2019/20,412,400,good\n"


@dataclass
class Files:
    """A workbook and comparison data that the team looks at, and a printed table that is ready to load."""

    load: SetupLoad
    table: HistoryUpload
    compared: Compared


def files_of(estate: Any) -> Files:
    """Let the performance team upload what they work on."""
    new_plan = ["NEW-PLAN", "A new plan", "Strategy", "", "2026-04-01", "2030-03-31"]
    book = a_book({"Plans": [["Code", "Title", "Kind", "Unit", "Starts on", "Ends on"], new_plan]})
    team = estate.council.actor("performance_team")
    return Files(
        load=try_workbook(estate.session, team, open_upload(team, "set-up.xlsx", BytesIO(book))),
        table=upload_table(estate.session, team, open_table(team, "history.csv", BytesIO(PRINTED))),
        compared=compared_in(estate),
    )
