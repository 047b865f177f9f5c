"""Each record with its history behind the wall; the indicators are open to read."""

from django.db import migrations

RECORDS = {"name": "name", "contactperson": "contact_person", "detention": "detention"}


def protect(table, section):
    return migrations.RunSQL(
        f"SELECT wall_protect('victims_{table}', 'victims_historical{table}', '{section}')", migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [("victims", "0002_indicators"), ("cases", "0002_wall")]
    operations = [
        *(protect(table, section) for table, section in RECORDS.items()),
        migrations.RunSQL("GRANT SELECT ON victims_indicator TO tillid_app", migrations.RunSQL.noop),
    ]
