"""Which database a table lies in."""

from typing import Any


class KeyRouter:
    """`CaseKey` lies in `keys`, everything else in `default`. Raw SQL for the key store says `hints={"database": "keys"}`."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        return "keys" if model.__name__ == "CaseKey" else None

    def db_for_write(self, model: type, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        return (db == "keys") == (model_name == "casekey" or hints.get("database") == "keys")
