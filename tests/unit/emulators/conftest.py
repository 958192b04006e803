"""Async tests here run on asyncio, the loop the emulator is written for."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
