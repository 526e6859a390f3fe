"""Addresses around signing in: Dutch paths, allauth's names. What is not here of allauth can't be reached."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path, re_path

from huisvrede.foundation.people.address_pages import change, confirm
from huisvrede.foundation.people.key_pages import keys
from huisvrede.foundation.people.openid_pages import SignIn, arrive, leave, work_accounts
from huisvrede.foundation.people.passkey_pages import Add, Again, Enter, Remove, Rename
from huisvrede.foundation.people.password_pages import change as change_password
from huisvrede.foundation.people.recovery_pages import recover, stop
from huisvrede.foundation.people.second_factor import Activate, Authenticate, Deactivate, Generate
from huisvrede.foundation.people.views import Signup, browsers, invitation

urlpatterns = [
    path("aanmelden/", SignIn.as_view(), name="account_login"),
    path("aanmelden/bij/<slug:key>/", leave, name="account_openid"),
    path("aanmelden/bij/<slug:key>/terug/", arrive, name="account_openid_callback"),
    path("afmelden/", account.logout, name="account_logout"),
    path("account/nieuw/", Signup.as_view(), name="account_signup"),
    path("account/bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/bevestigen/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("account/wachtwoord/", account.password_reset, name="account_reset_password"),
    path("account/wachtwoord/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/wachtwoord/gewijzigd/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/wachtwoord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/uitnodiging/<str:token>/", invitation, name="account_invitation"),
    path("account/herstel/", recover, name="account_recovery"),
    path("account/herstel/stoppen/<str:token>/", stop, name="account_recovery_stop"),
    path("account/werkaccount/", work_accounts, name="account_work"),
    path("account/wachtwoord/nieuw/", change_password, name="account_new_password"),
    path("account/adres/", change, name="account_address"),
    path("account/adres/<str:token>/", confirm, name="account_address_confirm"),
    path("account/sleutels/", keys, name="account_keys"),
    path("account/browsers/", browsers, name="account_browsers"),
    path("account/opnieuw/", account.reauthenticate, name="account_reauthenticate"),
    path("account/2fa/", mfa.index, name="mfa_index"),
    path("account/2fa/code/", Authenticate.as_view(), name="mfa_authenticate"),
    path("account/2fa/opnieuw/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", Activate.as_view(), name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", Deactivate.as_view(), name="mfa_deactivate_totp"),
    path("aanmelden/passkey/", Enter.as_view(), name="mfa_login_webauthn"),
    path("account/2fa/passkey/", Add.as_view(), name="mfa_add_webauthn"),
    path("account/2fa/passkey/opnieuw/", Again.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/2fa/passkey/<int:pk>/naam/", Rename.as_view(), name="mfa_edit_webauthn"),
    path("account/2fa/passkey/<int:pk>/weg/", Remove.as_view(), name="mfa_remove_webauthn"),
    path("account/2fa/herstelcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/herstelcodes/nieuw/", Generate.as_view(), name="mfa_generate_recovery_codes"),
    path(
        "account/2fa/herstelcodes/bestand/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
