"""The year before the council used Quarterdeck: its printed table, read in as any council's would be.

`data/printed.csv` names its periods as printed tables do, with the demo's years filled in for these marks:
{y} 2023/24 · {first} 2023 · {last} 2024.
"""

from quarterdeck.demo import papers
from quarterdeck.demo.timeline import Demo
from quarterdeck.framework.periods import Period
from quarterdeck.integrations.backfill import batches, new_report, record_batch
from quarterdeck.integrations.mapping import read_mapping
from quarterdeck.integrations.printed_table import read_table

TABLE, MAPPING = "printed.csv", "printed.toml"


def read_history(demo: Demo) -> None:
    """Read the printed table into the council's record. Raises ValueError unless all of it is read."""
    table = read_table(TABLE, printed_table(demo.years.first))
    report = new_report(table)
    for batch in batches(table, read_mapping(papers.text(MAPPING).encode()), report):
        record_batch(demo.session, batch, report)
    if report.unreadable or report.indicators["created"]:
        raise ValueError(f"{TABLE} is not read as a whole: {report.as_json()}")


def printed_table(year: Period) -> bytes:
    """The table as it was printed for a financial year, as a CSV file."""
    marks = {"{y}": year.short_label, "{first}": str(year.start.year), "{last}": str(year.end.year)}
    table = papers.text(TABLE)
    for mark, words in marks.items():
        table = table.replace(mark, words)
    return table.encode()
