"""Addresses of the API: its page for people, and everything else for machines."""

from django.urls import path, re_path

from huanliu.portal.api import asking, cases, law, views
from huanliu.portal.api.door import api

for router in (asking.router, law.router, cases.router):
    api.add_router("", router)

urlpatterns = [
    path("v1/docs", views.docs, name="api_docs"),
    path("v1/", api.urls),
    re_path("", views.nowhere, name="api_nowhere"),
]
