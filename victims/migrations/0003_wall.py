"""Each record with its history behind the wall; the indicators are open to read."""

from django.db import migrations

RECORDS = {
    "name": "name", "contactperson": "contact_person", "detention": "detention", "interview": "assessment",
    "ownassessment": "assessment", "periodapplication": "application",
}  # fmt: skip
ADDED_ONLY = {"profile": "profile", "residence": "residence"}
STANDS = {  # superseded, and never withdrawn; what others point at comes first
    "recommendation": "assessment", "result": "result", "decision": "decision", "decisiveindicators": "indicators",
    "periodstep": "deadline", "periodground": "residence",
}  # fmt: skip


def protect(table, section, added_only=False, stands=False):
    return migrations.RunSQL(
        f"SELECT wall_protect('victims_{table}', 'victims_historical{table}', '{section}', {added_only}, {stands})",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("victims", "0002_indicators"), ("cases", "0002_wall")]
    operations = [
        *(protect(table, section) for table, section in RECORDS.items()),
        *(protect(table, section, added_only=True) for table, section in ADDED_ONLY.items()),
        *(protect(table, section, added_only=True, stands=True) for table, section in STANDS.items()),
        migrations.RunSQL("GRANT SELECT ON victims_indicator TO tillid_app", migrations.RunSQL.noop),
    ]
