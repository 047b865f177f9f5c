"""What must be true before web, worker or shell starts: `manage.py check --deploy --database default --database keys`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.forms.models import model_to_dict

from cases import policy

# The login may not be above the wall, nor come to be it: a role that it puts on can be taken off again
RIGHTS = "SELECT bool_or({}) FROM pg_roles WHERE rolname IN (current_user, session_user)"
ABOVE = {
    "is superuser or bypasses row-level security": RIGHTS.format("rolsuper OR rolbypassrls"),
    "may make roles, and so be given one": RIGHTS.format("rolcreaterole"),
    "may read the server's journal, which has no policies": RIGHTS.format("rolreplication"),
    "may act as another role": """
        SELECT EXISTS (SELECT FROM pg_roles WHERE rolname <> current_user AND pg_has_role(session_user, oid, 'MEMBER'))""",
    "owns a table": "SELECT EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND pg_has_role(current_user, relowner, 'MEMBER'))",
    "may make temporary tables": "SELECT has_database_privilege(current_database(), 'TEMPORARY')",
    "may make functions": """
        SELECT has_database_privilege(current_database(), 'CREATE')
            OR EXISTS (SELECT FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)' AND has_schema_privilege(oid, 'CREATE'))""",
}


def faults(alias: str) -> list[str]:
    """In which ways the login of this database is above the wall."""
    found = []
    with connections[alias].cursor() as cursor:
        for fault, question in ABOVE.items():
            cursor.execute(question)
            if cursor.fetchone()[0]:
                found.append(f"{alias}: {connections[alias].settings_dict['USER']} {fault}")
    return found


@register(Tags.database, deploy=True)
def application_is_below_the_wall(
    app_configs: Any, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    return [Error(fault, id="cases.E001") for alias in databases or [] for fault in faults(alias)]


@register(Tags.database, deploy=True)
def policy_is_the_one_in_the_code(
    app_configs: Any, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    from cases.models import Rule

    if "default" not in (databases or []):
        return []
    stored = {rule.codename: model_to_dict(rule, exclude=["permission"]) for rule in Rule.objects.all()}
    changed = [rule["codename"] for rule in policy.rules() if stored.pop(rule["codename"], None) != rule]
    return [Error(f"policy.py and cases_policy differ: {name}", id="cases.E002") for name in [*changed, *stored]]


def refuse_to_start_above_the_wall() -> None:
    """For web, worker and beat: `SystemExit` with each fault. The owner's login is for migrations only."""
    if found := [fault for alias in ("default", "keys") for fault in faults(alias)]:
        raise SystemExit("Tillid does not start above its wall:\n" + "\n".join(found))
