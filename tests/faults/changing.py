"""One of several clients that change the same rows over HTTP at the same time, in a process of its own.

`tests.faults.clients` starts them: each signs in, says that it is ready, waits for the word to begin, makes its
changes, and writes how often it got which answer, as JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from tests.journeys.server import Caller

CONFLICT, STALE, BUSY = 409, 412, 503


class Client:
    """A client, by its number among the others, that has so many changes to make at a path."""

    def __init__(self, caller: Caller, number: int, path: str, count: int) -> None:
        self.caller, self.number, self.path, self.count = caller, number, path, count
        self.answers: Counter[str] = Counter()

    def send(self, method: str, path: str, body: Any, **headers: str) -> httpx.Response:
        """Send a change until the database is not busy. Raises AssertionError for what no client should meet."""
        while True:
            answer = self.caller.send(method, path, body, **headers)
            replayed = answer.headers.get("Idempotent-Replayed") == "true"
            self.answers["replayed" if replayed else str(answer.status_code)] += 1
            if answer.status_code != BUSY:
                assert answer.is_success or answer.status_code in (CONFLICT, STALE), answer.text
                return answer


def add_marks(client: Client) -> None:
    """Append a mark of one's own to a description, from what was last read of it; when that is stale, read again."""
    read = client.caller.http.get(client.path)
    for number in range(client.count):
        while True:
            text = f"{read.json()['description']}{client.number}.{number} "
            answer = client.send("PATCH", client.path, {"description": text}, **{"If-Match": read.headers["ETag"]})
            if answer.is_success:
                read = answer
                break
            read = client.caller.http.get(client.path)


def raise_actions(client: Client) -> None:
    """Raise actions: no version is named, and each takes the next number of the council's."""
    for number in range(client.count):
        assert client.send("POST", client.path, asked(f"{client.number}.{number}")).is_success


def cancel_and_reopen(client: Client) -> None:
    """Cancel an action or reopen it, whichever it takes, and never read it: a refusal tells the version to name."""
    version, action, other = '"1"', "cancel", "reopen"
    for number in range(client.count):
        while True:
            decision = {"action": action, "comment": f"{client.number}.{number}"}
            answer = client.send("POST", f"{client.path}/decisions", decision, **{"If-Match": version})
            version = answer.headers.get("ETag", version)
            if answer.status_code != STALE:
                action, other = other, action
            if answer.is_success:
                break


def repeat_each_other(client: Client) -> None:
    """Raise actions under keys that every other client uses too, for the same actions."""
    for number in range(client.count):
        key = {"Idempotency-Key": f"action-{number}"}
        while not client.send("POST", client.path, asked(f"once {number}"), **key).is_success:
            pass


def asked(what: str) -> dict[str, Any]:
    """An action as it is raised from the council's plan."""
    return {"what": what, "whom_text": "All", "unit_id": 1, "due": "2099-12", "source_kind": "plan", "source_id": 1}


CHANGES: dict[str, Callable[[Client], None]] = {
    change.__name__: change for change in (add_marks, raise_actions, cancel_and_reopen, repeat_each_other)
}


def main(change: str, url: str, email: str, number: str, path: str, count: str) -> None:
    """Make `count` changes of a kind at a path."""
    client = Client(Caller(url).sign_in(email), int(number), path, int(count))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    CHANGES[change](client)
    client.caller.http.close()
    sys.stdout.write(json.dumps(client.answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
