"""The five steps as forms. Which fields there are is the rules' to say, what they hold the models'; here stand the words around them."""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Kind
from agencies.moments import MomentField
from agencies.reference.fields import CodeField, CodesField
from agencies.reference.models import DatedCode
from agencies.reference.selectors import codes_on, danish_order
from agencies.templatetags.words import write_day
from agencies.texts import LINE, PAGES, PlainText
from cases.keys.fields import SealedField
from referrals.referral import rules
from referrals.referral.rules import Consent, Danger
from referrals.referral.services import Parts, district
from victims.minors.rules import is_minor
from victims.residence.words import residence_hints
from victims.screening.models import Grade, Indicator

# What the form asks where the field's own name is too short, as record.field.
QUESTIONS = {
    "referral.caller": _("Who is calling?"),
    "referral.met_at": _("When did you meet the person?"),
    "referral.met_place": _("Where?"),
    "referral.situation": _("How did you meet the person?"),
    "referral.seen": _("What have you seen or heard?"),
    "referral.indicators": _("Tick what fits"),
    "preview.needs": _("What does the person need?"),
    "preview.danger": _("Is the person in danger?"),
    "referral.danger_words": _("What is the danger?"),
    "detention.place": _("Where is the person detained?"),
    "detention.detained_by": _("By which police?"),
    "preview.consent": _("Does the person agree to be referred?"),
    "referral.name": _("What is the person called?"),
    "preview.age_band": _("How old is the person?"),
    "preview.languages": _("Which languages does the person speak?"),
    "referral.reachable": _("How can CMM reach the person?"),
    "preview.first_talk_place": _("Where can the first talk be held?"),
    "preview.first_talk_words": _("When and how?"),
    "preview.is_assessment_requested": _("We request an assessment"),
}
HINTS = {
    "referral.caller": _("Name and telephone of whoever is calling."),
    "referral.met_at": _("About is good enough."),
    "referral.met_place": _("Address or place, so that CMM can find it."),
    "referral.journal_number": _("Optional. It helps you find the answer in your own system."),
    "referral.seen": _(
        "Write what you have seen or been told, and by whom. Write no names here. They belong to step 3."
    ),
    "referral.indicators": _("They support the assessment but do not decide it."),
    "referral.danger_words": _("Who, where and when. Threats against the family too."),
    "detention.since": _("Leave the fields empty if the person is not detained."),
    "referral.name": _("The name that the person uses. CMM sees it only after accepting."),
    "preview.age_band": _("Choose uncertain if the person may be under 18."),
    "referral.reachable": _("Telephone, place, who can help to make contact. Write also what is not safe."),
    "preview.first_talk_words": _(
        "When, who should be there, what must be thought of. CMM sees it before accepting: write no name."
    ),
    "preview.is_assessment_requested": _("Because the person is detained or must appear before a judge."),
}
CHOICE_HINTS = {
    "preview.danger": {Danger.NOW.value: _("CMM's duty officer is told at once.")},
    "preview.consent": {
        Consent.WITHOUT_NAME.value: _("CMM's first talk can be anonymous."),
        Consent.REFUSED.value: _("You can still give CMM a tip about the place."),
        Consent.NOT_ASKED.value: _("Ask before you send. Does not hold when life is in danger."),
    },
}
# A heading above these fields
HEADINGS = {
    "referral.indicators": _("Indicators"),
    "preview.needs": _("Needs and danger right now"),
    "referral.residence_status": _("Residence and detention"),
    "preview.consent": _("Consent"),
}
GRADES = dict(Grade.choices)
DIMENSIONS = "indicator_dimension"
CHOOSE_ONE = _("Choose")
OWN_DISTRICT = _("The district that refers")
CHOOSE = _("Choose one of the answers shown.")
ON_ONE_LINE = {"referral.caller", "referral.met_place", "referral.name", "detention.place"}
RADIOS_AT_MOST = 12
TOGETHER = ("detention",)  # one fact: all of it is saved, or nothing


@dataclass
class Row:
    """One field of a step, with what stands around it."""

    name: str
    field: forms.BoundField
    heading: Any = ""
    theirs: Any = ""  # what a colleague wrote meanwhile, when the two are written together


