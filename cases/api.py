"""What the API's views of cases share: one effect for each key, versions, cursors, and records as their models say.

Nothing here decides who sees what: views begin at the same selectors as the pages.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import REFS, Code, Codes, Day, Key, Moment, Number, Sent, Text, YesNo
from agencies.api.problems import Problem, pointer
from agencies.api.views import ApiView, Request
from agencies.errors import Stale
from agencies.models import Agency
from agencies.reference.fields import CodeField, CodesField
from agencies.texts import LINE
from cases.envelope.services import KeyTaken, once
from cases.keys.fields import SealedField
from cases.page.history import BOOKKEEPING
from cases.paging import Page, address_with, read_cursor
from cases.records.models import CaseRecord

# --- one effect for each key ---------------------------------------------------------------------------------------


class DoneSerializer(serializers.Serializer):
    href = serializers.CharField(help_text="Where what came of it can be read.")


class OnceView(ApiView, ABC):
    """POST with an Idempotency-Key: `act` says where to read what came of it, and is not called for a key that was sent before."""

    makes_something: ClassVar[bool] = False  # 201, with Location
    sent: ClassVar[type[serializers.Serializer] | None] = None
    answers: ClassVar[type[serializers.Serializer]] = DoneSerializer

    @abstractmethod
    def act(self, request: Request, *args: Any, **kwargs: Any) -> str: ...

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        def act() -> str:
            return self.act(request, *args, **kwargs)

        key, asked = key_of(request), what_is_asked(request)
        try:
            href = once(actor=request.user, key=key, now=request.now, act=act, asked=asked)
        except KeyTaken as error:
            raise Problem(422, _(error.sentence)) from None
        if self.makes_something:
            return Response({"href": href}, status=201, headers={"Location": href})
        return Response({"href": href})


def key_of(request: Request) -> UUID:
    text = request.headers.get("Idempotency-Key")
    if not text:
        raise Problem(428, _("Send a UUID of your own as Idempotency-Key, and the same again when you try again."))
    try:
        return UUID(text)
    except ValueError:
        raise Problem(400, _("The Idempotency-Key must be a UUID.")) from None


def what_is_asked(request: Request) -> str:
    """A fingerprint of address and body: the same key for something else is a mistake. Keyed, since a body may hold names."""
    body = json.dumps([request.method, request.path, request.data], sort_keys=True)
    return salted_hmac("cases.submission", body, algorithm="sha256").hexdigest()


def said_in(request: Request, serializer: Any, *, is_partial: bool = False) -> dict[str, Any]:
    """What was sent, read by the fields of `serializer`; a problem document with a pointer to each that is wrong."""
    context = {"now": request.now, "actor": request.user}
    found = serializer(data=request.data, context=context, partial=is_partial)
    found.is_valid(raise_exception=True)
    said: dict[str, Any] = found.validated_data
    return said


def refuse_all(found: Mapping[str, str]) -> None:
    """{field: sentence} of all that the rules find wrong, in one answer."""
    if found:
        errors = [{"pointer": pointer(*name.split(".")), "detail": _(sentence)} for name, sentence in found.items()]
        raise Problem(422, errors=errors)


# --- links ----------------------------------------------------------------------------------------------------------


class LinkSerializer(serializers.Serializer):
    """What one may do now."""

    verb = serializers.CharField()
    method = serializers.CharField()
    href = serializers.CharField()


# --- versions ------------------------------------------------------------------------------------------------------

OURS = re.compile(r'"(\d{1,9}(?:\.\d{1,9})*)"')
NEVER = 0  # a version that no record has


def etag(*versions: int) -> str:
    return f'"{".".join(map(str, versions))}"'


def versions_in(request: Request, count: int) -> list[int]:
    """The versions that the program has read; for a tag that is none of ours, such as nothing ever had."""
    text = request.headers.get("If-Match")
    if not text:
        raise Problem(428, _("Send the ETag of what you have read as If-Match."))
    found = OURS.fullmatch(text.strip())
    versions = [int(version) for version in found[1].split(".")] if found else []
    return versions if len(versions) == count else [NEVER] * count


def stale(error: Stale, now_tag: str, mine: dict[str, Any], path: tuple[str, ...] = ()) -> Problem:
    """412 with the tag as it is now, and each field that differs: what stands there, and what was sent."""
    theirs = as_written(error.theirs, list(mine))
    sent = as_written(type(error.theirs)(**mine), list(mine))
    differing = [
        {"pointer": pointer(*path, name), "theirs": theirs[name], "yours": sent[name]}
        for name in mine
        if theirs[name] != sent[name]
    ]
    return Problem(412, headers={"ETag": now_tag}, differs=differing)


# --- pages of a list -----------------------------------------------------------------------------------------------


def after_in(request: Request) -> str | None:
    """The cursor where the list goes on; None at its start."""
    text = request.GET.get("after")
    if text and read_cursor(text) is None:
        raise wrong_parameter("after", _("This is no cursor of ours. Take `next` as it is."))
    return text


def cursor_in(request: Request) -> Any:
    """The same, read."""
    return read_cursor(after_in(request))


def wrong_parameter(name: str, sentence: str) -> Problem:
    return Problem(400, errors=[{"parameter": name, "detail": sentence}])


def listed(request: Request, page: Page, rows: Iterable[Any]) -> Response:
    """`rows` of the page, and the address of the next one (null on the last)."""
    return listed_until(request, rows, page.next)


def listed_until(request: Request, rows: Iterable[Any], cursor: str) -> Response:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    here = f"{settings.BASE_URL}{request.path}"
    following = address_with(here, **kept | {"after": cursor}) if cursor else None
    return Response({"results": list(rows), "next": following})


@cache
def list_of(row: type[serializers.BaseSerializer]) -> type[serializers.Serializer]:
    """How a page of such rows looks, for the description."""
    fields = {"results": row(many=True), "next": serializers.URLField(allow_null=True)}
    return type(f"PageOf{row.__name__}", (serializers.Serializer,), fields)


SMALL_AT_MOST = 32_767  # of a small number in the database

# --- records -------------------------------------------------------------------------------------------------------


class Written(serializers.ModelSerializer):
    """A record for reading: the fields of its model as they stand there, codes as codes."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        SealedField: serializers.CharField, CodeField: serializers.CharField, CodesField: serializers.ListField,
    }  # fmt: skip

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        if isinstance(model_field, CodesField):
            return serializers.ListField, {"child": serializers.CharField()}
        if getattr(model_field, "choices", None):
            return serializers.CharField, {"allow_blank": True}
        return super().build_standard_field(field_name, model_field)

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        if named := REFS.get(relation_info.related_model):
            return named, {"allow_null": True}
        return serializers.PrimaryKeyRelatedField, {"read_only": True}  # another record of the case


