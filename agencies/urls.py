"""The reader's language, and the accounts of the own agency."""

from django.urls import path

from agencies.language import choose_language

app_name = "agencies"
urlpatterns = [
    path("language/<str:code>/", choose_language, name="language"),
]
