"""`{% kept name key … %}…{% endkept %}`: a piece of a page that is drawn once for a language and its keys; and `{% url %}`, which
keeps what it found.

A piece may hang on nothing but the language of the page and its keys: never on who reads, and never on a token. Keys are values
(texts, numbers, frozen objects of the law), never a request or what hangs on one.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Library, Node, NodeList
from django.template import defaulttags as django_tags
from django.template.base import FilterExpression, Parser, Token
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from huanliu.portal.front.templatetags.words import page_language
from huanliu.portal.kept import ADDRESSES, PIECES

register = Library()


class Piece(Node):
    """What stands between the two tags."""

    def __init__(self, keys: list[FilterExpression], within: NodeList) -> None:
        self.keys, self.nodelist = keys, within

    def render(self, context: Context) -> str:
        """Drawn where it is not kept."""
        key = (page_language(), *(each.resolve(context) for each in self.keys))
        return mark_safe(PIECES.get(key, lambda: self.nodelist.render(context)))


@register.tag
def kept(parser: Parser, token: Token) -> Piece:
    """{% kept "name" key … %}"""
    keys = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    within = parser.parse(("endkept",))
    parser.delete_first_token()
    return Piece(keys, within)


class Address(Node):
    """Django's `{% url %}`, which does not look twice."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked

    def render(self, context: Context) -> str:
        """The address, or nothing where it goes into a variable and there is none."""
        try:
            found = self._found(context)
        except NoReverseMatch:
            if self.asked.asvar is None:
                raise
            found = ""
        if self.asked.asvar is None:
            return conditional_escape(found) if context.autoescape else found
        context[self.asked.asvar] = found
        return ""

    def _found(self, context: Context) -> str:
        args = tuple(each.resolve(context) for each in self.asked.args)
        kwargs = tuple((name, each.resolve(context)) for name, each in self.asked.kwargs.items())
        view, app = self.asked.view_name.resolve(context), _app(context)
        # 1 and True are one key to Python and two addresses.
        types = tuple(map(type, (*args, *(value for _, value in kwargs))))
        key = (view, args, kwargs, types, app, page_language(), get_urlconf(), get_script_prefix())
        return ADDRESSES.get(key, lambda: reverse(view, args=args, kwargs=dict(kwargs), current_app=app))


def _app(context: Context) -> str | None:
    """The application that the page itself belongs to, as Django finds it."""
    request = getattr(context, "request", None)
    named: str | None = getattr(request, "current_app", None)
    return named or getattr(getattr(request, "resolver_match", None), "namespace", None)


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """{% url "view" … %}"""
    return Address(django_tags.url(parser, token))
