"""How long an access key lasts, and what its secret looks like. A matter of this house, not of law."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from agencies.errors import Refused

PREFIX = "tillid_"  # by which a secret is recognised where it should not lie
SECRET_BYTES = 32
LONGEST = timedelta(days=180)
LENGTHS = (30, 90, 180)  # days, as one chooses them


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256. It is random and long, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_until(until: datetime, now: datetime) -> None:
    """A key ends, and not later than 180 days after `now` (inclusive)."""
    lasts = until.astimezone(UTC) - now.astimezone(UTC)  # hours that passed, whatever the clocks were set to meanwhile
    if not timedelta() < lasts <= LONGEST:
        raise Refused("An access key lasts at most %(days)s days.", field="days", days=LONGEST.days)
