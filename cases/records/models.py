"""What every record about a case is: its case, author, section, history, version; and how it is read."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from agencies.models import Account, Agency
from cases import policy
from cases.entries.services import note
from cases.envelope.models import Case, uuid_key
from cases.grants.models import CaseAccess
from cases.wall import acting


class Noted(models.Model):
    """Whatever is read of it is noted for the log; its history too."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        record: Any = super().from_db(*args, **kwargs)
        live: Any = getattr(cls, "instance_type", cls)
        note(record.case_id, policy.bit(live.section))
        return record  # type: ignore[no-any-return]


class RecordQuerySet(models.QuerySet):
    model: Any
    _fields: Any
    _result_cache: Any

    def visible_to(self, actor: Account | None) -> Self:
        """Records of cases where `actor`'s agency has anything of this section; which of them, the policies say."""
        if actor is None:
            return self.none()
        either: Any = F("owns")
        has = F("reads").bitor(either).bitand(policy.bit(self.model.section))
        on = CaseAccess.objects.filter(agency_id=actor.agency_id).annotate(has=has).filter(has__gt=0)
        return self.filter(case_id__in=on.values("case_id"))

    def of(self, case_id: Any, actor: Account | None) -> Self:
        """This case's records that `actor` may read, in the order in which they happened."""
        if actor is None:
            return self.none()
        return self.filter(case_id=case_id).order_by("happened_at", "written_at")

    def standing(self) -> Self:
        """Without what was withdrawn, which its author still reads."""
        return self.filter(withdrawn_at=None)

    def naming(self, actor: Account) -> Self:
        """Each with `is_unnamed`: whether `actor` is not to know that its author is the person's shelter."""
        has = F("reads").bitand(policy.bit(policy.Section.ACCOMMODATION))
        knows = CaseAccess.objects.annotate(has=has).filter(
            case_id=OuterRef("case_id"), agency_id=actor.agency_id, has__gt=0
        )
        hidden = Q(is_by_accommodation=True) & ~Q(author_id=actor.agency_id) & ~Exists(knows)
        return self.annotate(is_unnamed=ExpressionWrapper(hidden, BooleanField()))

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        """Instances only: rows of values that are not fetched together are not noted."""
        if self._fields is not None:
            raise TypeError("values of records are not read by iterator, so that the reading is noted")
        return super().iterator(*args, **kwargs)

    def _fetch_all(self) -> None:
        """Rows that are no instances (`values`, `values_list`) are noted too: they must name `case_id`, or fetching them is refused."""
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh and self._fields is not None and acting().account is not None:
            names = [*self.query.values_select, *self.query.annotation_select]
            if "case_id" not in names:
                raise TypeError("values of records are read with their case_id, so that the reading is noted")
            at = names.index("case_id")
            for row in self._result_cache:
                as_tuple = tuple(row.values()) if isinstance(row, dict) else row if isinstance(row, tuple) else (row,)
                note(as_tuple[at], policy.bit(self.model.section))


class CaseRecord(Noted):
    """Anything written about a case. Its section is a property of the table, never a column.

    Case, author, addressee and id never change; the database counts `version` up and refuses a save from an older one.
    """

    section: ClassVar[int]
    is_added_only: ClassVar[bool] = False  # a decision is superseded by the next one, and never changed

    id = uuid_key()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    author = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    happened_at = models.DateTimeField(editable=False)  # the moment in the domain; what the timeline sorts by
    written_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(
        null=True, editable=False
    )  # written on the wrong case: the author alone still reads it
    is_by_accommodation = models.BooleanField(default=False, editable=False)  # said by the database
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = RecordQuerySet.as_manager()
    history = HistoricalRecords(inherit=True, history_id_field=uuid_key(), bases=[Noted])

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.version += 1  # as the database has done
        note(self.case_id, policy.bit(self.section), "write")

    @property
    def signature(self) -> str:
        """The author's short name; a shelter's is told to those alone for whom it was read by `naming`."""
        is_unnamed = getattr(self, "is_unnamed", self.is_by_accommodation)
        return _("the accommodation") if is_unnamed else self.author.short

    @property
    def is_withdrawable(self) -> bool:
        """Whether its author may say that it was written on the wrong case, and nothing else rests on it."""
        return False
