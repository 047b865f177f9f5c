"""What a rule refuses: raised once, shown the same way on every page and in every answer."""

from typing import Any


def says(sentence: str) -> str:
    """Marks the English sentence of a rule for the language files; whoever shows it translates it."""
    return sentence


class Refused(Exception):
    """A domain rule says no.

    `sentence` is the English sentence that names the rule, and the key of its translation; `values` fill its %(placeholders)s;
    `field` is the form field that it belongs to, if one. Whoever shows it translates it.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values


class Stale(Refused):
    """The record was changed meanwhile. `theirs` is the record as it now stands."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(says("Somebody else changed this while you were writing."))
        self.theirs = theirs
