"""Load the coded lists, the legal parameters, the agencies and the system actors."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parents[1] / "data"
SYSTEM = {
    "clock": ("Frister", "Deadlines"),
    "matcher": ("Genkendelse", "Recognition"),
    "statistics": ("Statistik", "Statistics"),
}


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from ({column: value or None for column, value in row.items()} for row in csv.DictReader(file))


def load_lists(apps, schema_editor):
    Code, Parameter = apps.get_model("agencies", "Code"), apps.get_model("agencies", "Parameter")
    Code.objects.bulk_create(Code(**row) for row in rows("codes"))
    Parameter.objects.bulk_create(Parameter(**row) for row in rows("parameters"))


def load_agencies(apps, schema_editor):
    districts = {row["name"]: row["dst_code"] for row in rows("police_districts")}
    for row in rows("agencies"):
        make(
            apps, row["kind"], row["name"], row["english"] or "", row["short"], phone=row["phone"] or "", city=row["city"] or "",
            district=districts.get(row["name"]),
        )  # fmt: skip
    for kind, (name, english) in SYSTEM.items():
        make(apps, kind, name, english, name)


def make(apps, kind, name, english, short, **more):
    group = apps.get_model("auth", "Group").objects.create(name=name)
    apps.get_model("agencies", "Agency").objects.create(
        group=group, kind=kind, name=name, english=english, short=short, **more
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [
        migrations.RunPython(load_lists, migrations.RunPython.noop),
        migrations.RunPython(load_agencies, migrations.RunPython.noop),
    ]
