"""A talk, a recommendation, one's own assessment."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms import OnceForm
from agencies.moments import MomentField
from agencies.reference.models import DatedCode
from agencies.texts import LINE, PlainText
from victims.assessment import rules
from victims.assessment.models import RECOMMENDATIONS, Companion, Interpreter, InterpreterSex, Interview
from victims.assessment.words import ANSWER_LABELS
from victims.screening.models import Grade, Indicator

CHOOSE = gettext_lazy("Choose one of the answers shown.")
ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("not_asked", gettext_lazy("Not asked")),
]
ASKED = "indicator-"
Codes = dict[str, dict[str, DatedCode]]


def one_of(label: Any, choices: Any, missing: Any = CHOOSE, **more: Any) -> forms.ChoiceField:
    """Radio buttons, none of them chosen before."""
    errors = {"required": missing, "invalid_choice": CHOOSE}
    named = [(value, capfirst(str(word))) for value, word in choices]
    return forms.ChoiceField(label=label, choices=named, widget=forms.RadioSelect, error_messages=errors, **more)


def drop_down(label: Any, choices: Any, empty: Any) -> forms.ChoiceField:
    named = [("", empty), *((value, capfirst(str(word))) for value, word in choices)]
    return forms.ChoiceField(label=label, required=False, choices=named, error_messages={"invalid_choice": CHOOSE})


def text(label: Any, rows: int = 4, **more: Any) -> PlainText:
    about: dict[str, Any] = {"required": False, "empty_value": None, "widget": forms.Textarea(attrs={"rows": rows})}
    return PlainText(label=label, **about | more)


def line(label: Any, **more: Any) -> PlainText:
    return PlainText(label=label, limit=LINE, required=False, **more)


class InterviewForm(OnceForm):
    """`asked` are the indicators that were reported, or answered before: each is confirmed, denied, or was not asked of."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, codes: Codes, asked: list[str], is_minor: bool, interview: Interview | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        self.asked = asked
        known = codes["labour"]
        if interview is not None:
            kwargs["initial"] = self.initial_of(interview)
        super().__init__(*args, **kwargs)
        self.fields |= {
            "place": one_of(
                _("Where was the talk held?"), codes["interview_place"].items(), _("Choose where the talk was held.")
            ),
            "place_words": line(_("Which place"), empty_value=None),
            "began_at": MomentField(label=_("From"), error_messages={"required": _("Write when the talk began.")}),
            "ended_at": MomentField(label=_("To"), required=False),
            "interpreter": one_of(_("Interpreter"), Interpreter.choices, _("Choose whether somebody interpreted.")),
            "language": drop_down(_("Language"), codes["language"].items(), _("Not interpreted")),
            "dialect": PlainText(label=_("Dialect"), limit=60, required=False),
            "interpreter_sex": drop_down(_("Sex of the interpreter"), InterpreterSex.choices, _("Not known")),
            "interpreted_for_police": forms.BooleanField(
                label=_("The interpreter has interpreted for the police on the case too"), required=False
            ),
            "companion": one_of(
                _("Companion, chosen by the person"), Companion.choices, _("Choose whether a companion took part.")
            ),
            "present": self.several(_("Who else took part?"), codes["interview_present"]),
            "present_words": line(_("Why did police or staff take part?"), empty_value=None),
            **{theme: text(ANSWER_LABELS[theme]) for theme in rules.THEMES},
            **{f"{ASKED}{code}": one_of(str(known.get(code, code)), ANSWERS, required=False) for code in asked},
            "added": self.several(_("Tick what nobody mentioned before"), {}),
        }
        self.fields["home"].help_text = _("Let the person tell. Do not ask for details of violence.")
        self.present.hints = {
            rules.REPRESENTATIVE: _("Must take part: the person is or may be under 18.")
            if is_minor
            else _("Must take part when the person is or may be under 18."),
            rules.POLICE_OR_STAFF: _("Write why."),
        }
        grades = {str(grade): str(word) for grade, word in Grade.choices}
        weights = {
            code: value.grade(is_minor=is_minor) for code, value in known.items() if isinstance(value, Indicator)
        }
        self.grades = {code: grades.get(weight, "") for code, weight in weights.items()}
        dimensions = codes["indicator_dimension"].items()
        self.added.choices = [
            (capfirst(str(word)), of_dimension)
            for dimension, word in dimensions
            if (of_dimension := [
                (code, capfirst(str(value))) for code, value in known.items()
                if getattr(value, "dimension", "") == dimension and code not in asked and weights[code]
            ])
        ]  # fmt: skip

    @property
    def present(self) -> Any:
        return self.fields["present"]

    @property
    def added(self) -> Any:
        return self.fields["added"]

    def several(self, label: Any, codes: dict[str, DatedCode]) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=[(code, capfirst(str(value))) for code, value in codes.items()],
            widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": CHOOSE},
        )  # fmt: skip

    def initial_of(self, interview: Interview) -> dict[str, Any]:
        names = [one.name for one in interview._meta.concrete_fields if one.editable]
        given = {name: getattr(interview, name) for name in names} | {"version": interview.version}
        given |= {f"{ASKED}{code}": "yes" for code in interview.confirmed}
        return given | {f"{ASKED}{code}": "no" for code in interview.refuted}

    def indicators(self) -> list[tuple[forms.BoundField, str]]:
        """(field, grade) of each that is asked of."""
        return [(self[f"{ASKED}{code}"], self.grades.get(code, "")) for code in self.asked]

    def values(self) -> dict[str, Any]:
        """The fields of the talk."""
        said = self.cleaned_data
        answers = {code: said[f"{ASKED}{code}"] for code in self.asked}
        kept = {
            name: said[name]
            for name in said
            if not name.startswith(ASKED) and name not in ("submission", "version", "added")
        }
        return kept | {
            "confirmed": [*(code for code, answer in answers.items() if answer == "yes"), *said["added"]],
            "refuted": [code for code, answer in answers.items() if answer == "no"],
        }


class RecommendationForm(OnceForm):
    recommends = one_of(gettext_lazy("What do you recommend?"), [], gettext_lazy("Choose what you recommend."))
    weighing = text(
        gettext_lazy("Weighing"), 6, required=True, error_messages={"required": gettext_lazy("Write the weighing.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recommends: Any = self.fields["recommends"]
        recommends.choices = RECOMMENDATIONS
        recommends.hints = {
            rules.Recommended.PRESUMED: _(
                "Reasonable grounds. In doubt the person is treated as trafficked, and support begins."
            ),
            rules.Recommended.NOT_YET: _("After the court deadline too."),
        }
        self.fields["weighing"].help_text = _("What speaks for it, what speaks against it, and what is uncertain.")


class OwnAssessmentForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = text(
        gettext_lazy("What have you seen, and what do you think?"), 8, required=True,
        error_messages={"required": gettext_lazy("Write what you have seen.")},
        help_text=gettext_lazy("CMM and whoever decides can read it. It is taken into the decision."),
    )  # fmt: skip
