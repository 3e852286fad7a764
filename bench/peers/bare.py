"""A connection of the driver itself."""

import sqlite3
from typing import Any

import psycopg


def connected(url: str) -> Any:
    """To the database that the URL names, which SQLAlchemy would understand too."""
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"))
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
