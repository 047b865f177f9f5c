"""Opening and making case keys, and sealing with them."""

import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from cases.keys.models import CaseKey
from cases.wall import acting

NONCE_BYTES = 12


def encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    """`plain` sealed with AES-256-GCM and bound to `place`: nonce, ciphertext, tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The plain bytes, or `InvalidTag` when the key is another or the value was sealed for another place."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)


def wrap(case_id: UUID, key: bytes) -> bytes:
    return encrypt(settings.FIELD_KEYS[0], key, case_id.bytes)


def unwrap(row: CaseKey) -> bytes:
    """The case's key; `InvalidTag` when no master key opens it."""
    for master in settings.FIELD_KEYS:
        try:
            return decrypt(master, bytes(row.wrapped), row.case_id.bytes)
        except InvalidTag:
            continue
    raise InvalidTag("no master key opens this case key")


def fetch_keys(case_ids: Iterable[UUID]) -> None:
    """Read the keys of several cases in one query, for a list that shows sealed text."""
    ring = acting().keys
    missing = {case_id for case_id in case_ids if case_id not in ring}
    if missing:
        ring.update(dict.fromkeys(missing))
        ring.update({row.case_id: unwrap(row) for row in CaseKey.objects.filter(case_id__in=missing)})


def key_of(case_id: UUID, *, create: bool = False) -> bytes | None:
    """The case's key; None when there is none (any more). Read once while somebody acts."""
    ring = acting().keys
    if case_id not in ring or (create and ring[case_id] is None):
        if create:  # two first writers at once: one row stays, and both read it
            new = CaseKey(case_id=case_id, wrapped=wrap(case_id, AESGCM.generate_key(256)))
            CaseKey.objects.bulk_create([new], ignore_conflicts=True)
        row = CaseKey.objects.filter(case_id=case_id).first()
        ring[case_id] = unwrap(row) if row else None
    return ring[case_id]
