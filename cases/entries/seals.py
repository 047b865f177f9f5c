"""Seals on the log: made and signed here, kept by other agencies. Verifying is `verify.py`, which needs none of this."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction


def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.SEAL_KEY)


@transaction.atomic
def seal() -> int:
    """Close what is committed and unsealed, and sign its root. The number of entries in it; 0 when there was nothing to seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, count, root FROM wall_seal()")
        number, count, root = cursor.fetchone()
        if number is None:
            return 0
        cursor.execute("SELECT wall_sign(%s, %s)", [number, private_key().sign(bytes(root))])
    return int(count)


def kept_list() -> list[dict]:
    """What another agency downloads and keeps: each seal with its hashes, and no entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number, encode(s.root, 'hex'), encode(s.signature, 'hex'),"
            " (SELECT coalesce(json_agg(json_build_array(e.id, encode(e.hash, 'hex')) ORDER BY e.id), '[]')"
            "    FROM cases_entry e WHERE e.seal_id = s.number) FROM cases_seal s ORDER BY s.number"
        )
        return [
            {"number": n, "root": root, "signature": signature, "hashes": hashes}
            for n, root, signature, hashes in cursor
        ]


def log_as_it_stands() -> dict[str, tuple[int, str]]:
    """{entry: (seal, the text that was hashed)}."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, seal_id, wall_entry_text(e) FROM cases_entry e WHERE seal_id IS NOT NULL")
        return {entry: (number, text) for entry, number, text in cursor}
