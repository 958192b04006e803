"""The theatre in which scenes with Gemini are played."""

from pathlib import Path

import pytest

from tests.integration.gemini.stage import Theatre


@pytest.fixture(scope="session")
def cert_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def theatre(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> Theatre:
    return Theatre(monkeypatch, cert_dir)


@pytest.fixture
def trusts_the_emulator(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_dir / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
