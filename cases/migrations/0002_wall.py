"""The wall: policy.py into the database, then who acts, records, grants, log, work; and the key store's rights in its own database."""

from pathlib import Path

from django.db import migrations

from cases import policy

SQL = Path(__file__).parents[1] / "sql"


def run(name, **hints):
    return migrations.RunSQL((SQL / f"{name}.sql").read_text(), migrations.RunSQL.noop, hints=hints)


def protect(table, *, added_only=False):
    return migrations.RunSQL(
        f"SELECT wall_protect('cases_{table}', 'cases_historical{table}', 'assignment', {added_only})",
        migrations.RunSQL.noop,
    )


def load_policy(apps, schema_editor):
    """Each capacity and each section as a permission of the case, with its masks. Called again after each change of policy.py."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cases", model="case")
    for rule in policy.rules():
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=rule["codename"], defaults={"name": rule["codename"]}
        )
        apps.get_model("cases", "Rule").objects.update_or_create(permission=permission, defaults=rule)


def load_key(apps, schema_editor):
    """The key that signs who acts, as the two blocks that SQL needs."""
    from django.conf import settings

    from cases.wall import hmac_pads

    schema_editor.execute("INSERT INTO wall_key (inner_pad, outer_pad) VALUES (%s, %s)", hmac_pads(settings.WALL_KEY))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("agencies", "0002_reference_data"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunPython(load_policy, migrations.RunPython.noop),
        *(run(name) for name in ("who", "records", "grants", "log")),
        protect("assignment"),
        protect("notice", added_only=True),
        run("work"),
        migrations.RunPython(load_key, migrations.RunPython.noop),
        run("keys", database="keys"),
    ]
