"""Fields of what programs send and get. Which there are is the models' to say; here stands what each kind of field becomes."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from agencies.forms import NoNul
from agencies.models import Account, Agency
from agencies.moments import FIRST_YEAR, LAST_YEAR
from agencies.reference.selectors import codes_on
from agencies.texts import PAGES


class Sent(serializers.Serializer):
    """What a program sends: a field that is not known is refused, so that no slip of the pen is lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        wrong: dict[str, Any] = {}
        if isinstance(data, dict):
            known = {name for name, field in self.fields.items() if not field.read_only}
            wrong = {name: [_("There is no such field.")] for name in data if name not in known}
        try:
            found = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found_wrong: Any = error.detail
            raise serializers.ValidationError(found_wrong | wrong) from None
        if wrong:
            raise serializers.ValidationError(wrong)
        return found


class Text(serializers.CharField):
    """Text of at most `limit` characters, kept as it is typed."""

    def __init__(self, *, limit: int = PAGES, **kwargs: Any) -> None:
        super().__init__(**{"max_length": limit, "trim_whitespace": False, "allow_blank": True} | kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            NoNul()(data)
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        return super().to_internal_value(data).replace("\r\n", "\n")


class Code(serializers.CharField):
    """A value of a coded list, as offered that day (`GET /codes/{list}`); empty where it is not known."""

    def __init__(self, *, list_name: str, **kwargs: Any) -> None:
        self.list_name = list_name
        super().__init__(**{"max_length": 60, "allow_blank": True} | kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or (data and data not in self.offered()):
            raise serializers.ValidationError(
                _("Choose one of the codes of the list %(list)s.") % {"list": self.list_name}
            )
        return data

    def offered(self) -> Any:
        """Asked once a request and list."""
        context: Any = self.context
        lists = context.setdefault("codes", {})
        if self.list_name not in lists:
            lists |= codes_on(timezone.localdate(self.context["now"]), self.list_name)
        return lists[self.list_name]


class Codes(serializers.ListField):
    """Several of them, each once."""

    def __init__(self, *, list_name: str, **kwargs: Any) -> None:
        super().__init__(child=Code(list_name=list_name, allow_blank=False), max_length=200, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))


class Moment(serializers.DateTimeField):
    """A moment that has been: with its offset, or else in Danish time."""

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            self.fail("invalid", format="ISO 8601")
        try:
            moment = super().to_internal_value(value)
        except OverflowError:  # at either end of the calendar
            self.fail("invalid", format="ISO 8601")
        if moment.year < FIRST_YEAR:
            raise serializers.ValidationError(_("That is too long ago."))
        if moment > self.context["now"]:
            raise serializers.ValidationError(_("The time is in the future."))
        return moment


class Day(serializers.DateField):
    """A calendar day. Whether it may be one to come, the rules say."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(value)
        if day.year < FIRST_YEAR:
            raise serializers.ValidationError(_("That is too long ago."))
        if day.year > LAST_YEAR:
            raise serializers.ValidationError(_("That is too far ahead."))
        return day


class Number(serializers.IntegerField):
    """A whole number that is one in JSON too."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """true or false, and no other word for it."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class AgencyRef(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="short")


class PersonRef(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


REFS: dict[Any, type[serializers.Serializer]] = {Agency: AgencyRef, Account: PersonRef}


class Key(serializers.PrimaryKeyRelatedField):
    """The id of one of those that may be chosen."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int) or not 0 < data < 2**31:
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)
