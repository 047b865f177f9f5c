"""The standing stories are made once; what a test changes is taken back after it."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="package")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    from django.db import transaction
    from django.test import override_settings

    from tests.access.standing import stand
    from tests.conftest import clear_committed

    with override_settings(ROOT_URLCONF="tests.access.addresses"), django_db_blocker.unblock():
        with transaction.atomic():
            made = stand()
        yield made
        clear_committed(None)


@pytest.fixture(autouse=True)
def _taken_back(standing: Any) -> Iterator[None]:
    from tests.access.standing import rolled_back

    with rolled_back():
        yield
