"""Async tests here run in virtual time: an hour of the service takes as long as its work."""

from typing import Any

import pytest

from tests.integration.gemini.virtual_time import VirtualTimeLoop


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": VirtualTimeLoop}
