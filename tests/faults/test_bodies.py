"""Bodies over a real connection: too large, torn, malformed. All get 4xx problem+json, and nothing is echoed."""

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.databases import new_database
from tests.faults.serving import SmallServer, serving

LIMIT = 100_000
SECRET = "what-was-sent"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallServer]:
    folder = tmp_path_factory.mktemp("bodies")
    database = new_database("sqlite", "bodies", folder)
    with serving(database, folder, QUARTERDECK_MAX_BODY_BYTES=str(LIMIT)) as server:
        yield server
    database.close()


class Line:
    """One connection, spoken by hand."""

    def __init__(self, server: SmallServer) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        self.stream = self.socket.makefile("rb")

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        status = int(self.stream.readline().split()[1])
        headers: dict[str, str] = {}
        while (line := self.stream.readline().strip()) != b"":
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers, self.stream.read(int(headers["content-length"]))

    def close(self) -> None:
        self.stream.close()
        self.socket.close()


@pytest.fixture
def line(server: SmallServer) -> Iterator[Line]:
    made = Line(server)
    yield made
    made.close()


def _head(*headers: str, method: str = "POST", path: str = "/notes") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def _notes(server: SmallServer) -> int:
    return int(httpx.get(f"{server.url}/notes").json()["notes"])


def test_a_large_body_is_read_to_its_end_and_answered_413(line: Line) -> None:
    body = b'{"name": "' + b"x" * 3 * LIMIT + b'"}'
    line.send(_head(f"Content-Length: {len(body)}"), body)
    status, headers, content = line.answer()
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(content)["type"].endswith("too-large")
    # The rest was drained, so the same connection takes the next request.
    line.send(_head(method="GET"))
    assert line.answer()[0] == 200


def test_a_large_body_in_chunks_without_a_length_is_answered_413(line: Line) -> None:
    line.send(_head("Transfer-Encoding: chunked"))
    line.send(*[_chunk(b"x" * 8000) for _ in range(40)], b"0\r\n\r\n")
    status, headers, _ = line.answer()
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    line.send(_head(method="GET"))
    assert line.answer()[0] == 200


def test_a_body_just_within_the_limit_passes_and_one_byte_more_does_not(server: SmallServer) -> None:
    body = b'{"name": "a", "text": "' + b"x" * 19_000 + b'"}'
    padded = body + b" " * (LIMIT - len(body))
    json_type = {"Content-Type": "application/json"}
    assert httpx.post(f"{server.url}/notes", content=padded, headers=json_type).status_code == 201
    assert httpx.post(f"{server.url}/notes", content=padded + b" ", headers=json_type).status_code == 413


def test_a_body_without_end_is_given_up(line: Line) -> None:
    """Draining is a courtesy with a limit of its own: then the server hangs up."""
    line.send(_head("Transfer-Encoding: chunked"))
    block = _chunk(b"x" * 65_536)
    with pytest.raises(OSError):
        line.send(*[block] * 2000)


def test_twelve_megabytes_of_unknown_names_cost_little(server: SmallServer) -> None:
    body = json.dumps({f"unknown-{number}": 1 for number in range(600_000)}).encode()
    assert len(body) > 12_000_000
    # Beyond 64 times the limit the connection is cut, which a client may see as a broken one.
    started = time.monotonic()
    with contextlib.suppress(httpx.TransportError):
        assert httpx.post(f"{server.url}/notes", content=body, timeout=10).status_code == 413
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["/notes", "/empty-notes"])
def test_a_request_torn_in_the_middle_of_its_body_is_not_carried_out(
    server: SmallServer, line: Line, path: str
) -> None:
    before = _notes(server)
    line.send(_head("Content-Length: 100", path=path), b'{"name": "half')
    line.close()
    time.sleep(0.3)
    assert _notes(server) == before


MALFORMED: dict[str, bytes] = {
    "NaN": b'{"name": "%s", "figure": NaN}',
    "Infinity": b'{"name": "%s", "figure": Infinity}',
    "beyond a double": b'{"name": "%s", "figure": 1e400}',
    "2^63": b'{"name": "%s", "unit_id": 9223372036854775808}',
    "an endless integer": b'{"name": "%s", "unit_id": ' + b"9" * 5000 + b"}",
    "a lone surrogate": b'{"name": "%s \\ud800"}',
    "a NUL": b'{"name": "%s \\u0000"}',
    "a name twice": b'{"name": "%s", "name": "b"}',
    "nested too deeply": b'{"name": ' + b"[" * 90_000 + b'"%s"' + b"]" * 5 + b"}",
    "not JSON": b'{"name": "%s"',
    "not UTF-8": b'{"name": "%s \xff"}',
    "UTF-16": '{"name": "what-was-sent"}'.encode("utf-16"),
}
INVALID: dict[str, bytes] = {
    "an unknown field": b'{"name": "a", "%s": 1}',
    "a control character": b'{"name": "%s \\u0007"}',
    "a number as text": b'{"name": "a", "figure": "%s"}',
    "too large a figure": b'{"name": "a", "figure": 1e300}',
    "a fraction for an id": b'{"name": "a", "unit_id": 1.5}',
    "a list for an object": b'["%s"]',
    "null": b"null",
    "half a character in a name": b'{"name": "a", "\\u00e9%s": 1}',
}


@pytest.mark.parametrize(
    "body, status",
    [*((body, 400) for body in MALFORMED.values()), *((body, 422) for body in INVALID.values())],
    ids=[*MALFORMED, *INVALID],
)
def test_what_cannot_be_understood_is_refused_and_not_echoed(server: SmallServer, body: bytes, status: int) -> None:
    answer = _post(server, body.replace(b"%s", SECRET.encode()))
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    # Where a field is unknown, its name is the place of the fault; its content is nobody's business.
    errors = problem.pop("errors")
    assert SECRET not in json.dumps(problem)
    assert all(SECRET not in error["detail"] for error in errors)


def test_at_most_twenty_errors_are_told(server: SmallServer) -> None:
    answer = _post(server, json.dumps({"name": "a", **{f"n{number}": 1 for number in range(500)}}).encode())
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 20


@pytest.mark.parametrize("path", ["/notes?named=%00", "/notes%00", "/notes?named=a%00b"])
def test_a_nul_in_the_address_is_refused(server: SmallServer, path: str) -> None:
    answer = httpx.get(f"{server.url}{path}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_half_a_character_in_the_address_does_no_harm(server: SmallServer) -> None:
    assert httpx.get(f"{server.url}/notes?named=%ED%A0%80%ff").status_code == 200


@pytest.mark.parametrize("method, path, status", [("GET", "/nowhere", 404), ("DELETE", "/notes", 405)])
def test_what_the_router_refuses_is_a_problem_too(server: SmallServer, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, f"{server.url}{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def _post(server: SmallServer, body: bytes) -> Any:
    return httpx.post(f"{server.url}/notes", content=body, headers={"Content-Type": "application/json"})
