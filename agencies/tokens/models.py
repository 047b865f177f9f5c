"""Access keys of programs: what an account lets a program read, and perhaps write, in its name."""

from django.db import models
from django.db.models import F, Q

from agencies.directory.models import Account
from agencies.tokens.rules import LONGEST


class Token(models.Model):
    """Its secret is shown once and kept nowhere. Made and ended by its account, ended by the administrator too (`cases/sql/tokens.sql`)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)  # what program
    may_write = models.BooleanField(default=False)  # said when it is made, and never changed
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("made_at"), until__lte=F("made_at") + LONGEST), name="token_ends_in_time"
            ),
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(ended_at=None), name="one_standing_token_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
