"""Addresses of the law explorer. Ids hold dots and no slashes; words without a dot are pages of their own."""

from django.urls import path

from huanliu.portal.law import views

app_name = "law"
urlpatterns = [
    path("", views.find, name="find"),
    path("changes", views.changes, name="changes"),
    path("changes/<int:year>", views.changes, name="changes_of"),
    path("professions", views.professions, name="professions"),
    path("routes", views.routes, name="routes"),
    path("routes/<name:identity>", views.route, name="route"),
    path("services", views.services, name="services"),
    path("services/<name:identity>", views.service, name="service"),
    path("facts/<name:identity>", views.fact, name="fact"),
    path("places/<name:place>", views.place, name="place"),
    # As typed: a name that nobody has is answered with those that are near, and nothing of it reaches a database.
    path("<str:identity>", views.newest, name="newest"),
    path("<name:identity>/<name:day>.json", views.provision_json, name="provision_json"),
    path("<name:identity>/<name:day>", views.provision, name="provision"),
    path("<name:identity>/<name:before>/<name:after>", views.difference, name="difference"),
]
