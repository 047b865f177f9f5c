"""Pages that belong to no topic: health, plain texts, errors, and the way home."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import open_to_all
from agencies.api.problems import asks_for_programs, problem

TEXTS = ("help", "accessibility", "privacy")


@open_to_all
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when database, keys, broker, worker and migrations are as they must be; else 503, saying which is not."""
    parts = {
        "database": is_database_up,
        "keys": is_key_store_up,
        "broker": is_broker_up,
        "worker": is_worker_up,
        "migrations": is_migrated,
    }
    found = {name: answers(part) for name, part in parts.items()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def answers(part: Any) -> bool:
    try:
        return bool(part())
    except Exception:  # whatever it is, the part is down
        return False


def is_database_up() -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT true FROM cases_policy LIMIT 1")
        return bool(cursor.fetchone())


def is_key_store_up() -> bool:
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM cases_casekey LIMIT 1) one")
        return cursor.fetchone() is not None


def is_broker_up() -> bool:
    cache.set("healthz", True, 10)
    return bool(cache.get("healthz"))


def is_worker_up() -> bool:
    from config.celery import app

    return bool(app.control.ping(timeout=1.0, limit=1))


def is_migrated() -> bool:
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@open_to_all
@require_safe
def text(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"pages/{name}.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(400) if asks_for_programs(request) else defaults.bad_request(request, exception)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(404) if asks_for_programs(request) else defaults.page_not_found(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context: whatever failed may fail again."""
    from django.template.loader import get_template

    if asks_for_programs(request):
        return problem(500)
    return HttpResponse(get_template("500.html").render({"service_phone": settings.SERVICE_PHONE}), status=500)
