"""Form fields for text that a person types: refused in plain words, and never cut off in silence."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from agencies.forms import NoNul

LINE = 200
PAGES = 10_000


class PlainText(forms.CharField):
    """Text of at most `limit` characters. A browser that stops at the limit would lose the end of what is pasted."""

    def __init__(self, *, limit: int = PAGES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [
            NoNul(),
            MaxLengthValidator(limit, message=_("Write at most %(limit_value)d characters. There are %(show_value)d.")),
        ]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text
