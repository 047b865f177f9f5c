"""How allauth meets us: nobody signs up by themselves, and only whoever holds an active post logs in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        if not hasattr(user, "post") or not user.post.is_active:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)
