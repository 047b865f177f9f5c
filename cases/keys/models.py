"""Case keys: one a case, wrapped by the master keys, in a database of their own with a short backup.

The application reads and adds; it cannot change or delete. Re-wrapping and destroying are another role's.
"""

from django.db import models


class CaseKey(models.Model):
    case_id = models.UUIDField(primary_key=True)  # in another database: no foreign key
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.case_id)
