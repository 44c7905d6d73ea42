"""Every page of the law explorer, in every language, and what an address that leads nowhere says."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.test import Client

from huanliu.base.clock import today
from huanliu.base.language import LANGUAGES
from huanliu.portal import words as portal_words
from huanliu.portal.bay import the_bay
from tests.portal.reading import misplaced

CODES = [code for code, _ in settings.LANGUAGES]
PAGES = [
    "",
    "?q=医生&topic=practice",
    "?q=zzzzz",
    "?on=2020-01-01&discretion=yes",
    "changes",
    "changes?place=mo",
    "changes/2024",
    "professions",
    "professions?profession=doctor&direction=hk->mainland",
    "routes",
    "routes/chain.doctor.hk_to_shenzhen",
    "services",
    "services/hk.service.hkte",
    "facts/person.age",
    "facts/person.is_hk_permanent_resident",
    "places/hk",
    "hk.ttps.a/2026-11-20",
    "hk.ttps.a/2020-01-01",
    "hk.ttps.a/2023-01-01/2026-11-20",
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_in_every_language(client: Client, code: str, page: str) -> None:
    response = client.get(f"/{code}/law/{page}")
    assert response.status_code == 200
    assert len(response.content) < 150_000
    assert "reference." not in response.text and " style=" not in response.text
    assert response.headers["Cache-Control"] == "max-age=300, private" or "private" in response.headers["Cache-Control"]
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_html_with_its_headings_in_order(client: Client, page: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(client.get(f"/en/law/{page}").text)
    assert parser.errors == []
    levels = [
        int(node.tag[1]) for node in tree.iter() if isinstance(node.tag, str) and node.tag in ("h1", "h2", "h3", "h4")
    ]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["en", "zh-hant"])
def test_every_provision_has_its_page(client: Client, code: str) -> None:
    for identity in list(the_bay().law.provisions)[:: 6 if code == "en" else 14]:
        response = client.get(f"/{code}/law/{identity}/2026-11-20")
        assert (identity, response.status_code) == (identity, 200)
        assert len(response.content) < 150_000


def test_every_route_service_and_some_facts_have_theirs(client: Client) -> None:
    law = the_bay().law
    rooms = {"routes": law.routes, "services": law.services, "facts": list(law.facts)[::60]}
    for room, names in rooms.items():
        for name in names:
            assert client.get(f"/zh-hans/law/{room}/{name}").status_code == 200, name


def test_without_a_day_one_is_sent_to_today(client: Client) -> None:
    response = client.get("/en/law/hk.ttps.a")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/law/hk.ttps.a/{today()}")
    assert client.get("/en/law/hk.ttps.a?on=2024-02-01").headers["Location"] == "/en/law/hk.ttps.a/2024-02-01"


def test_another_name_leads_to_the_id(client: Client) -> None:
    provision = next(each for each in the_bay().law.provisions.values() if each.aliases)
    response = client.get(f"/en/law/{provision.aliases[0]}/2026-11-20")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/law/{provision.id}/2026-11-20")


@pytest.mark.parametrize("address", ["hk.ttps.aa", "hk.ttps.aa/2026-11-20", "hk.ttps.aa/2026-01-01/2026-11-20"])
def test_an_unknown_id_is_404_with_what_is_near(client: Client, address: str) -> None:
    response = client.get(f"/en/law/{address}")
    assert response.status_code == 404
    assert "/en/law/hk.ttps.a/" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "hk.ttps.a/yesterday",
        "hk.ttps.a/2026-13-01",
        "hk.ttps.a/0001-01-01",
        "hk.ttps.a/2026-01-01/x",
        "hk.ttps.a?on=x",
        "routes/none",
        "services/none",
        "facts/none",
        "places/xx",
    ],
)
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    assert client.get(f"/en/law/{address}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nothing_can_be_posted(client: Client, page: str) -> None:
    assert client.post(f"/en/law/{page}").status_code == 405


def test_nothing_is_written_by_reading(client: Client, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2) as asked:
        client.get("/en/law/hk.ttps.a/2026-11-20")
    # What the register holds about the provision, whether the demonstration is loaded, and nothing else.
    said = [each["sql"] for each in asked.captured_queries]
    assert all(each.startswith("SELECT") for each in said)
    assert any("obstacle" in each for each in said) and any("demonstration" in each for each in said)


def test_a_filter_that_is_none_is_refused_beside_its_field(client: Client) -> None:
    response = client.get("/en/law/?on=soon&topic=none")
    assert 'id="id_on_error"' in response.text and 'aria-describedby="id_on_error"' in response.text
    assert 'id="id_topic_error"' in response.text


def test_a_part_of_the_page_is_sent_where_a_part_is_asked_for(client: Client) -> None:
    part = client.get("/en/law/?q=doctor", headers={"HX-Request": "true"}).text
    assert "<html" not in part and "hk.doctor.limited_registration" in part
    assert "HX-Request" in client.get("/en/law/?q=doctor").headers["Vary"]


def test_the_address_of_a_part_says_only_what_was_asked(client: Client) -> None:
    response = client.get("/en/law/?q=doctor&place=&on=&topic=practice", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/en/law/?q=doctor&topic=practice"


def test_who_comes_back_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/en/law/?q=doctor", headers=headers).text


def test_pages_of_a_long_list_keep_the_filters(client: Client) -> None:
    text = client.get("/en/law/?place=hk&page=2").text
    assert "?place=hk&amp;page=3" in text and "?place=hk&amp;page=1" in text
    assert client.get("/en/law/?place=hk&page=999").status_code == 200


def test_a_page_for_machines(client: Client) -> None:
    response = client.get("/zh-hans/law/hk.ttps.a/2026-11-20.json")
    found = response.json()
    assert (found["id"], found["stands"], found["law_of"]) == ("hk.ttps.a", "in_force", "2026-11-20")
    assert found["conditions"]["parts"][0]["place"].startswith("packs/hk/ttps/a.yaml")
    assert "public" in response.headers["Cache-Control"] and "Set-Cookie" not in response.headers
    assert client.get("/en/law/hk.ttps.aa/2026-11-20.json").json()["near"]


def test_discretion_is_never_shown_as_a_right(client: Client) -> None:
    assert "you may apply; the authority decides" in client.get("/en/law/hk.ttps.a/2026-11-20").text


def test_every_clause_can_be_reported_from(client: Client) -> None:
    text = client.get("/en/law/hk.ttps.a/2026-11-20").text
    assert "/en/obstacles/report?provision=hk.ttps.a&amp;clause=packs%2Fhk%2Fttps%2Fa.yaml" in text
    assert client.get("/en/obstacles/report?provision=hk.ttps.a").status_code == 200


def test_a_page_in_portuguese_says_that_its_law_is_in_english(client: Client) -> None:
    assert '<article lang="en">' in client.get("/pt/law/hk.ttps.a/2026-11-20").text


@pytest.mark.parametrize("key", [key for key in portal_words.catalogue() if key.startswith("reference.")])
def test_words_around_the_law_are_those_of_the_packs(key: str) -> None:
    mine, theirs = portal_words.word(key).text, the_bay().law.words[key]
    assert [mine.in_language(lang) for lang in LANGUAGES] == [theirs.in_language(lang) for lang in LANGUAGES]


@pytest.mark.parametrize(
    "page", ["", "?q=enfermeira", "places/mo", "mo.nrw.specialised/2026-11-20", "changes", "routes"]
)
@pytest.mark.parametrize("code", CODES)
def test_each_part_of_a_page_is_in_the_language_that_it_says(client: Client, db: None, code: str, page: str) -> None:
    assert misplaced(client.get(f"/{code}/law/{page}").text) == []


def test_in_portuguese_a_provision_of_macao_has_its_headings_in_portuguese(client: Client, db: None) -> None:
    page = client.get("/pt/law/mo.nrw.specialised/2026-11-20").text
    for said in ("Condições", "Última verificação", "20 de Novembro de 2026", "Em vigor", "Procedimento"):
        assert f'<span lang="pt">{said}' in page
    assert '<h2 id="conditions"><span lang="pt">Condições</span></h2>' in page
    assert 'lang="pt"' not in client.get("/en/law/mo.nrw.specialised/2026-11-20").text.partition("<article")[2]
