"""How a form field becomes markup of the design system; `components/field.html` is its only caller."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@dataclass
class Choice:
    """One radio button or checkbox, with the hint and the note that its form gives it."""

    id: str
    name: str
    value: str
    label: str
    is_chosen: bool
    hint: str
    note: str


@dataclass
class Group:
    """Choices under a heading of their own; the heading is empty where a field has no groups."""

    heading: str
    choices: list[Choice] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)


@register.filter
def kind(bound: BoundField) -> str:
    """Which shape of `components/field.html` shows this field."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):  # before RadioSelect, which it inherits from
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    return "control"


@register.filter
def is_list(value: object) -> bool:
    """Whether a value is several lines."""
    return isinstance(value, list | tuple)


@register.filter
def inline_svg(svg: str) -> SafeString:
    """A drawing that our own code or a library made, as part of the page: no `data:` address is needed."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308 - never from a person


@register.filter
def is_moment(value: object) -> bool:
    return isinstance(value, datetime)


@register.filter
def is_day(value: object) -> bool:
    return isinstance(value, date)


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The input, textarea or select itself, in the design system's class; a placeholder would hide what to write."""
    widget = bound.field.widget
    base = "form-select" if isinstance(widget, forms.Select) else "form-input"
    return bound.as_widget(attrs={"class": f"{base} {widget.attrs.get('class', '')}".strip(), "placeholder": False})


@register.simple_tag
def choices(bound: BoundField) -> list[Group]:
    """The choices of a radio or checkbox field, grouped as the form groups them.

    A form may put `hints` and `notes` on its field: {value: text}; a hint stands under the choice, a note behind it.
    """
    hints, notes = getattr(bound.field, "hints", {}), getattr(bound.field, "notes", {})
    groups: list[Group] = []
    for heading, options, _index in bound.field.widget.optgroups(bound.html_name, _chosen(bound)):
        if not groups or heading:
            groups.append(Group(str(heading or "")))
        for option in options:
            value = str(option["value"])
            groups[-1].choices.append(
                Choice(
                    id=f"{bound.auto_id}_{option['index']}",
                    name=bound.html_name,
                    value=value,
                    label=str(option["label"]),
                    is_chosen=bool(option["selected"]),
                    hint=str(hints.get(value, "")),
                    note=str(notes.get(value, "")),
                )
            )
    return groups


def _chosen(bound: BoundField) -> list[str]:
    return bound.field.widget.format_value(bound.value()) or []


@dataclass
class Part:
    """One of the inputs that together make up a value, such as the day of a date."""

    id: str
    name: str
    value: str
    key: str
    label: str


@register.simple_tag
def parts(bound: BoundField) -> list[Part]:
    """The inputs of a field made of several; its widget names their `labels`: {key: text}."""
    widget = bound.field.widget
    context = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]
    keys = [name.removeprefix("_") for name in widget.widgets_names]
    return [
        Part(sub["attrs"]["id"], sub["name"], sub["value"] or "", key, str(widget.labels[key]))
        for key, sub in zip(keys, context["subwidgets"], strict=True)
    ]


@dataclass
class Fault:
    """One line of the error summary; `id` is empty where the message belongs to the whole form."""

    id: str
    message: str


@register.simple_tag
def faults(*given: object) -> list[Fault]:
    """All that is wrong on a page, in its order; takes forms, fields, and lists of them."""
    found: list[Fault] = []
    for item in given:
        if isinstance(item, list | tuple):
            found += faults(*item)
        elif isinstance(item, BoundField):
            found += [Fault(_first_id(item), _in_summary(item, str(message))) for message in item.errors]
        elif isinstance(item, forms.BaseForm) and item.is_bound:
            found += [Fault("", str(message)) for message in item.non_field_errors()]
            found += faults(*item)
    return found


def _in_summary(bound: BoundField, message: str) -> str:
    """What Django says of any empty field needs the field's name where several are listed."""
    return f"{bound.label}: {message}" if message == str(forms.Field.default_error_messages["required"]) else message


def _first_id(bound: BoundField) -> str:
    shape = kind(bound)
    if shape in ("radio", "checkbox"):
        groups = choices(bound)
        return groups[0].choices[0].id if groups else bound.auto_id
    return f"{bound.auto_id}_0" if shape == "parts" else bound.id_for_label
