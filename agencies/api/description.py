"""Where the description of the API is read."""

from typing import Any

from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView

from agencies.api.views import EVERYBODY_SIGNED_IN, ApiView, ByRole, WhoAsks


class Schema(ApiView, SpectacularAPIView):
    """This description."""

    access = {"GET": EVERYBODY_SIGNED_IN}
    authentication_classes = [WhoAsks]
    permission_classes = [ByRole]
    renderer_classes = [OpenApiJsonRenderer]
    operation = "schema"

    @extend_schema(exclude=True)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)