def names_shown(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in BOOKKEEPING and field.editable]


@cache
def written(model: Any, names: tuple[str, ...] | None = None) -> type[Written]:
    """How a record of this kind is given; of `names` only, when given."""
    label = "".join(part.capitalize() for part in model._meta.label.replace("_", " ").split("."))
    meta = type("Meta", (), {"model": model, "fields": names or tuple(names_shown(model))})
    return type(f"{label}Fields" + ("Some" if names else ""), (Written,), {"Meta": meta})


def as_written(record: CaseRecord, names: list[str]) -> dict[str, Any]:
    return dict(written(type(record), tuple(names))(record).data)


class Writing(serializers.ModelSerializer):
    """What a program writes of a record: the fields of its model, each checked as the form of the page checks it."""

    lines: ClassVar[tuple[str, ...]] = ()  # those that are one line, as record.field

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        if isinstance(model_field, CodesField):
            return Codes, {"list_name": model_field.list_name, "required": False}
        if isinstance(model_field, CodeField):
            return Code, {"list_name": model_field.list_name, "required": False}
        if isinstance(model_field, SealedField):
            is_line = f"{model_field.model._meta.model_name}.{field_name}" in self.lines
            limit = {"limit": LINE} if is_line else {}
            return Text, {"required": False, "allow_null": True, **limit}
        if getattr(model_field, "choices", None):
            return super().build_standard_field(field_name, model_field)
        if isinstance(model_field, models.DateTimeField):
            return Moment, {"required": not model_field.null, "allow_null": model_field.null}
        if isinstance(model_field, models.DateField):
            return Day, {"required": not model_field.null, "allow_null": model_field.null}
        if isinstance(model_field, models.PositiveSmallIntegerField):
            limits = {"min_value": 0, "max_value": SMALL_AT_MOST}
            return Number, {"required": not model_field.null, "allow_null": model_field.null, **limits}
        if isinstance(model_field, models.BooleanField):
            return YesNo, {"required": False}
        return Text, {"required": False, "limit": model_field.max_length}

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        rows = Agency.objects.complex_filter(relation_info.model_field.get_limit_choices_to())
        return Key, {"queryset": rows, "required": False, "allow_null": True}


def writing(model: Any, names: tuple[str, ...], lines: tuple[str, ...] = ()) -> type[Writing]:
    meta = type("Meta", (), {"model": model, "fields": names})
    return type(f"{model.__name__}Writing", (Sent, Writing), {"Meta": meta, "lines": lines})
