"""Who sees what at which stage (the table in the design's model), read over HTTP by everybody in the council."""

from collections.abc import Iterable, Mapping

from tests.journeys.quarter import Quarter

FIGURES_OF = {"housing": {"H1", "H2", "H3"}, "streets": {"S1", "S2", "S3"}}
ENTRIES_OF = {"housing": FIGURES_OF["housing"] | {"People 1"}, "streets": FIGURES_OF["streets"] | {"Place 1"}}
MEMBER_OF = {"cabinet member": "CAB", "scrutiny member": "OSC"}

# What is typed, by the refs of the cells.
ENTRIES = """
who                | requested | submitted | confirmed
administrator      | -         | -         | -
performance team   | all       | all       | all
housing provider   | housing   | housing   | housing
housing manager    | housing   | housing   | housing
streets provider   | streets   | streets   | streets
streets manager    | streets   | streets   | streets
chief executive    | -         | housing   | all
director of people | -         | housing   | housing
holder for homes   | -         | housing   | housing
holder for streets | -         | H3        | streets H3
cabinet member     | -         | -         | -
scrutiny member    | -         | -         | -
clerk              | -         | -         | -
auditor            | all       | all       | all
analyst            | -         | -         | -
"""
# What is on record, as it stands now. Housing alone has submitted at `submitted`: nothing is confirmed.
FIGURES = """
who                | submitted | confirmed  | approved
administrator      | -         | -          | all
performance team   | -         | all        | all
housing provider   | -         | housing    | all
housing manager    | -         | housing    | all
streets provider   | -         | streets    | all
streets manager    | -         | streets    | all
chief executive    | -         | all        | all
director of people | -         | housing    | all
holder for homes   | -         | housing    | all
holder for streets | -         | streets H3 | all
cabinet member     | -         | -          | all
scrutiny member    | -         | -          | all
clerk              | -         | -          | all
auditor            | -         | all        | all
analyst            | -         | -          | all
"""
# The edition: whole, or a portfolio's part of it. `first`: who has it is the member of the body that has it first.
# The second body meets in public on the same day, so that its papers are public.
PACKS = """
who                | sealed     | first      | public
administrator      | -          | -          | all
performance team   | all        | all        | all
housing provider   | -          | -          | all
housing manager    | -          | -          | all
streets provider   | -          | -          | all
streets manager    | -          | -          | all
chief executive    | all        | all        | all
director of people | all        | all        | all
holder for homes   | housing    | housing    | all
holder for streets | streets H3 | streets H3 | all
cabinet member     | -          | first      | all
scrutiny member    | -          | first      | all
clerk              | all        | all        | all
auditor            | all        | all        | all
analyst            | -          | -          | all
"""


def entries_are_seen(quarter: Quarter, stage: str) -> None:
    """Everybody sees of the submissions and their entries what the table says."""
    seen = {}
    for who in _column(ENTRIES, stage):
        refs: set[str] = set()
        for submission in quarter.council[who].items("/submissions", round_id=quarter.id):
            rows = quarter.council[who].items(f"/submissions/{submission['id']}/entries")
            refs |= {(each["indicator"] or each["activity"])["ref"] for each in rows}
        seen[who] = refs
    assert seen == _expanded(_column(ENTRIES, stage), ENTRIES_OF)


def figures_are_seen(quarter: Quarter, stage: str) -> None:
    """Everybody sees of the figures on record what the table says."""
    column = _column(FIGURES, stage)
    assert figures_seen_by(quarter, column) == _expanded(column, FIGURES_OF)


def edition_is_seen(quarter: Quarter, stage: str, first_body: str = "") -> None:
    """Everybody sees of the edition what the table says: its content, its figures by `?pack=`, its document.

    Who sees a part of it alone sees no manifest.
    """
    column = {
        who: ("all" if MEMBER_OF[who] == first_body else "-") if words == "first" else words
        for who, words in _column(PACKS, stage).items()
    }
    assert edition_seen_by(quarter, column) == _expanded(column, FIGURES_OF)


def figures_seen_by(quarter: Quarter, people: Iterable[str]) -> dict[str, set[str]]:
    """Which figures on record each of these people sees, by their refs."""
    return {who: set(quarter.figures(who)) for who in people}


def edition_seen_by(quarter: Quarter, people: Iterable[str]) -> dict[str, set[str]]:
    """Which figures of the edition each of these people sees, in every way in which it is read."""
    return {who: _seen_of_edition(quarter, who) for who in people}


def _seen_of_edition(quarter: Quarter, who: str) -> set[str]:
    caller, path = quarter.council[who].http, f"/packs/{quarter.edition}"
    content = caller.get(path)
    listed = [each["id"] for each in quarter.council[who].items("/packs", round_id=quarter.id)]
    pinned = caller.get("/observations", params={"pack": quarter.edition})
    document = caller.get(f"{path}/documents/html")
    manifest = caller.get(f"{path}/manifest")
    assert (quarter.edition in listed) is (content.status_code == 200)
    if content.status_code == 404:
        assert [each.status_code for each in (pinned, document, manifest)] == [404, 404, 404]
        return set()
    edition = content.json()
    refs = {each["ref"] for each in edition["content"]["figures"]}
    assert {each["ref"] for each in pinned.json()["items"]} == refs
    assert document.status_code == 200
    assert manifest.status_code == (200 if edition["part"] is None else 403)
    return refs


def _column(table: str, stage: str) -> dict[str, str]:
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {row[0]: row[head.index(stage)] for row in rows}


def _expanded(column: Mapping[str, str], groups: Mapping[str, set[str]]) -> dict[str, set[str]]:
    everything = set().union(*groups.values())
    return {
        who: set().union(*(groups.get(word, everything if word == "all" else {word}) for word in words.split()))
        if words != "-"
        else set()
        for who, words in column.items()
    }
