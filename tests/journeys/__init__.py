"""Whole cycles over HTTP against a server in a process of its own."""

import pytest

# What these modules assert is told like what a test asserts; it has to be said before they are imported.
for name in ("audit", "council", "planning", "quarter", "refusing", "seeing", "server"):
    pytest.register_assert_rewrite(f"{__name__}.{name}")
