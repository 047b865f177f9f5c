"""A person by the initials."""

import pytest

from victims.identity.rules import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [("Duc Minh Nguyen", "D.N."), ("Ngọc", "N."), ("  ada   osei ", "A.O."), ("", ""), ("   ", "")],
)
def test_first_and_last_word(name, short):
    assert initials(name) == short
