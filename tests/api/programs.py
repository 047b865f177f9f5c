"""Programs as the tests of the API speak of them: each has a key of its account, and nothing else."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from agencies.models import Account
from tests.agencies.tokens.keys import program_of

ROOT = "/api/v1"


class Program:
    """Asks in English, in the name of `person`. An address may be given without its beginning."""

    def __init__(self, person: Account, **key: Any) -> None:
        self.client: Client = program_of(person, **{"name": f"program {uuid4()}", "may_write": True} | key)

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        where = address if address.startswith("/api/") else f"{ROOT}{address}"
        told = {"accept-language": "en"} | {name.replace("_", "-"): value for name, value in headers.items()}
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, where, headers=told, **data)

    def get(self, address: str, **headers: str) -> Any:
        return self.ask("GET", address, **headers)

    def post(self, address: str, body: Any = None, key: Any = None, **headers: str) -> Any:
        return self.ask("POST", address, body or {}, idempotency_key=str(key or uuid4()), **headers)

    def read(self, address: str) -> Any:
        """What is there."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def do(self, address: str, body: Any = None) -> str:
        """A verb, done; where to read what came of it."""
        answer = self.post(address, body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()["href"]

    def change(self, method: str, address: str, body: Any) -> Any:
        """Read, then change what was read."""
        tag = self.get(address).headers["ETag"]
        answer = self.ask(method, address, body, if_match=tag)
        assert answer.status_code in (200, 204), answer.content
        return answer


WRITTEN = {
    "preview": {
        "needs": ["safe_place_tonight"], "danger": "no", "consent": "yes", "sex": "woman", "age_band": "25_29",
        "languages": ["vie"], "first_talk_place": "police_station",
    },
    "referral": {
        "met_at": "2026-03-12T11:32:00+01:00", "met_place": "Vestergade 4, Odense", "situation": "outreach",
        "seen": "locked in, no pay", "residence_status": "unlawful", "name": "Ngọc",
    },
    "detention": {"since": "2026-03-12T12:32:00+01:00", "place": "Odense Arrest"},
}  # fmt: skip
