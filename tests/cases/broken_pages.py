"""Pages that go wrong half-way, as addresses of their own: what the middleware makes of them."""

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from agencies.access import everybody_signed_in
from cases.envelope.selectors import case_or_404
from config import urls
from tests.people import adds
from victims.models import Name


@everybody_signed_in
def breaks(request, case_id):
    adds(Name, request.user, case_or_404(request.user, case_id), used="half written")
    raise ZeroDivisionError


@everybody_signed_in
def answers_with_an_error(request, case_id):
    adds(Name, request.user, case_or_404(request.user, case_id), used="half written")
    return HttpResponse("sorry", status=503)


@everybody_signed_in
def streams(request, case_id):
    case_or_404(request.user, case_id)
    return StreamingHttpResponse(iter(["a", "b"]))


@everybody_signed_in
def says_who_acts(request, case_id):
    from cases.wall import acting

    return HttpResponse(acting().account.name)


urlpatterns = [
    path("cases/<uuid:case_id>/break/", breaks),
    path("cases/<uuid:case_id>/error/", answers_with_an_error),
    path("cases/<uuid:case_id>/stream/", streams),
    path("cases/<uuid:case_id>/who/", says_who_acts),
    path("", include(urls)),
]
handler500 = urls.handler500
