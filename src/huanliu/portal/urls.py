"""The addresses of the portal. Pages carry their language in front; what machines ask does not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from huanliu.portal import addresses as addresses  # names what may stand in an address, before any address is made
from huanliu.portal.front import openid, views
from huanliu.portal.people.languages import set_language

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language", set_language, name="set_language"),
    path("api/", include("huanliu.portal.api.urls")),
    # One address without a language: it stands in the provider's own list of where people may be sent back to.
    path("oidc/<slug:provider_id>/login/", openid.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", openid.callback, name="openid_connect_callback"),
    *i18n_patterns(
        path("", include("huanliu.portal.front.urls")),
        path("journeys/", include("huanliu.portal.journeys.urls")),
        path("law/", include("huanliu.portal.law.urls")),
        path("me/", include("huanliu.portal.people.urls")),
        path("me/data/", include("huanliu.portal.consent.urls")),
        path("papers/", include("huanliu.portal.documents.urls")),
        path("cases/", include("huanliu.portal.cases.urls")),
        path("organisations/", include("huanliu.portal.organisations.urls")),
        path("desk/officers/", include("huanliu.portal.authorities.urls")),
        path("desk/", include("huanliu.portal.desks.urls")),
        path("obstacles/", include("huanliu.portal.obstacles.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/3rdparty/", include("allauth.socialaccount.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
    ),
]
if not settings.PRODUCTION:
    # Entering as somebody invented: where real people are served there is no such address.
    urlpatterns += i18n_patterns(path("demonstration/", include("huanliu.portal.demo.urls")))
handler400 = "huanliu.portal.front.views.bad_request"
handler403 = "huanliu.portal.front.views.forbidden"
handler404 = "huanliu.portal.front.views.not_found"
handler429 = "huanliu.portal.front.views.too_many"
handler500 = "huanliu.portal.front.views.server_error"
