"""Sign-in through an OpenID provider, stricter than allauth by itself: the signature, the nonce and the subject are checked
although the token came straight from the provider; an identity is the issuer and its subject, never an e-mail address."""

from __future__ import annotations

import secrets
from typing import Any, cast

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

# What a public key can verify; never a secret shared with the provider, never none.
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


def verified(id_token: str, keys: jwt.PyJWKSet, issuer: str, client: str) -> dict[str, Any]:
    """What the token claims, once its signature, issuer, audience and time hold."""
    named = jwt.get_unverified_header(id_token).get("kid")
    # A provider with one key need not name it.
    fitting = [key for key in keys.keys if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise jwt.InvalidKeyError("no key, or not one key, is the one that signed")
    needed: Any = {"require": ["exp", "iat", "sub", "iss", "aud"]}
    claims: dict[str, Any] = jwt.decode(
        id_token, fitting[0].key, algorithms=SIGNED_BY, issuer=issuer, audience=client, options=needed
    )
    return claims


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """How we talk with the provider."""

    nonce: str | None = None

    def get_provider(self) -> Provider:
        """The provider, asked our way."""
        return Provider(self.request, app=super().get_provider().app)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is, once the token holds and speaks of the same subject as the provider's own answer."""
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        userinfo = self._fetch_user_info(token.token)
        if userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("the token and the user info speak of different subjects")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": userinfo, "id_token": claims})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims = verified(id_token, self._keys(), self.openid_config["issuer"], app.client_id)
        except jwt.PyJWTError as error:
            raise OAuth2Error("the token does not hold") from error
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the token was not made for this sign-in")
        return claims

    def _keys(self) -> jwt.PyJWKSet:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            return jwt.PyJWKSet.from_dict(response.json())


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """Sends a nonce, and remembers it with the state."""

    oauth2_adapter_class = Adapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The issuer and its subject."""
        return f"{data['id_token']['iss']} {data['id_token']['sub']}"

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To the provider, over a page: a form's redirect to another site is what the policy forbids."""
        nonce = secrets.token_urlsafe(32)
        params = {**(kwargs.pop("auth_params", None) or {}), "nonce": nonce}
        response = super().redirect(request, process, auth_params=params, nonce=nonce, **kwargs)
        if response.status_code != 302:
            return cast(HttpResponse, response)
        context = {"provider": self, "redirect_to": response.headers["Location"]}
        return render(request, "socialaccount/login_redirect.html", context)


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """Coming back: the nonce is that of the state."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce")
        return state, response


def _answered(view: type[Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = Adapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    response: HttpResponse = view.adapter_view(adapter)(request)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A page that says where one is going; then there."""
    return _answered(OAuth2LoginView, request, provider_id)


@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _answered(Callback, request, provider_id)
