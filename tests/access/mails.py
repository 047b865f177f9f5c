"""The mails of the matrix, told apart by subject. `tests/conftest.py` asks after every test whether one was sent that is not listed."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from tests.access.matrix import MAILS

COLUMNS = ("subject", "when", "to", "differs")
LISTED = [dict(zip(COLUMNS, re.split(r"\s{2,}", line), strict=True)) for line in MAILS.strip().splitlines()]
LINK = re.compile(r"https?://\S+")
OPENS = re.compile(r"(?:/login/reset/[0-9a-z]+-[0-9a-z]+-[0-9a-f]+/)?")  # where one logs in, or chooses a password


def kind_of(message: Any) -> str:
    """The row of a mail, in whatever language; an error for one that is not listed, or holds more than a text with one address."""
    subject = message.subject.removeprefix(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX)
    kinds = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            kinds += [row["subject"] for row in LISTED if gettext(row["subject"]) == subject]
    assert kinds, f"a mail that tests/access/matrix.py does not list: {subject}"
    assert message.subject.startswith(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX)
    assert len(message.recipients()) == 1, "a mail tells its readers of each other"
    assert (message.from_email, message.reply_to, message.extra_headers) == (settings.DEFAULT_FROM_EMAIL, [], {})
    assert not message.attachments
    assert not getattr(message, "alternatives", None)
    for link in LINK.findall(message.body):
        assert link.startswith(settings.BASE_URL)
        assert OPENS.fullmatch(link.removeprefix(settings.BASE_URL)), "an address that says more than where one logs in"
    return kinds[0]


def text_of(message: Any) -> str:
    """All that its reader sees, without the link."""
    return f"{message.subject}\n{LINK.sub('', message.body)}"
