"""The description is true: what is asked as it says never ends in a fault of ours, and shows nobody what is not theirs."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access.standing import rolled_back
from tests.agencies.tokens.keys import key_of
from tests.api.programs import Program
from tests.people import accepted, drafted, referred

pytestmark = [pytest.mark.pages, pytest.mark.fuzzed]
CANARY = "QZCANARY"
WHO = {"nina": 4, "cecilie": 4, "rita": 1, "otto": 2}  # and how often each operation is asked, rightly and wrongly
CHECKS = [
    schemathesis.checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


@contextmanager
def one_connection() -> Iterator[None]:
    """In the test's own transaction, which no request closes; and without a thousand refusals in the log."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        for end in ends:
            end.connect(close_old_connections)


@pytest.fixture
def cases(people: Any) -> dict[str, Any]:
    """Her draft, a referral that waits, a case; and one of another agency that holds the canary."""
    foreign = drafted(people, {"referral.name": CANARY, "referral.seen": CANARY}, by=people.henrik)
    return {"draft": drafted(people), "sent": referred(people), "accepted": accepted(people), "foreign": foreign}


def test_it_is_valid_and_every_operation_has_an_id(people: Any) -> None:
    found = Program(people.nina).read("/schema")
    operations = [one for path in found["paths"].values() for one in path.values()]
    ids = [one["operationId"] for one in operations]
    assert (found["openapi"][:3], len(ids)) == ("3.1", len(set(ids)))
    assert {"post_accept", "change_referral", "read_records"} <= set(ids)
    for one in operations:
        assert {"401", "403", "404", "405", "406", "500"} <= set(one["responses"])
        assert one["security"] == [{"accessKey": []}]


def test_the_foreign_case_can_be_found_by_its_own(people: Any, cases: dict[str, Any]) -> None:
    assert CANARY in Program(people.henrik).get(f"/referrals/{cases['foreign'].pk}").content.decode()


@pytest.mark.parametrize("name", WHO)
def test_no_fault_and_no_leak(people: Any, cases: dict[str, Any], name: str) -> None:
    _token, secret = key_of(getattr(people, name), may_write=True)
    described = schemathesis.openapi.from_dict(Program(people.nina).read("/schema"))
    described.app = get_wsgi_application()
    ids = cycle(str(case.pk) for case in cases.values())
    asked = Counter[int]()
    with one_connection():
        for operation in described.get_all_operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                ask(operation.ok(), mode, WHO[name], ids, secret, asked)
    assert not [status for status in asked if status >= 500]
    assert asked[404]
    assert name == "otto" or asked[200]


def ask(operation: Any, mode: Any, often: int, ids: Iterator[str], secret: str, asked: Counter[int]) -> None:
    """One operation, `often` times, about each of the cases in turn; nothing of it stays."""

    @settings(max_examples=often, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        if "case_id" in case.path_parameters:
            case.path_parameters["case_id"] = next(ids)
        with rolled_back():
            response = case.call(headers={"Authorization": f"Token {secret}"})
        asked[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)
        assert CANARY not in response.text

    once()
