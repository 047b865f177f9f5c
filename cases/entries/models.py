"""Who saw or did what, and the seals over it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Seal(models.Model):
    """Closes what was committed and unsealed: the rows' hashes, rooted on the seal before, signed."""

    number = models.IntegerField(primary_key=True)
    at = models.DateTimeField(db_default=TransactionNow())
    count = models.IntegerField()
    previous = models.BinaryField()
    root = models.BinaryField()
    signature = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.number)


class Entry(models.Model):
    """One row a request and case; values never. Who, when and in which capacity are the database's to say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_default=TransactionNow())
    user_id = models.BigIntegerField(null=True)
    agency_id = models.IntegerField(null=True)
    capacities = ArrayField(models.TextField(), db_default=[])
    case_id = models.UUIDField()  # as it was asked for: it need not exist
    verb = models.CharField(max_length=20)
    sections = models.BigIntegerField(db_default=0)
    hash = models.BinaryField(null=True)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, related_name="entries")

    class Meta:
        indexes = [
            models.Index("case_id", models.F("at").desc(), name="entry_of_case"),
            models.Index(models.F("at").desc(), models.F("id").desc(), name="entry_newest"),
            models.Index("id", condition=models.Q(seal__isnull=True), name="entry_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
