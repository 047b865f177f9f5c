"""The technical log: one line of JSON each, and never a value that could tell of a person.

An error is its kind and where it happened. Its message, its arguments and local variables are left out: they hold what somebody wrote.
"""

import traceback
from pathlib import Path
from typing import Any

import structlog

HERE = Path(__file__).resolve().parent.parent


def where_it_broke(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace an exception by its kinds and frames."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else None
    if error is not None:
        event["error"] = kinds(error)
        if event.get("logger", "").startswith("celery"):  # whose sentence holds the error's message
            event["event"] = "task_failed"
        elif any(words in event["event"] for words in messages(error)):  # Django's of a request that it refuses
            event["event"] = event["error"][0].rpartition(".")[2]
        event["frames"] = [
            f"{place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def kinds(error: BaseException) -> list[str]:
    """The exception's class and those that caused it."""
    return [f"{type(one).__module__}.{type(one).__qualname__}" for one in chain(error)]


def messages(error: BaseException) -> list[str]:
    return [words for one in chain(error) if (words := str(one))]


def chain(error: BaseException) -> list[BaseException]:
    """The exception, and what caused it."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HERE)) if path.is_relative_to(HERE) else path.name


def no_request(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A request or an exception that somebody passed along is no log line."""
    return {name: value for name, value in event.items() if isinstance(value, str | int | float | bool | list | None)}


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    where_it_broke,
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                no_request,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}


def configure() -> None:
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
