"""What an administrator may do with accounts of the own agency. Access is not a matter of law but of this house."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agencies.errors import Refused

UNUSED_AFTER = timedelta(days=60)
INVITATION_LASTS = timedelta(days=3)


class State(StrEnum):
    """Where an account stands."""

    ACTIVE = "active"
    INVITED = "invited"
    LAPSED = "lapsed"  # invited, and the link is too old
    CLOSED = "closed"


@dataclass(frozen=True)
class Burden:
    """What an account has to do: how many cases, and in how many of them something is due within seven days."""

    cases: int = 0
    due_soon: int = 0

    def __add__(self, other: "Burden") -> "Burden":
        return Burden(self.cases + other.cases, self.due_soon + other.due_soon)


def state_of(*, is_active: bool, has_password: bool, invited_at: datetime, now: datetime) -> State:
    """An account without a password has not taken its invitation, which lasts less than three days after `invited_at`."""
    if not is_active:
        return State.CLOSED
    if has_password:
        return State.ACTIVE
    return State.INVITED if now - invited_at < INVITATION_LASTS else State.LAPSED


def days_away(last_seen: datetime, now: datetime) -> int | None:
    """Whole days since `last_seen`, from the sixtieth on; None before."""
    away = now - last_seen
    return away.days if away >= UNUSED_AFTER else None


def domain(address: str) -> str:
    """`@agency.example` of an e-mail address, in small letters."""
    return "@" + address.rpartition("@")[2].lower()


def check_address(address: str, *, administrator: str) -> None:
    """A new account's address is one of the agency's: of the same domain as its administrator's."""
    if domain(address) != domain(administrator):
        raise Refused("The address must end in %(domain)s.", field="email", domain=domain(administrator))


def check_other(*, actor_id: int, account_id: int) -> None:
    """Nobody changes the own post, so that an agency keeps an administrator."""
    if actor_id == account_id:
        raise Refused(
            "You cannot change your own access: an agency keeps an administrator. Ask another administrator of yours."
        )


def check_state(state: State, *allowed: State) -> None:
    """The same button pressed twice, or by two administrators."""
    if state not in allowed:
        raise changed_meanwhile()


def changed_meanwhile() -> Refused:
    return Refused("Somebody has changed this meanwhile. See how it stands now.")


def check_hand_over(*, stops_writing: bool, burden: Burden, is_answered: bool) -> None:
    """Whoever stops working leaves nothing that nobody was asked about."""
    if stops_writing and burden.cases and not is_answered:
        raise Refused("Choose who takes over the cases, or nobody for now.", field="successor")
