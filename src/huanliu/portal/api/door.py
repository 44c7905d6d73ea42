"""The one door of the API: how a body is read, how an answer is written, how an error looks."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.docs import Swagger
from ninja.parser import Parser

from huanliu.engine.plainly import json_text
from huanliu.errors import DocumentError, HuanliuError, UnknownNameError

# Ten years of a day log are 200,000 bytes.
MAX_BODY = 1_000_000
# The names of our own arguments, which say nothing to whoever sent a body.
PLACEHOLDERS = ("body", "asked", "query", "which", "given", "span", "spoken", "wish")
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json"
ABOUT = (
    "What is possible across the borders of the Greater Bay Area, by which text. The answers are those of the command "
    "line's --json, to the byte. Law and questions need no token; nothing that is asked is kept. A finding never "
    "decides: where it is discretionary, one may apply and the authority decides. undetermined is neither yes nor no. "
    "An error is application/problem+json. Cases need a token of their person: cases reads, cases_write files and answers; "
    "papers lists and gives back their papers, papers_write hands in."
)


class BodyTooLargeError(DocumentError):
    """More than is read."""


class BodyParser(Parser):
    """JSON within bounds: no key twice, no number that is none, no half of a character."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body. What is wrong with it is left at the request: ninja says nothing but that something was."""
        try:
            return read_body(request.body)
        except HuanliuError as error:
            request.wrong_body = error  # type: ignore[attr-defined]
            raise


def read_body(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises DocumentError."""
    if len(body) > MAX_BODY:
        raise BodyTooLargeError(f"the body has {len(body):,} bytes, at most {MAX_BODY:,} are read")
    try:
        found = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        # A half of a character cannot be written down again.
        json.dumps(found, ensure_ascii=False).encode()
        if holds_nul(found):
            raise ValueError("a text holds the character NUL")
    except (ValueError, RecursionError, UnicodeError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else " ".join(str(error).split())[:120]
        raise DocumentError(f"the body is not JSON: {reason}") from None
    if not isinstance(found, dict):
        raise DocumentError("the body is not a JSON object", hint='send {"facts": {...}}')
    return found


def holds_nul(value: Any) -> bool:
    """Whether a text in it holds a character that no database keeps."""
    if isinstance(value, dict):
        return any(holds_nul(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(holds_nul, value))
    return isinstance(value, str) and "\x00" in value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DocumentError(f"the key {twice[:80]!r} stands twice", found=twice[:80])
    return found


def _no_number(text: str) -> Any:
    raise DocumentError(f"{text} is not a number that can be reckoned with", found=text)


def answer(value: Any, status: int = 200) -> HttpResponse:
    """JSON as the command line prints it."""
    return HttpResponse(json_text(value), content_type=JSON, status=status)


def too_large(request: HttpRequest) -> bool:
    """Whether a body is larger than the largest paper with what stands beside it."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.PAPER_MAX_BYTES + MAX_BODY


def wrong(sentence: str, kind: str, status: int, **more: Any) -> HttpResponse:
    """An error as one sentence and its parts: those of RFC 9457, and those that the command line prints."""
    problem = {
        "type": f"urn:huanliu:error:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    parts = {"error": sentence, "kind": kind, "message": sentence, "found": None, "expected": None, "hint": None}
    response = answer({**problem, **parts, **more}, status)
    response.headers["Content-Type"] = PROBLEM
    return response


class Api(NinjaAPI):
    """An API whose description says that an error is a problem (RFC 9457)."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The description."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for verbs in schema["paths"].values():
            for said in verbs.values():
                for code, response in said["responses"].items():
                    content = response.get("content", {})
                    if int(code) >= 400 and "application/json" in content:
                        response["content"] = {PROBLEM: content["application/json"]}
        return schema


api = Api(
    title="Huanliu 环流",
    version="1",
    description=ABOUT,
    urls_namespace="v1",
    docs=Swagger(),
    docs_url=None,
    # ninja would show the schema to whatever verb.
    docs_decorator=require_safe,
    parser=BodyParser(),
)


@api.exception_handler(HuanliuError)
def refused(request: HttpRequest, error: HuanliuError) -> HttpResponse:
    """What the engine refuses: 404 for a name that is not there, 413 for too much, 422 for the rest."""
    status = {UnknownNameError: 404, BodyTooLargeError: 413}.get(type(error), 422)
    structure = error.structure()
    return wrong(error.sentence(), str(structure.pop("error")), status, **structure)


@api.exception_handler(ValidationError)
def out_of_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not have the shape that the schema says: the first fault as a sentence, and where the others are."""
    faults = [
        {
            "where": ".".join(str(part) for part in each["loc"] if part not in PLACEHOLDERS)[:200],
            "what": str(each["msg"])[:200],
        }
        for each in error.errors[:20]
    ]
    first = faults[0] if faults else {"where": "body", "what": "missing"}
    return wrong(f"{first['where']}: {first['what']}", "ShapeError", 422, faults=faults)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that cannot be read, and what else ninja itself refuses."""
    found = getattr(request, "wrong_body", None)
    if isinstance(found, BodyTooLargeError):
        return refused(request, found)
    if isinstance(found, HuanliuError):
        return wrong(found.sentence(), "DocumentError", 400)
    return wrong(str(error), "RequestError", error.status_code)


@api.exception_handler(Throttled)
def too_much(request: HttpRequest, error: Throttled) -> HttpResponse:
    """More than the table of limits allows."""
    response = wrong("too many questions in a minute; wait a little", "LimitError", 429, hint="ask again in a minute")
    response.headers["Retry-After"] = "60"
    return response


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """More than Django reads."""
    return wrong(f"the body is too large; at most {MAX_BODY:,} bytes are read", "BodyTooLargeError", 413)


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def no_form(request: HttpRequest, error: Exception) -> HttpResponse:
    """A form whose parts cannot be told apart, or that has more of them than any of ours."""
    return wrong("the body is no form that can be read", "DocumentError", 400)


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is not good for this."""
    response = wrong("this needs a token: Authorization: Bearer ...", "TokenError", 401, hint="make one on your page")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing of this name, or nothing of yours."""
    return wrong("there is nothing of that name here", "NotFoundError", 404)
