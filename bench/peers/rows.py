"""The rows of some statements, fetched by the driver itself and written by orjson: a bare ASGI app.

No sign-in, no routing, no transaction of its own, no reading of what was asked: what no service can do without.
"""

import os
import pickle
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import orjson

from bench.peers.bare import connected

STATEMENTS = pickle.loads(Path(os.environ["PEER_STATEMENTS"]).read_bytes())
HEADERS = [(b"content-type", b"application/json")]
connection = connected(os.environ["PEER_DATABASE_URL"])


async def app(scope: MutableMapping[str, Any], _receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
    if scope["type"] != "http":
        return
    content = orjson.dumps([_rows(*each) for each in STATEMENTS])
    length = str(len(content)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, (b"content-length", length)]})
    await send({"type": "http.response.body", "body": content})


def _rows(statement: str, parameters: Any) -> list[dict[str, Any]]:
    cursor = connection.execute(statement, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
