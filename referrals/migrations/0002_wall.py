"""Each record with its history behind the wall."""

from django.db import migrations


def protect(table, section, *, added_only=False):
    return migrations.RunSQL(
        f"SELECT wall_protect('referrals_{table}', 'referrals_historical{table}', '{section}', {added_only})",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_wall")]
    operations = [
        protect("preview", "preview"),
        protect("referral", "referral"),
        protect("feedback", "feedback", added_only=True),
    ]
