"""Addresses of signing in, of one's own account, and of the installation's journal and letters. Those of allauth that we offer keep its names."""

from django.urls import include, path

from onrecord.people import account, merging_pages, views

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
        path("desk/account/", account.account, name="account"),
        path("desk/account/confirm/", account.confirm, name="confirm"),
        path("desk/account/app/", account.add_app, name="add-app"),
        path("desk/account/passkey/", account.add_passkey, name="add-passkey"),
        path("desk/account/codes/", account.new_codes, name="new-codes"),
        path("desk/account/remove/<number:factor>/", account.remove, name="remove-factor"),
        path("desk/account/everything/", account.take_everything, name="everything"),
        path("desk/account/sessions/", account.end_sessions, name="end-sessions"),
        path("desk/records/", merging_pages.records, name="records"),
    ],
    "people",
)
urlpatterns = [
    path("", include(ours)),
    path("sign-in/", ask, name="account_login"),
    path("sign-in/", ask, name="account_request_login_code"),
    path("sign-in/code/", enter, name="account_confirm_login_code"),
    path("sign-in/factor/", account.AtSignIn.as_view(), name="mfa_authenticate"),
    path("sign-out/", views.sign_out, name="account_logout"),
]
