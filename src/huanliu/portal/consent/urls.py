"""Addresses of this desk."""

from django.urls import path

from huanliu.portal.consent import views

app_name = "consent"
urlpatterns = [
    path("", views.home, name="home"),
    path("notice/", views.notice, name="notice"),
    path("consents/", views.consents, name="consents"),
    path("consents/receipts.json", views.receipts, name="receipts"),
    path("consents/<name:name>/", views.consent, name="consent"),
    path("consents/<name:name>/give", views.give, name="give"),
    path("consents/<name:name>/take-back", views.take_back, name="take_back"),
    path("looks/", views.looks, name="looks"),
    path("trail/", views.trail, name="trail"),
    path("requests/", views.requests, name="requests"),
    path("requests/<id:public>/", views.one_request, name="request"),
    path("export/", views.export, name="export"),
    path("export/archive", views.export_archive, name="export_archive"),
    path("delete/", views.delete, name="delete"),
]