class Offered:
    """What can be chosen today, and the form field that each field of a record becomes."""

    def __init__(self, names: tuple[str, ...], parts: Parts, now: datetime) -> None:
        self.now = now
        self.is_minor = is_minor(parts.preview.age_band)
        self.is_by_police = district(parts) is not None
        self.chosen = set(parts.referral.indicators)
        lists = {str(field.list_name) for name in names if hasattr(field := model_field(parts, name), "list_name")}
        self.codes = codes_on(timezone.localdate(now), *lists, DIMENSIONS) if lists else {}

    def field(self, name: str, field: models.Field) -> forms.Field:
        about: dict[str, Any] = {
            "required": False,
            "label": QUESTIONS.get(name) or capfirst(field.verbose_name),
            "help_text": HINTS.get(name) or field.help_text,
        }
        if isinstance(field, CodesField):
            return self.several(field, about)
        if isinstance(field, CodeField):
            return one_of([(code, str(value)) for code, value in self.codes[field.list_name].items()], about)
        if field.choices:
            return with_hints(one_of([(value, label) for value, label in field.choices], about), hints_of(name))
        if isinstance(field, models.DateTimeField):
            return MomentField(validators=[self.not_in_the_future], **about)
        if isinstance(field, models.BooleanField):
            return forms.BooleanField(**about)
        if isinstance(field, models.ForeignKey):
            police = Agency.objects.complex_filter(field.get_limit_choices_to()).order_by("district", "name")
            return forms.ModelChoiceField(
                police,
                empty_label=OWN_DISTRICT if self.is_by_police else CHOOSE_ONE,
                error_messages={"invalid_choice": CHOOSE},
                **about,
            )
        if isinstance(field, SealedField):
            widget = forms.TextInput if name in ON_ONE_LINE else forms.Textarea(attrs={"rows": 4})
            return PlainText(limit=LINE if name in ON_ONE_LINE else PAGES, widget=widget, empty_value=None, **about)
        return PlainText(limit=field.max_length or LINE, **about)

    def several(self, field: CodesField, about: dict[str, Any]) -> forms.Field:
        """Check boxes: indicators by dimension, the strong ones first; of another long list the rare values under a heading."""
        values = list(self.codes[field.list_name].values())
        graded = [value for value in values if isinstance(value, Indicator)]
        notes = {}
        choices: list[Any]
        if graded:
            notes = {value.code: GRADES[grade] for value in graded if (grade := self.grade(value))}
            choices = self.by_dimension([value for value in graded if value.code in notes or value.code in self.chosen])
        else:
            common = min((value.rank for value in values), default=0)
            is_long = len(values) > RADIOS_AT_MOST
            choices = [choice(value) for value in values if not is_long or value.rank == common]
            if is_long:
                choices.append((_("More to choose from"), [choice(value) for value in values if value.rank > common]))
        several = forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": CHOOSE}, **about
        )
        several.notes = notes  # type: ignore[attr-defined]
        return several

    def grade(self, indicator: Indicator) -> str:
        """What it weighs for this person; empty for one that is not asked."""
        return indicator.grade(is_minor=self.is_minor)

    def by_dimension(self, indicators: list[Indicator]) -> list[Any]:
        order = list(GRADES)
        indicators.sort(key=lambda one: order.index(self.grade(one)) if self.grade(one) else len(order))
        groups = [
            (capfirst(str(dimension)), [choice(one) for one in indicators if one.dimension == code])
            for code, dimension in self.codes[DIMENSIONS].items()
        ]
        return [(heading, choices) for heading, choices in groups if choices]

    def not_in_the_future(self, moment: datetime) -> None:
        if sentence := rules.future_refusal(moment, self.now):
            until = gettext("Write a day until and including today, %(today)s.") % {"today": write_day(self.now)}
            raise ValidationError(f"{gettext(sentence)} {until}", code="future")


def model_field(parts: Parts, name: str) -> models.Field:
    record, field = name.split(".")
    return getattr(parts, record)._meta.get_field(field)


def choice(value: DatedCode) -> tuple[str, str]:
    return value.code, capfirst(str(value))


def one_of(choices: list[tuple[Any, Any]], about: dict[str, Any]) -> forms.ChoiceField:
    """Radio buttons, or a drop-down list where there would be too many."""
    choices = [(value, capfirst(label)) for value, label in choices]
    if len(choices) <= RADIOS_AT_MOST:
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, error_messages={"invalid_choice": CHOOSE}, **about
        )
    return forms.ChoiceField(choices=[("", CHOOSE_ONE), *choices], error_messages={"invalid_choice": CHOOSE}, **about)


def with_hints(field: forms.ChoiceField, hints: dict[str, Any]) -> forms.ChoiceField:
    field.hints = hints  # type: ignore[attr-defined]
    return field


def hints_of(name: str) -> dict[str, Any]:
    """What stands under each answer; of residence, who decides."""
    return residence_hints() if name == "referral.residence_status" else CHOICE_HINTS.get(name, {})


