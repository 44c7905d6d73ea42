"""Addresses of this desk."""

from django.urls import path

from huanliu.portal.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("profiles/new", views.new_profile, name="new_profile"),
    path("profiles/<str:public>/", views.profile, name="profile"),
    path("profiles/<str:public>/rename", views.rename, name="rename"),
    path("profiles/<str:public>/delete", views.delete_profile, name="delete_profile"),
    path("profiles/<str:public>/use", views.use, name="use"),
    path("profiles/<str:public>/facts/<str:name>/", views.fact, name="fact"),
    path("profiles/<str:public>/facts/<str:name>/forget", views.forget_fact, name="forget_fact"),
    path("profiles/<str:public>/family/new", views.member, name="new_member"),
    path("profiles/<str:public>/family/none", views.alone, name="alone"),
    path("profiles/<str:public>/family/<str:person>/", views.member, name="member"),
    path("profiles/<str:public>/family/<str:person>/remove", views.remove_member, name="remove_member"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<str:public>/revoke", views.revoke_token, name="revoke_token"),
]
