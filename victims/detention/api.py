"""Writing a release, for programs."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse

from agencies.api.fields import Moment, Sent
from agencies.api.views import WRITERS, Request
from cases.api import OnceView, said_in
from cases.page.selectors import page_or_404
from victims.detention.models import Detention
from victims.detention.services import release


class ReleaseSerializer(Sent):
    until = Moment(help_text="When the person was released.")


class Release(OnceView):
    """The person is no longer detained."""

    access = {"POST": WRITERS}
    operation = "release"
    sent = ReleaseSerializer

    def act(self, request: Request, case_id: UUID) -> str:
        page = page_or_404(request.user, case_id, request.now)
        running = next((row for row in page.records(Detention) if row.is_running), None)
        if running is None or not page.may_change(running):
            raise Http404
        until = said_in(request, ReleaseSerializer)["until"]
        release(actor=request.user, case=page.case, until=until, now=request.now)
        return reverse("api:records", args=[case_id])
