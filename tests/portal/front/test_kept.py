"""What a process keeps: bounded, and never seen in an answer."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import NoReverseMatch, translate_url
from django.utils import translation

from huanliu.portal.front.context import in_language
from huanliu.portal.journeys.asking import Given
from huanliu.portal.journeys.templatetags.standing import answer_rows
from huanliu.portal.kept import ADDRESSES, PIECES, Kept

WORK = "/en/journeys/journey.work_in_hong_kong"
PAGES = ["/en/", "/zh-hant/journeys/", "/pt/about", f"{WORK}/question"]


def drawn(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    for key in "abac":
        kept.get(key, key.upper)
    assert kept.get("a", lambda: "made anew") == "A"
    assert kept.get("b", lambda: "made anew") == "made anew"
    assert len(kept) == 2


def test_a_piece_is_drawn_once_for_its_keys_and_the_language() -> None:
    piece = '{% kept "test" key %}{{ number }}{% endkept %}'
    assert [drawn(piece, key=key, number=number) for key, number in ((1, 1), (1, 2), (2, 3))] == ["1", "1", "3"]
    with translation.override("zh-hans"):
        assert drawn(piece, key=1, number=4) == "4"


def test_what_is_kept_of_a_page_is_escaped_as_the_rest() -> None:
    assert drawn('{% kept "test" it %}{{ it }}{% endkept %}', it="<b>") == "&lt;b&gt;"


def test_an_address_is_in_the_language_of_the_page() -> None:
    found = []
    for code in ("en", "zh-hans", "en"):
        with translation.override(code):
            found.append(drawn("{% url 'front:about' %}"))
    assert found == ["/en/about", "/zh-hans/about", "/en/about"]


def test_one_and_true_are_two_addresses() -> None:
    asked = "{% url 'journeys:start' goal=goal %}"
    assert [drawn(asked, goal=goal) for goal in ("1", 1, True)] == [
        "/en/journeys/1/",
        "/en/journeys/1/",
        "/en/journeys/True/",
    ]


def test_an_address_that_is_not_there_is_nothing_in_a_variable_and_an_error_in_a_page() -> None:
    assert drawn("{% url 'nobody:nothing' as it %}[{{ it }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nobody:nothing' %}")


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("here", ["/en/", "/zh-hant/law/?words=a", f"{WORK}/question", "/api/v1/", "/healthz", "/en"])
def test_the_same_page_in_another_language_as_django_finds_it(here: str, code: str) -> None:
    with translation.override(here.split("/")[1]):
        assert in_language(here, code) == translate_url(here, code)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_the_same_with_and_without(client: Client, db: None, page: str) -> None:
    client.post(f"{WORK}/", {})
    first = shown(client, page)
    again = shown(client, page)
    for kept in (PIECES, ADDRESSES):
        kept.clear()
    assert first == again == shown(client, page)


def test_a_question_in_a_page_and_in_a_part_of_it_are_two_pieces(client: Client, db: None) -> None:
    client.post(f"{WORK}/", {})
    for _ in range(2):
        assert "autofocus" not in shown(client, f"{WORK}/question")
        assert "autofocus" in client.get(f"{WORK}/question", headers={"HX-Request": "true"}).text


def test_an_answer_that_was_given_or_refused_is_in_no_piece(client: Client, db: None) -> None:
    client.post(f"{WORK}/", {})
    fresh = shown(client, f"{WORK}/question/person.age")
    client.post(f"{WORK}/answer/person.age", {"answer": "35"})
    assert 'value="35"' in shown(client, f"{WORK}/question/person.age")
    assert 'value="old"' in client.post(f"{WORK}/answer/person.age", {"answer": "old"}).text
    client.post(f"{WORK}/answer/person.age", {"skip": "1"})
    assert 'name="answer" value=""' in fresh
    assert 'name="answer" value=""' in shown(client, f"{WORK}/question/person.age")


def shown(client: Client, page: str) -> str:
    response = client.get(page)
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.text)


def test_an_answer_is_escaped_and_in_no_piece_that_is_kept() -> None:
    given = [Given("person.age", "How old are you?", "<b>forty-one</b>"), Given("person.degree", "Degree?", None)]
    shown = answer_rows(given, "journey.work_in_hong_kong")
    assert "<dd>&lt;b&gt;forty-one&lt;/b&gt; <a href=" in shown and shown.count("<dt>") == 2
    assert "forty-one" not in repr(PIECES._held)
