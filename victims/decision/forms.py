"""What is chosen, weighed and written to decide. What must be there, the rules say; here is only what an answer can be."""

from typing import Any

from django.forms import (
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    HiddenInput,
    MultipleChoiceField,
    RadioSelect,
    Textarea,
    UUIDField,
)
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.forms import NoNul, OnceForm
from cases.records.reading import Codes
from victims.decision.models import OUTCOMES, WHY_NOT
from victims.decision.rules import Form, Outcome
from victims.screening.models import Grade

WORDS_AT_MOST = 8000
HINTS = {
    Outcome.PRESUMED.value: _("Reasonable grounds. Counts as trafficked in all that follows. Choose it when in doubt."),
    Outcome.NOT_COMPLETED.value: _("Needs a reason."),
}


def words(label: Any, hint: Any = "") -> CharField:
    return CharField(
        label=label, required=False, max_length=WORDS_AT_MOST, validators=[NoNul()], widget=Textarea, help_text=hint
    )  # fmt: skip


class DecisionForm(OnceForm):
    """Nothing is chosen beforehand but the weights, which the list of indicators proposes.

    codes: the coded lists of forms, sectors, crimes, channels and indicators. candidates: {indicator: where it was confirmed or
    reported}. An answer that goes with another one is dropped without it: radio buttons cannot be emptied.
    """

    supersedes = UUIDField(required=False, widget=HiddenInput)
    outcome = ChoiceField(
        label=_("Result"), choices=OUTCOMES, widget=RadioSelect, error_messages={"required": _("Choose a result.")}
    )
    why_not = ChoiceField(
        label=_("Why it could not be completed"), required=False, choices=[("", _("Choose")), *WHY_NOT]
    )
    forms = MultipleChoiceField(
        label=_("Forms of exploitation"), required=False, widget=CheckboxSelectMultiple, help_text=_("Tick all that fit.")
    )  # fmt: skip
    sector = ChoiceField(label=_("Sector"), required=False)
    crime = ChoiceField(label=_("Which crime"), required=False)
    main_form = ChoiceField(
        label=_("Main form"), required=False, widget=RadioSelect, help_text=_("The person is counted once, by the main form.")
    )  # fmt: skip
    channel = ChoiceField(label=_("Identified through"), required=False)
    decisive = MultipleChoiceField(
        label=_("Decisive indicators"), required=False, widget=CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Only indicators that were confirmed or reported can be decisive.")},
    )  # fmt: skip
    reasons = words(
        _("Reasons"),
        _("Write no address and nothing of health. The police and the prosecutor on the case may read them."),
    )

    def __init__(
        self, *args: Any, codes: Codes, candidates: dict[str, list[str]], is_minor: bool, is_superseding: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.codes, self.candidates = codes, candidates
        fields: Any = self.fields
        fields["outcome"].hints = HINTS
        for name, of_list in (("forms", "form"), ("main_form", "form")):
            fields[name].choices = [(code, capfirst(str(word))) for code, word in codes[of_list].items()]
        for name in ("sector", "crime", "channel"):
            chosen = [(code, capfirst(str(word))) for code, word in codes[name].items()]
            fields[name].choices = [("", _("Choose")), *chosen]
        fields["decisive"].choices = [(code, str(codes["labour"].get(code, code))) for code in candidates]
        for code in candidates:
            indicator: Any = codes["labour"].get(code)
            grade = indicator and (indicator.grade_children if is_minor else indicator.grade_adults)
            fields[f"weight_{code}"] = ChoiceField(
                label=_("Weight: %(indicator)s") % {"indicator": indicator or code},
                choices=Grade.choices, initial=grade or Grade.MEDIUM, required=False,
            )  # fmt: skip
        if is_superseding:
            fields["why_superseded"] = words(
                _("Why the earlier decision is superseded"), _("Both decisions stay, and this stands beside them.")
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        ticked = found.get("forms") or []
        if found.get("outcome") != Outcome.NOT_COMPLETED:
            found["why_not"] = ""
        if Form.LABOUR not in ticked:
            found["sector"] = ""
        if Form.CRIMINALITY not in ticked:
            found["crime"] = ""
        if not ticked:
            found["main_form"] = ""
        elif len(ticked) == 1 and not found.get("main_form"):
            found["main_form"] = ticked[0]
        return found

    @property
    def weighed(self) -> list[tuple[Any, str, Any]]:
        """(its tick, where it was confirmed or reported, its weight) of each indicator."""
        from agencies.templatetags.fields import choices

        groups = choices(self["decisive"])
        ticks = groups[0].choices if groups else []
        return [(tick, ", ".join(self.candidates[tick.value]), self[f"weight_{tick.value}"]) for tick in ticks]

    def given(self) -> dict[str, Any]:
        """What was answered, as the service takes it."""
        said = self.cleaned_data
        names = ("outcome", "why_not", "forms", "main_form", "sector", "crime", "channel", "reasons")
        return {name: said.get(name) or ([] if name == "forms" else "") for name in names} | {
            "weights": {code: said.get(f"weight_{code}") or Grade.MEDIUM.value for code in said.get("decisive", [])},
            "candidates": list(self.candidates),
            "why_superseded": said.get("why_superseded", ""),
        }

    def kept(self) -> list[tuple[str, str]]:
        """(name, value) of all that came in the form, for the check page's hidden fields."""
        data: Any = self.data
        names = [name for name in self.fields if name in data]
        return [(name, value) for name in names for value in data.getlist(name)]
