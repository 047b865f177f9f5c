"""`manage.py check` and the declarations of access."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import TemplateView

from agencies.access import everybody_signed_in, open_to_all
from agencies.checks import every_view_says_who_may_open_it

pytestmark = pytest.mark.rules


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [
    path("open/", open_to_all(TemplateView.as_view(template_name="404.html"))),
    path("told/", everybody_signed_in(hello)),
    path("within/", include([path("forgotten/<int:number>/", TemplateView.as_view(template_name="404.html"))])),
    path("untold/", hello),
]


def test_every_address_of_ours_is_declared() -> None:
    assert every_view_says_who_may_open_it(None) == []


@pytest.mark.urls("tests.agencies.test_checks")
def test_what_does_not_say_so_is_found() -> None:
    found = [error.msg for error in every_view_says_who_may_open_it(None)]
    assert found == [
        f"{address} does not say who may open it" for address in ("/within/forgotten/<int:number>/", "/untold/")
    ]
