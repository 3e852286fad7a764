"""What must be refused is refused on every operation: 4xx problem+json that echoes nothing, and nothing is written."""

from typing import Any

import pytest
from sqlalchemy import func, literal, select, union_all

from quarterdeck.migrations.models import metadata
from tests.api import hostile
from tests.api.all_calls import good_calls
from tests.api.asking import Asking
from tests.api.calls import FORMS, Call
from tests.api.hostile import MARK, Hostile
from tests.api.permission_matrix import rows

OPERATIONS = sorted({row.operation for row in rows()})
# Everything else may be asked by somebody with every role.
OF_ONE = {"decide_setup_load": "PT"}
"""What only whoever made it may do, by who that is in the estate."""
PROBLEM = {"type", "title", "status", "detail", "instance", "errors"}


@pytest.fixture(scope="module")
def good(asking: Asking) -> dict[str, Call]:
    return good_calls(asking.estate)


class Written:
    """Whether anything is written while a block runs: rows of every table, and every council's log."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        # A refused sign-in is counted and journalled on purpose.
        apart = {"sign_in_attempt", "audit_event"}
        self.tables = [table for name, table in sorted(metadata.tables.items()) if name not in apart]

    def state(self) -> Any:
        counts = [select(literal(table.name), func.count()).select_from(table) for table in self.tables]
        return [tuple(row) for row in self.asking.connection.execute(union_all(*counts))], self.asking.journalled()


def _faults(answer: Any, what: str, pointer: str | None, declared: Any) -> list[str]:
    """What is wrong with a refusal."""
    told = f"{what}: {answer.status_code} {answer.text[:200]}"
    if not 400 <= answer.status_code < 500:
        return [f"{told}: no refusal"]
    if answer.headers["content-type"] != "application/problem+json":
        return [f"{told}: no problem+json"]
    problem, faults = answer.json(), []
    if set(problem) != PROBLEM or problem["status"] != answer.status_code or not problem["detail"]:
        faults.append(f"{told}: no whole problem")
    if MARK in answer.text or MARK in str(answer.headers):
        faults.append(f"{told}: the input is echoed")
    if str(answer.status_code) not in declared:
        faults.append(f"{told}: the contract does not declare this status")
    named = [error["pointer"] for error in problem["errors"]]
    if pointer is not None and not any(each == pointer or each.startswith(f"{pointer}/") for each in named):
        faults.append(f"{told}: {pointer} is not named")
    return faults


@pytest.mark.slow
@pytest.mark.either
@pytest.mark.parametrize("operation", OPERATIONS)
def test_bodies_that_must_be_refused(
    operation: str, asking: Asking, good: dict[str, Call], record_property: Any
) -> None:
    record_property("database", asking.name)
    described = asking.operations[operation]
    content = described.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        assert "requestBody" not in described or operation in FORMS
        return
    schema = asking.resolved(content["application/json"]["schema"])
    cases = list(hostile.bodies(good[operation].body, schema, asking.contract["components"]["schemas"]))
    written = Written(asking)
    with asking.undone():
        before, faults = written.state(), []
        for case in cases:
            answer = _sent(asking, good[operation], case)
            faults += _faults(answer, case.what, case.pointer, described["responses"])
        after = written.state()
    record_property("figure", ("bodies refused", asking.name, len(cases)))
    assert faults == [], f"{len(faults)} of {len(cases)}:\n" + "\n".join(faults)
    assert after == before


def _sent(asking: Asking, call: Call, case: Hostile) -> Any:
    return asking.request(call.with_body(case.content), **{"Content-Type": case.media_type})


def test_forms_that_must_be_refused(asking: Asking, good: dict[str, Call], record_property: Any) -> None:
    record_property("database", asking.name)
    call, declared = good["create_evidence"], asking.operations["create_evidence"]["responses"]
    form, file = call.body, call.files["file"]  # type: ignore[index]
    largest = asking.database.settings.max_evidence_bytes
    spoiled = {
        "no kind": ({"subject_id": form["subject_id"]}, file, "/kind"),
        "a kind that is too long": ({**form, "kind": MARK * 10}, file, "/kind"),
        "a kind that is none": ({**form, "kind": MARK}, file, "/kind"),
        "a NUL in the kind": ({**form, "kind": f"{MARK}\0"}, file, "/kind"),
        "no number": ({**form, "subject_id": MARK}, file, "/subject_id"),
        "two to the 63rd": ({**form, "subject_id": str(2**63)}, file, "/subject_id"),
        "a negative id": ({**form, "subject_id": "-1"}, file, "/subject_id"),
        "a note that is too long": ({**form, "note": MARK * 2600}, file, "/note"),
        "an empty file": (form, ("minutes.txt", b"", "text/plain"), "/file"),
        "a file without a name": (form, ("", b"What was counted", "text/plain"), "/file"),
        "a script": (form, (f"{MARK}.html", b"<script>alert(1)</script>", "text/html"), "/file"),
        "a program": (form, (f"{MARK}.exe", b"MZ\x90\x00\x03", "application/pdf"), "/file"),
        "a file that is too large": (form, ("minutes.txt", b"x" * (largest + 1), "text/plain"), None),
        "a body that is too large": (form, ("minutes.txt", b"x" * (largest + 70_000), "text/plain"), None),
    }
    written = Written(asking)
    with asking.undone():
        before, faults = written.state(), []
        for what, (body, sent, pointer) in spoiled.items():
            answer = asking.request(Call("POST", call.path, body, files={"file": sent}))
            faults += _faults(answer, what, pointer, declared)
        for body in (b"", b"{}", f"{MARK}".encode(), b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nplan'):
            for kind in ("application/json", "multipart/form-data", "multipart/form-data; boundary=x"):
                answer = asking.request(Call("POST", call.path, body), **{"Content-Type": kind})
                faults += _faults(answer, f"{body!r} as {kind}", None, declared)
        after = written.state()
    record_property("figure", ("forms refused", asking.name, len(spoiled) + 12))
    assert faults == []
    assert after == before


@pytest.mark.slow
@pytest.mark.either
@pytest.mark.parametrize("operation", OPERATIONS)
def test_addresses_and_headers_that_must_be_refused(
    operation: str, asking: Asking, good: dict[str, Call], record_property: Any
) -> None:
    record_property("database", asking.name)
    written, cases = Written(asking), 0
    with asking.undone():
        before, faults = written.state(), []
        for found in (_paths(operation, asking, good), _queries(operation, asking, good),
                      _headers(operation, asking, good)):  # fmt: skip
            cases += len(found)
            faults += [fault for each in found for fault in each]
        after = written.state()
    record_property("figure", ("addresses and headers refused", asking.name, cases))
    assert faults == [], "\n".join(faults)
    assert after == before


def _paths(operation: str, asking: Asking, good: dict[str, Call]) -> list[list[str]]:
    """Another word in place of each id or code of the path."""
    described, call = asking.operations[operation], good[operation]
    parts, found = described["path"].removeprefix(call.base).split("/"), []
    for number, part in enumerate(parts):
        if part.startswith("{"):
            for value in hostile.PATH_VALUES:
                words = call.path.split("/")
                words[number] = value
                answer = asking.request(call.at("/".join(words)))
                found.append(_faults(answer, f"{part} = {value[:20]}", None, described["responses"]))
    return found


def _queries(operation: str, asking: Asking, good: dict[str, Call]) -> list[list[str]]:
    """Each parameter with values that it may not have: text that is only unknown may find nothing, but not break."""
    described, call, found = asking.operations[operation], good[operation], []
    for parameter in described.get("parameters", []):
        if parameter["in"] == "query":
            for value in hostile.QUERY_VALUES:
                refused = _must_be_refused(parameter["schema"], value)
                if call.method != "GET" and not refused:
                    # What a change takes changes something, and is tried elsewhere.
                    continue
                others = "&".join(f"{name}={each}" for name, each in call.query.items() if name != parameter["name"])
                path = f"{call.path}?{parameter['name']}={value}&{others}"
                answer = asking.request(Call(call.method, path, call.body, call.version))
                # A value that may stand there can be refused for what stands beside it.
                pointer = parameter["name"] if refused and answer.status_code == 422 and "%" not in value else None
                fine = answer.is_success and not refused
                what = f"?{parameter['name']}={value[:20]}"
                found.append([] if fine else _faults(answer, what, pointer, described["responses"]))
    return found


def _must_be_refused(schema: dict[str, Any], value: str) -> bool:
    options = schema.get("anyOf", [schema])
    if value == "%00" or any(option.get("format") in ("date", "date-time") for option in options):
        return True
    if any(option.get("type") == "string" and "enum" not in option for option in options):
        return len(value) > max(option.get("maxLength", 0) for option in options) > 0
    if any(option.get("type") == "boolean" for option in options):
        return value not in ("0", "true")
    if any("maximum" in option for option in options):
        largest = max(option.get("maximum", 0) for option in options)
        return not (value.isascii() and value.isdigit() and 1 <= int(value) <= largest)
    return True


def _headers(operation: str, asking: Asking, good: dict[str, Call]) -> list[list[str]]:
    """If-Match and Idempotency-Key as they must not be."""
    described, found = asking.operations[operation], []
    names = {each["name"] for each in described.get("parameters", []) if each["in"] == "header"}
    call = Call(good[operation].method, good[operation].path, good[operation].body, files=good[operation].files)
    if "If-Match" in names:
        for value, status in hostile.IF_MATCH.items():
            answer = asking.request(call, OF_ONE.get(operation, "ALL"), **({"If-Match": value} if value else {}))
            faults = _faults(answer, f"If-Match: {value[:20]}", None, described["responses"])
            if answer.status_code != status:
                faults.append(f"If-Match: {value[:20]}: {answer.status_code}, not {status}")
            found.append(faults)
    if "Idempotency-Key" in names:
        for key in hostile.KEYS:
            answer = asking.request(good[operation], **{"Idempotency-Key": key})
            found.append(_faults(answer, f"Idempotency-Key: {key[:20]}", None, described["responses"]))
    return found
