"""Every address there is: those of the demo too, which are there in demo mode only."""

from django.urls import include, path

from config.urls import handler500
from config.urls import urlpatterns as ours

__all__ = ["handler500", "urlpatterns"]
urlpatterns = [*ours, path("", include("demo.urls"))]
