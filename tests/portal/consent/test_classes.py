"""Every field of every model and every fact of the law has a class of data; every class is read for some purpose."""

from __future__ import annotations

import pytest
from django.apps import apps

from huanliu.portal.bay import the_bay
from huanliu.portal.consent import holdings
from huanliu.portal.consent.classes import (
    NONE,
    UnclassedError,
    class_of,
    class_of_fact,
    classes,
    model_fields,
)
from huanliu.portal.consent.purposes import reading_class

PORTAL = [config for config in apps.get_app_configs() if config.name.startswith("huanliu.portal.")]
MODELS = {
    model._meta.label: {field.name for field in model._meta.get_fields() if field.concrete}
    for config in PORTAL
    for model in config.get_models(include_auto_created=True)
}


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_of_a_model_has_a_class(label: str) -> None:
    classed = model_fields().get(label, {})
    assert MODELS[label] == set(classed), f"{label}: put each field under its class in consent/classes.yaml"
    assert set(classed.values()) <= set(classes())


def test_no_class_is_given_to_what_is_not_there() -> None:
    # A desk without any model is one that is still being built.
    built = {label.split(".")[0] for label in MODELS}
    assert {label for label in model_fields() if label.split(".")[0] in built} <= set(MODELS)


@pytest.mark.parametrize("name", [name for name in classes() if name != NONE])
def test_every_class_is_read_for_a_purpose(name: str) -> None:
    assert reading_class(name)


def test_every_fact_and_definition_of_the_law_has_a_class_that_a_purpose_reads() -> None:
    law = the_bay().law
    for name in [*law.facts, *law.definitions]:
        assert reading_class(class_of_fact(name)), name


def test_a_fact_that_the_law_calls_sensitive_is_of_a_sensitive_class() -> None:
    plain = [
        name
        for name, fact in the_bay().law.facts.items()
        if fact.sensitivity == "sensitive" and not classes()[class_of_fact(name)].sensitive
    ]
    assert plain == []


@pytest.mark.parametrize(
    "field, expected",
    [
        ("person.age", "identity"),
        ("person.income_previous_12_months", "finance"),
        ("person.family", "family"),
        ("person.day_log", "stay"),
        ("person.disability_degree", "health"),
        ("person.criminal_record", "conduct"),
        ("person.highest_education", "work"),
        ("project.grant_requested", "undertaking"),
        ("people.User.email", "contact"),
        ("consent.Look.fields", "log"),
        # A definition says as much as what it is made of.
        ("person.is_hk_permanent_resident", "identity"),
    ],
)
def test_the_class_of_a_field(field: str, expected: str) -> None:
    assert class_of(field) == expected


@pytest.mark.parametrize("field", ["people.User.shoe_size", "nobody.knows", "person.shoe_size", ""])
def test_a_field_without_a_class_is_an_error(field: str) -> None:
    with pytest.raises(UnclassedError):
        class_of(field)


def test_every_desk_with_personal_fields_has_registered_what_it_holds() -> None:
    registered = {each.app: each.classes for each in holdings.holdings()}
    for label in MODELS:
        personal = set(model_fields().get(label, {}).values()) - {NONE}
        app = label.split(".")[0]
        assert not personal or app in registered, f"{app} keeps {sorted(personal)} and has registered no holding"
        assert personal <= registered.get(app, frozenset()), f"{app} does not answer for {sorted(personal)}"


def test_upper_desks_destroy_before_the_person_and_the_trail() -> None:
    order = [each.app for each in holdings.holdings()]
    assert order.index("people") < order.index("consent") < order.index("record")