class StepForm:
    """One step of a referral: a form for each of its records, its fields in the rules' order."""

    def __init__(self, step: int, parts: Parts, *, now: datetime, data: Any = None) -> None:
        self.names = names_shown(step, parts)
        self.offered = Offered(self.names, parts, now)
        self.forms = {
            record: self.form_of(record, instance, data)
            for record, instance in parts
            if any(name.startswith(f"{record}.") for name in self.names)
        }

    def form_of(self, record: str, instance: models.Model, data: Any) -> forms.ModelForm:
        form_class = forms.modelform_factory(
            type(instance),
            fields=[name.split(".")[1] for name in self.names if name.startswith(f"{record}.")],
            formfield_callback=lambda field, **_widget: self.offered.field(f"{record}.{field.name}", field),
        )
        return form_class(data, instance=copy(instance), prefix=record)

    def rows(self) -> list[Row]:
        return [Row(name, self.bound(name), HEADINGS.get(name, "")) for name in self.names]

    def bound(self, name: str) -> forms.BoundField:
        record, field = name.split(".")
        return self.forms[record][field]

    def versions(self) -> dict[str, int]:
        """{record: the version that was typed into}; 0, which none has, where the browser does not say."""
        said = {record: str(form.data.get(f"{record}-version", "")) for record, form in self.forms.items()}
        return {
            record: int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
            for record, text in said.items()
        }

    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms.values())

    def typed(self, name: str) -> str:
        """What stands in a field that could not be read."""
        value = self.bound(name).data
        return " ".join(filter(None, value)) if isinstance(value, list) else str(value or "")

    def texts(self) -> list[tuple[Any, str]]:
        """(label, text) of all text that was typed: what nobody wants to write twice."""
        rows = [(row.field, self.typed(row.name)) for row in self.rows() if isinstance(row.field.field, PlainText)]
        return [(field.label, text) for field, text in rows if text]

    def values(self) -> dict[str, dict[str, Any]]:
        """{record: {field: value}} of what was typed and can be saved; of a record that is one fact, all of it or nothing."""
        return {
            record: form.cleaned_data
            for record, form in self.forms.items()
            if form.is_valid() or record not in TOGETHER
        }

    def faults(self) -> int:
        """How many answers are not saved: the wrong ones, and what belongs to one fact with them."""
        return sum(
            len({*form.errors, *(form.changed_data if form.errors and record in TOGETHER else ())})
            for record, form in self.forms.items()
        )

    def add_refusals(self, found: Mapping[str, str]) -> None:
        """Show the rules' own sentences at their fields, where nothing else is wrong with them."""
        for name, sentence in found.items():
            if name in self.names and not self.bound(name).errors:
                record, field = name.split(".")
                self.forms[record].add_error(field, gettext(sentence))

    def count(self) -> str:
        """How many indicators are chosen, and of which weight; empty when none is."""
        if "referral.indicators" not in self.names:
            return ""
        known = self.offered.codes["labour"]
        chosen = [known[code] for code in self.offered.chosen if code in known]
        weights = Counter(self.offered.grade(one) for one in chosen if isinstance(one, Indicator))
        return indicator_count(weights)


def names_shown(step: int, parts: Parts) -> tuple[str, ...]:
    """A name is not asked of one who is to be referred without it."""
    names = rules.names_on(step, by_telephone=parts.preview.to_id is not None)
    is_nameless = parts.preview.consent == Consent.WITHOUT_NAME
    return tuple(name for name in names if not (is_nameless and name == "referral.name"))


def indicator_count(weights: Counter[str]) -> str:
    total = weights.total()
    if not total:
        return ""
    words = {
        Grade.STRONG: ngettext("%(count)d strong", "%(count)d strong", weights[Grade.STRONG]),
        Grade.MEDIUM: ngettext("%(count)d medium", "%(count)d medium", weights[Grade.MEDIUM]),
        Grade.WEAK: ngettext("%(count)d weak", "%(count)d weak", weights[Grade.WEAK]),
    }
    listed = ", ".join(text % {"count": weights[grade]} for grade, text in words.items() if weights[grade])
    return ngettext("%(count)d chosen: %(listed)s.", "%(count)d chosen: %(listed)s.", total) % {
        "count": total,
        "listed": listed,
    }


class TelephoneForm(forms.Form):
    """Whom CMM records a referral for."""

    caller_agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Which agency is calling?"), 
        error_messages={"required": _("Choose the agency that is calling."), "invalid_choice": CHOOSE},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        callers = Agency.objects.filter(kind__in=rules.REFERRING_KINDS).exclude(kind=Kind.CMM)
        field: Any = self.fields["caller_agency"]
        field.queryset = callers
        field.choices = [("", CHOOSE_ONE), *((agency.pk, str(agency)) for agency in sorted(callers, key=danish_order))]


class SubmissionForm(forms.Form):
    """The key that keeps a form which is sent twice to one effect."""

    submission = forms.UUIDField()
