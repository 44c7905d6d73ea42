"""Addresses of this desk."""

from django.urls import path

from huanliu.portal.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("profiles/new", views.new_profile, name="new_profile"),
    path("profiles/<id:public>/", views.profile, name="profile"),
    path("profiles/<id:public>/rename", views.rename, name="rename"),
    path("profiles/<id:public>/delete", views.delete_profile, name="delete_profile"),
    path("profiles/<id:public>/use", views.use, name="use"),
    path("profiles/<id:public>/facts/<name:name>/", views.fact, name="fact"),
    path("profiles/<id:public>/facts/<name:name>/forget", views.forget_fact, name="forget_fact"),
    path("profiles/<id:public>/family/new", views.member, name="new_member"),
    path("profiles/<id:public>/family/none", views.alone, name="alone"),
    path("profiles/<id:public>/family/<id:person>/", views.member, name="member"),
    path("profiles/<id:public>/family/<id:person>/remove", views.remove_member, name="remove_member"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<id:public>/revoke", views.revoke_token, name="revoke_token"),
]
