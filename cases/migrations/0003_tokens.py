"""Access keys behind the wall: who makes one, who ends it, and that it ends with its post."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall"), ("agencies", "0003_token")]
    operations = [migrations.RunSQL((SQL / "tokens.sql").read_text(), migrations.RunSQL.noop)]
