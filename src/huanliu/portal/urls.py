"""The addresses of the portal. Pages carry their language in front; what machines ask does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from huanliu.portal.front import views

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language", views.set_language, name="set_language"),
    path("api/", include("huanliu.portal.api.urls")),
    *i18n_patterns(
        path("", include("huanliu.portal.front.urls")),
        path("journeys/", include("huanliu.portal.journeys.urls")),
        path("law/", include("huanliu.portal.law.urls")),
        path("me/", include("huanliu.portal.people.urls")),
        path("me/data/", include("huanliu.portal.consent.urls")),
        path("papers/", include("huanliu.portal.documents.urls")),
        path("cases/", include("huanliu.portal.cases.urls")),
        path("organisations/", include("huanliu.portal.organisations.urls")),
        path("desk/", include("huanliu.portal.desks.urls")),
        path("obstacles/", include("huanliu.portal.obstacles.urls")),
        path("account/", include("allauth.urls")),
    ),
]
handler400 = "huanliu.portal.front.views.bad_request"
handler403 = "huanliu.portal.front.views.forbidden"
handler404 = "huanliu.portal.front.views.not_found"
handler500 = "huanliu.portal.front.views.server_error"
