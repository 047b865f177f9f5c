"""Whose a key is to make, to see and to end: by the services, and by the database whatever they do."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from agencies.errors import Refused
from agencies.models import Post, Role, Token
from agencies.tokens.rules import digest_of
from agencies.tokens.selectors import standing_of, token_of
from agencies.tokens.services import end_token, make_token, note_use
from cases.wall import acting_as
from tests.agencies.tokens.keys import key_of
from tests.attempts import fails, sql
from tests.conftest import NOW, as_owner
from tests.people import hire

MONTH = NOW + timedelta(days=30)


@pytest.fixture
def ninas(people: Any) -> Token:
    with acting_as(people.nina) as nina:
        return make_token(actor=nina, name="Journal", until=MONTH, now=NOW)[0]


def fresh(account: Any, **more: Any) -> Token:
    values = {"name": "x", "digest": digest_of("x"), "made_at": NOW, "until": MONTH}
    return Token.objects.create(account=account, **values | more)


def row(token: Token) -> tuple[Any, Any]:
    with as_owner():
        return Token.objects.values_list("ended_at", "last_used_on").get(pk=token.pk)


def test_the_secret_is_stored_nowhere(people: Any) -> None:
    token, secret = key_of(people.nina)
    with as_owner():
        [(stored,)] = sql("SELECT t::text FROM agencies_token t WHERE id = %s", token.pk)
    assert digest_of(secret) in stored
    assert not {part for part in (secret, secret.removeprefix("tillid_")) if part in stored}
    assert not {value for value in vars(token).values() if value == secret}


def test_a_key_opens_with_its_secret_until_it_ends(people: Any) -> None:
    with acting_as(people.nina) as nina:
        token, secret = make_token(actor=nina, name="Journal", until=MONTH, now=NOW)
    assert token_of(secret, NOW) == token
    assert token_of(secret, MONTH - timedelta(seconds=1)) == token
    assert token_of(secret, MONTH) is None
    assert token_of(secret + "x", NOW) is token_of("", NOW) is token_of(token.digest, NOW) is None
    with acting_as(people.nina) as nina:
        end_token(actor=nina, token=token, now=NOW)
    assert token_of(secret, NOW) is None


def test_nobody_makes_a_key_for_another(people: Any) -> None:
    for person in (people.nora, people.adam, people.left, None):  # a colleague, an administrator, a leaver, nobody
        with acting_as(person):
            assert fails(fresh, people.nina)
    with acting_as(people.left):
        assert fails(fresh, people.left)
    with acting_as(people.nina):
        assert fresh(people.nina)


def test_a_key_has_an_end_in_the_database_too(people: Any) -> None:
    with acting_as(people.nina):
        longest = NOW.astimezone(UTC) + timedelta(days=180)
        assert fails(fresh, people.nina, until=NOW)
        assert fails(fresh, people.nina, until=longest + timedelta(seconds=1))
        assert fresh(people.nina, until=longest)


def test_a_name_stands_for_one_key(people: Any, ninas: Token) -> None:
    with acting_as(people.nina) as nina:
        with pytest.raises(Refused) as refusal:
            make_token(actor=nina, name=" Journal ", until=MONTH, now=NOW)
        assert refusal.value.field == "name"
        end_token(actor=nina, token=ninas, now=NOW)
        assert make_token(actor=nina, name="Journal", until=MONTH, now=NOW)
    with acting_as(people.nora) as nora:
        assert make_token(actor=nora, name="Journal", until=MONTH, now=NOW)


def test_one_sees_the_own_and_an_administrator_those_of_the_agency(people: Any, ninas: Token) -> None:
    abel = hire(people.nina.agency, Role.ADMINISTRATOR, "abel")
    found = {}
    for person in (people.nina, abel, people.nora, people.adam, people.otto, None):
        with acting_as(person):
            found[person] = standing_of(people.nina).count()
    assert found == {people.nina: 1, abel: 1, people.nora: 0, people.adam: 0, people.otto: 0, None: 1}


def test_it_is_ended_by_its_account_and_the_own_administrator(people: Any, ninas: Token) -> None:
    abel = hire(people.nina.agency, Role.ADMINISTRATOR, "abel")
    for person in (people.nora, people.adam, people.otto):
        with acting_as(person):
            end_token(actor=person, token=ninas, now=NOW)
            assert Token.objects.filter(pk=ninas.pk).update(ended_at=NOW) == 0
    with acting_as(None):
        assert Token.objects.filter(pk=ninas.pk).update(ended_at=NOW) == 0
    assert row(ninas) == (None, None)
    with acting_as(abel):
        end_token(actor=abel, token=ninas, now=NOW)
    assert row(ninas) == (NOW, None)


def test_what_is_ended_stays_ended(people: Any, ninas: Token) -> None:
    with acting_as(people.nina) as nina:
        end_token(actor=nina, token=ninas, now=NOW)
        for later in (None, MONTH):
            assert Token.objects.filter(pk=ninas.pk).update(ended_at=later) == 1
    assert row(ninas) == (NOW, None)


def test_when_it_was_used_is_for_its_account_to_say(people: Any, ninas: Token) -> None:
    abel = hire(people.nina.agency, Role.ADMINISTRATOR, "abel")
    with acting_as(abel):
        Token.objects.filter(pk=ninas.pk).update(last_used_on=NOW.date())
    assert row(ninas) == (None, None)
    with acting_as(people.nina) as nina:
        note_use(actor=nina, token=ninas, now=NOW)
    assert row(ninas) == (None, NOW.date())


def test_nothing_else_of_it_is_changed_and_nothing_thrown_away(people: Any, ninas: Token) -> None:
    with acting_as(people.nina):
        mine = Token.objects.filter(pk=ninas.pk)
        for change in (
            {"account": people.nora}, {"digest": digest_of("y")}, {"until": NOW + timedelta(days=90)},
            {"made_at": NOW}, {"name": "y"},
        ):  # fmt: skip
            assert fails(mine.update, **change)
        assert fails(sql, "DELETE FROM agencies_token WHERE id = %s", ninas.pk)


def test_keys_end_with_the_post_and_do_not_come_back_with_it(people: Any) -> None:
    token, secret = key_of(people.carl)
    other, _secret = key_of(people.cecilie)
    with acting_as(people.adam):
        Post.objects.filter(account=people.carl).update(role=Role.READ_ONLY)
        assert row(token)[0] is None
        Post.objects.filter(account=people.carl).update(is_active=False)
    ended_at = row(token)[0]
    assert (ended_at is None, row(other)[0]) == (False, None)
    with acting_as(people.adam):
        Post.objects.filter(account=people.carl).update(is_active=True)
    assert (row(token)[0], token_of(secret, token.made_at)) == (ended_at, None)


def test_a_key_that_was_made_while_the_post_closed_does_not_open_with_it(people: Any) -> None:
    with acting_as(people.adam):
        Post.objects.filter(account=people.carl).update(is_active=False)
    with as_owner():
        late = fresh(people.carl)
    assert token_of("x", NOW) is None
    with acting_as(people.adam):
        Post.objects.filter(account=people.carl).update(is_active=True)
    assert row(late)[0] is not None
    assert token_of("x", NOW) is None
