"""Addresses of signing in, and the installation's journal and letters. Those of allauth that we offer keep its names."""

from django.urls import include, path

from onrecord.people import views

ask, enter = views.AskForCode.as_view(), views.EnterCode.as_view()

ours = (
    [
        path("sign-in/link/", views.link, name="link"),
        path("sign-in/first/", views.first, name="first"),
        path("desk/language/", views.language, name="language"),
        path("sign-in/join/", views.Join.as_view(), name="join"),
        path("mail/", views.mails, name="mails"),
        path("desk/journal/", views.journal, name="journal"),
        path("desk/journal.csv", views.journal_csv, name="journal-csv"),
        path("desk/letters/", views.letters, name="letters"),
    ],
    "people",
)
urlpatterns = [
    path("", include(ours)),
    path("sign-in/", ask, name="account_login"),
    path("sign-in/", ask, name="account_request_login_code"),
    path("sign-in/code/", enter, name="account_confirm_login_code"),
    path("sign-out/", views.sign_out, name="account_logout"),
]
