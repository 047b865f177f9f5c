"""It is NOW in every request."""

from types import SimpleNamespace

import pytest

from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is NOW in every request."""
    monkeypatch.setattr("cases.middleware.timezone", SimpleNamespace(now=lambda: NOW))
