"""Many cases at once, for tests and measurements: copies of cases that the services have made.

    make_many(cursor, patterns, 4000)   # a superuser's, in a transaction; copies of an earlier call are counted
    connection.execute("VACUUM ANALYZE")    # then, outside a transaction: the planner lives on it

Copies are spread into the past, twenty minutes apart, and over the agencies that refer, in the shares that measurements
need. Every table of records is copied column by column, so that a new field or section needs nothing here. What is
sealed was sealed for the pattern's row: in a copy it reads as destroyed. History and log are not copied.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models

from agencies.models import Account, Agency, Kind
from cases.envelope.models import Case
from cases.grants.models import CaseAccess, Grant
from cases.records.models import CaseRecord
from referrals.referral.rules import REFERRING_KINDS

# Who is said to have sent a copy. All others share the rest, but for the outsider
OFTEN, SELDOM, LONG_AGO, OUTSIDER = "Københavns Politi", "HopeNow", "Redens krisecenter", "Gadejuristen"

WHO = """
CREATE TEMPORARY TABLE many AS
WITH others AS (
  SELECT array_agg(group_id ORDER BY group_id) AS ids FROM agencies_agency WHERE kind = ANY (%(kinds)s) AND short <> ALL (%(named)s)),
drawn AS (
  SELECT i, pattern.id AS pattern, pattern.opened_by_id AS sender,
         CASE WHEN i %% 500 = 0 THEN (SELECT group_id FROM agencies_agency WHERE short = %(seldom)s)
              WHEN i > %(count)s * 0.9 AND i %% 50 = 1 THEN (SELECT group_id FROM agencies_agency WHERE short = %(long_ago)s)
              WHEN i %% 25 < 2 THEN (SELECT group_id FROM agencies_agency WHERE short = %(often)s)
              ELSE others.ids[1 + i %% cardinality(others.ids)] END AS agency
    FROM others, generate_series((SELECT count(*) FROM cases_case WHERE number LIKE 'M-%%')::integer + 1, %(count)s) i
    JOIN cases_case pattern ON pattern.id = (%(patterns)s::uuid[])[1 + i / 7 %% cardinality(%(patterns)s::uuid[])])
SELECT i, pattern, sender, i * interval '20 minutes' AS ago,
       ARRAY (SELECT account_id FROM agencies_post WHERE agency_id = sender) AS people,
       CASE WHEN EXISTS (SELECT FROM cases_caseaccess a WHERE a.case_id = pattern AND a.agency_id = agency)
            THEN sender ELSE agency END AS agency  -- who is on the pattern already does not become its sender too
  FROM drawn
"""


def make_many(cursor: Any, patterns: list[UUID], count: int) -> None:
    """Fill up to `count` copies of the patterns, past triggers and checks."""
    kinds = [str(kind) for kind in REFERRING_KINDS if kind not in (Kind.CMM, Kind.US)]
    named = {"often": OFTEN, "seldom": SELDOM, "long_ago": LONG_AGO}
    asked = {"kinds": kinds, "named": [*named.values(), OUTSIDER], "count": count, "patterns": patterns}
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute(WHO, asked | named)
    for model in copied_tables():
        cursor.execute(copying(model))
    cursor.execute("DROP TABLE many")
    cursor.execute("SET LOCAL session_replication_role = origin")


def copied_tables() -> Iterator[Any]:
    yield from (Case, Grant, CaseAccess)
    yield from (model for model in apps.get_models() if issubclass(model, CaseRecord))


def copying(model: Any) -> str:
    """A statement that copies the patterns' rows of one table."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    case_id = "id" if model is Case else "case_id"
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {", ".join(map(copied, fields))}'  # noqa: S608 - names of ours
        f' FROM many JOIN "{model._meta.db_table}" p ON p.{case_id} = many.pattern ORDER BY many.i'
    )


def copied(field: Any) -> str:
    """A copy's value of one column: ids anew, moments earlier, the sender another, its people nobody."""
    value = f'p."{field.column}"'
    if isinstance(getattr(field, "target_field", field), models.UUIDField):
        return f"md5({value}::text || i)::uuid"  # the same for whoever points at it
    if isinstance(field, models.DateTimeField):
        return f"{value} - ago"
    if field.related_model in (Agency, Group):
        return f"CASE {value} WHEN sender THEN agency ELSE {value} END"
    if field.related_model is Account and field.null:
        return f"CASE WHEN {value} <> ALL (people) THEN {value} END"
    return "'M-' || i" if (field.model, field.column) == (Case, "number") else value
