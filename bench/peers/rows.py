"""The rows of one query, fetched by the driver itself and written by orjson: a bare ASGI app.

No sign-in, no routing, no transaction of its own, no reading of what was asked: what no service can do without.
"""

import os
import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import orjson
import psycopg

URL = os.environ["PEER_DATABASE_URL"]
QUERY = Path(os.environ["PEER_QUERY"]).read_text(encoding="utf-8")
HEADERS = [(b"content-type", b"application/json")]

connection: Any
if URL.startswith("sqlite"):
    connection = sqlite3.connect(URL.removeprefix("sqlite:///"))
else:
    connection = psycopg.connect(URL.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)


async def app(scope: MutableMapping[str, Any], _receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
    if scope["type"] != "http":
        return
    cursor = connection.execute(QUERY)
    names = [column[0] for column in cursor.description]
    items = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    content = orjson.dumps({"items": items, "next_cursor": None})
    length = str(len(content)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, (b"content-length", length)]})
    await send({"type": "http.response.body", "body": content})
