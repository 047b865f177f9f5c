"""Form fields as markup of the design system."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from agencies.moments import MomentField
from agencies.templatetags.fields import faults

pytestmark = pytest.mark.rules


class Form(forms.Form):
    seen = forms.CharField(widget=forms.Textarea, help_text="As you saw it", error_messages={"required": "Write it"})
    signs = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("Work", [("pay", "Pay held back"), ("pass", "Passport taken")]), ("Travel", [("debt", "Debt")])],
    )
    since = MomentField(required=False)
    consent = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")], error_messages={"required": "Choose"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signs"].notes = {"pay": "medium"}
        self.fields["consent"].hints = {"no": "You can still tip CMM"}


def shown(form: Form, name: str, **arguments: object) -> str:
    template = Template('{% include "components/field.html" %}')
    with translation.override("en"):
        return template.render(Context({"field": form[name], **arguments}))


def test_a_message_stands_above_its_field_and_is_read_with_it():
    html = shown(Form({}), "seen")
    assert html.index("Write it") < html.index("<textarea")
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert [f'id="{name}"' in html for name in described] == [True, True]


def test_choices_carry_the_notes_and_hints_of_the_form():
    assert "Pay held back <small>medium</small>" in shown(Form(), "signs")
    html = shown(Form(), "consent")
    assert re.search(r'aria-describedby="(\w+)"', html)[1] == "id_consent_1_hint"
    assert 'id="id_consent_1_hint">You can still tip CMM' in html


def test_several_answers_are_checkboxes_and_one_answer_is_a_radio_button():
    assert set(re.findall(r'type="(\w+)"', shown(Form(), "signs"))) == {"checkbox"}
    assert set(re.findall(r'type="(\w+)"', shown(Form(), "consent"))) == {"radio"}


def test_later_groups_fold_and_say_how_many_are_chosen():
    html = shown(Form({"signs": ["debt"]}), "signs", fold=True)
    assert re.findall(r"<summary[^>]*>([^<]+)</summary>", html) == ["Travel (1 chosen)"]


def test_the_summary_leads_to_the_first_input_of_each_field():
    form = Form({"since_day": "40", "since_month": "1", "since_year": "2026", "since_clock": "9.00"})
    assert [fault.id for fault in faults(form)] == ["id_seen", "id_since_0", "id_consent_0"]
    for fault in faults(form):
        assert any(f'id="{fault.id}"' in shown(form, name) for name in form.fields)


def test_a_page_of_several_forms_has_one_summary():
    assert len(faults([Form({}), Form({})], "")) == 4


def test_what_a_person_wrote_is_escaped():
    assert "<script>" not in shown(Form({"seen": "<script>"}), "seen")
