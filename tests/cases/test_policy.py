"""The three tables of policy.py: read as text, and the ones that are meant."""

import pytest

from cases import policy
from cases.models import Rule
from cases.policy import Capacity, Section, bit, masks

pytestmark = pytest.mark.database


@pytest.mark.parametrize("wrong", ["a coord\nx r", "coord comp\nx r", "coord\nx q", "coord\nx r\nx w", "coord\nx r r"])
def test_a_table_that_cannot_be_read_is_an_error(wrong):
    with pytest.raises((ValueError, KeyError)):
        policy.read_table(wrong, policy.CELLS)


def test_the_policy_is_the_one_that_is_meant():
    assert (len(Section), len(Capacity)) == (35, 19)
    assert (Section.CONTACT_PERSON, Section.LOG) == (0, 34)
    assert masks("addressee") == (
        bit(Section.PREVIEW) | bit(Section.DETENTION),
        0,
        bit(Section.FEEDBACK) | bit(Section.ASSIGNMENT),
    )
    assert masks("asked").reads == 0
    assert masks("oversight").reads == bit(Section.PARTIES) | bit(Section.LOG)
    assert masks("coordinator").reads & bit(Section.HEALTH) == 0


def test_what_nobody_may_add_nobody_discloses():
    puts = {rule["codename"]: rule["puts"] for rule in policy.rules()}
    assert puts["sees_referral"] == []
    assert puts["sees_name"] == ["coordinator", "competent", "immigration"]
    assert puts["sees_health"] == ["health"]


def test_the_database_holds_each_capacity_and_each_section():
    assert Rule.objects.count() == len(Section) + len(Capacity)
    assert Rule.objects.get(codename="as_coordinator").kinds == ["cmm", "municipality"]
