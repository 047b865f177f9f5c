"""Load the indicator lists."""

import csv
from pathlib import Path

from django.db import migrations

LIST = Path(__file__).parents[1] / "screening" / "data" / "indicators.csv"


def load(apps, schema_editor):
    Indicator = apps.get_model("victims", "Indicator")
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = [{column: value for column, value in row.items() if value} for row in csv.DictReader(file)]
    Indicator.objects.bulk_create(Indicator(**row, rank=number) for number, row in enumerate(rows, start=1))


class Migration(migrations.Migration):
    dependencies = [("victims", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
