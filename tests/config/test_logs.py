"""The technical log tells where something broke, and nothing of what somebody wrote."""

import json
import logging

import pytest
import structlog
from django.conf import settings

pytestmark = pytest.mark.rules


def line_of(error: BaseException, event: str = "broke", **more: object) -> dict:
    """What the formatter of our settings makes of a record with this error."""
    given = settings.LOGGING["formatters"]["json"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=given["processors"], foreign_pre_chain=given["foreign_pre_chain"]
    )
    record = logging.LogRecord(
        "tillid", logging.ERROR, __file__, 1, event, None, (type(error), error, error.__traceback__)
    )
    record.__dict__.update(more)
    return json.loads(formatter.format(record))


def raised(error: BaseException) -> BaseException:
    try:
        name = "Joy Osas"
        raise error from ValueError(name)
    except type(error) as caught:
        return caught


def test_an_error_is_its_kind_and_its_place_without_its_words_and_variables():
    line = line_of(raised(RuntimeError("Joy Osas lives at Nørregade 1")))
    assert line["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert line["frames"] == [f"tests/config/test_logs.py:{line['frames'][0].split(':')[1].split()[0]} raised"]
    assert "Joy" not in json.dumps(line)


def test_a_request_that_is_passed_along_is_left_out():
    assert set(line_of(RuntimeError(), request=object())) == {
        "event",
        "level",
        "logger",
        "timestamp",
        "error",
        "frames",
    }


def test_a_task_that_fails_is_not_described_by_its_error():
    given = settings.LOGGING["formatters"]["json"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=given["processors"], foreign_pre_chain=given["foreign_pre_chain"]
    )
    error = raised(RuntimeError("Joy Osas"))
    said = "Task carry_one raised unexpected: RuntimeError('Joy Osas')"
    record = logging.LogRecord(
        "celery.app.trace", logging.ERROR, __file__, 1, said, None, (type(error), error, error.__traceback__)
    )
    assert "Joy" not in formatter.format(record)


def test_a_refusal_whose_sentence_holds_the_errors_words_is_named_by_its_kind():
    """Django writes what a refused request said: of a form without its key, of a host that nobody knows."""
    line = line_of(raised(RuntimeError("Joy Osas")), "Joy Osas: /referrals/new/")
    assert line["event"] == "RuntimeError"
    assert line_of(raised(RuntimeError("Joy Osas")), "Not Found: /x/")["event"] == "Not Found: /x/"
