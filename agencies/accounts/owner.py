"""What only the owner's login may do: it makes accounts where no administrator is yet."""

from django.db import connection

from agencies.models import Account


def refuse_the_application(error: type[Exception]) -> None:
    """Raise `error` unless this is the owner of the accounts' table, whom no policy binds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass",
            [Account._meta.db_table],
        )
        if not cursor.fetchone()[0]:
            raise error(
                "This is done with the owner's login: set DATABASE_URL and KEYS_DATABASE_URL to the owner's, as for migrate."
            )
