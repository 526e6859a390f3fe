"""Invented content for every template of the look, so that a person or a browser can judge it."""

from datetime import date

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from huisvrede.foundation.ui.fields import DayField
from huisvrede.foundation.ui.listing import Action, Listing, Row
from huisvrede.foundation.ui.templatetags.ui import badge

NAMES = ("gallery", "form", "list", "error", "refused", "gone", "conflict")
TODAY = date(2031, 3, 14)
NONCE = "a-nonce"
SHELL: dict[str, object] = {
    "request": {"nonce": NONCE},
    "organisation": {"name": "Woonstichting De Linden", "accent": "2a5f50"},
    "signed_in": "Noor Brink, privacy officer",
    "session_seconds": 1800,
    "links": {name: f"/{name}" for name in ("home", "sign_out", "language", "privacy", "accessibility")},
    "nav": [
        {"label": "Vandaag", "url": "/werk", "icon": "home", "current": True, "count": 4},
        {"label": "Register", "url": "/register", "icon": "archive"},
        {"label": "Verzoeken", "url": "/verzoeken", "icon": "message", "count": 12},
        {
            "label": "Privacy",
            "current": False,
            "lines": [
                {"label": "Datalekken", "url": "/datalekken", "icon": "shield-check"},
                {"label": "Overeenkomsten", "url": "/overeenkomsten", "icon": "file-text"},
            ],
        },
    ],
}


class ComplaintForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label="Uw naam", help_text="Zoals in uw paspoort.", widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label="E-mailadres", required=False)
    day = DayField(label="Wanneer was het?")
    about = forms.ChoiceField(
        label="Waar gaat het over?", choices=[("", "Kies een onderwerp"), ("a", "Inzage"), ("b", "Bewaren")]
    )
    text = forms.CharField(label="Wat is er gebeurd?", widget=forms.Textarea)
    way = forms.ChoiceField(
        label="Hoe wilt u antwoord?",
        choices=[("portal", "In mijn portaal"), ("letter", "Per brief")],
        widget=forms.RadioSelect,
    )
    who = forms.MultipleChoiceField(
        label="Wie mag meelezen?",
        required=False,
        choices=[("h", "Mijn hulpverlener"), ("m", "Mijn mentor")],
        widget=forms.CheckboxSelectMultiple,
    )
    proof = forms.FileField(label="Bijlage", required=False)
    agree = forms.BooleanField(label="Ik heb dit naar waarheid ingevuld")


def registrations(*, text: str = "Verzoek om inzage") -> Listing:
    """Give a page of a long list."""
    states = [
        badge("Nieuw", "info"),
        badge("Te laat", "error"),
        badge("Beantwoord", "ok"),
        badge("Wacht op advies", "warning"),
    ]
    rows = [
        Row([f"{text} {2031_0412 + place}", kind, "11 april 2031", state], url=f"/verzoeken/{place}")
        for place, (kind, state) in enumerate(
            zip(["Inzage", "Verwijdering", "Inzage", "Beperking"], states, strict=True)
        )
    ]
    return Listing(
        "Verzoeken",
        ["Verzoek", "Soort", "Antwoord voor", "Stand"],
        rows,
        "",
        previous_url="?b=1",
        next_url="?a=9",
        count=1000,
        capped=True,
    )


def nothing() -> Listing:
    """Give a list that is still empty."""
    empty = (
        "Er zijn nog geen datalekken gemeld. Ziet u iets dat niet klopt? Meld het meteen, ook als u twijfelt."
    )
    return Listing("Datalekken", ["Lek"], [], empty, action=Action("Een datalek melden", "/melden", "plus"))


def gallery(*, text: str = "Verzoek om inzage") -> dict[str, object]:
    """Give the context of the gallery; `text` replaces the words of a row, a fact and an event."""
    return SHELL | {
        "on": TODAY,
        "facts": [
            ("Bewoner", text),
            ("Grondslag", "Uitvoering van de huurovereenkomst", "Artikel 6 lid 1 onder b AVG"),
            ("Bewaartermijn", "2 jaar na het einde van de huur"),
        ],
        "events": [
            {"when": date(2031, 3, 1), "what": text, "who": "Portaal"},
            {
                "when": date(2031, 3, 4),
                "what": "Identiteit vastgesteld",
                "who": "Klantenservice",
                "note": "aan de balie",
            },
            {"when": date(2031, 3, 12), "what": "Advies gegeven", "who": "Functionaris gegevensbescherming"},
        ],
        "duties": [
            {
                "what": "Verzoek om inzage beantwoorden",
                "start": date(2031, 3, 1),
                "due": date(2031, 4, 1),
                "source": "Art. 12 lid 3 AVG",
            },
            {
                "what": "Datalek melden bij de toezichthouder",
                "start": date(2031, 3, 12),
                "due": date(2031, 3, 15),
                "source": "Art. 33 AVG",
            },
            {"what": "Verwerkersovereenkomst herzien", "start": date(2031, 2, 1), "due": date(2031, 3, 11)},
            {
                "what": "Jaarverslag van de FG",
                "start": date(2031, 1, 1),
                "due": date(2031, 3, 31),
                "done": date(2031, 3, 9),
            },
        ],
        "chart_rows": [
            ("De Linden", 412),
            ("Woonstichting aan de Maas", 268),
            ("Thuis in het Noorden", 97),
            ("Klein Hofje", None),
        ],
        "listing": registrations(text=text),
        "empty_listing": nothing(),
        "form": ComplaintForm({"name": "", "email": "geen adres"}),
    }


def pages() -> dict[str, tuple[str, dict[str, object]]]:
    """Give every page template with its context."""
    sides = [
        {
            "name": "text",
            "label": "Toelichting",
            "yours": "Huur opgezegd per 1 mei.",
            "theirs": "Huur opgezegd per 1 juni,\nsleutels op 2 juni.",
        },
        {"name": "phone", "label": "Telefoon", "yours": "06 12 34 56 78", "theirs": ""},
    ]
    contact = {"name": "het privacyteam", "url": "/contact"}
    return {
        "gallery": ("ui/gallery.html", gallery()),
        "form": (
            "ui/form.html",
            SHELL
            | {
                "form": ComplaintForm(),
                "cancel_url": "/",
                "title": "Een klacht indienen",
                "lead": "Vertel ons wat er misging. U krijgt binnen vier weken antwoord.",
            },
        ),
        "list": (
            "ui/list.html",
            SHELL
            | {
                "listing": registrations(),
                "search": "",
                "title": "Verzoeken",
                "lead": "Wat mensen ons hebben gevraagd. Het oudste verzoek staat bovenaan.",
            },
        ),
        "error": ("ui/error.html", SHELL | {"reference": "7F3K-22QD"}),
        "refused": ("ui/refused.html", SHELL | {"activity": "Zorgdossier", "contact": contact}),
        "gone": (
            "ui/gone.html",
            SHELL
            | {
                "on": date(2031, 1, 5),
                "rule": "Twee jaar na het einde van de huur.",
                "certificate_url": "/bewijs",
            },
        ),
        "conflict": ("ui/conflict.html", SHELL | {"fields": sides, "who": "Een collega", "cancel_url": "/"}),
    }


def rendered(template: str, context: dict[str, object], language: str = "nl") -> SafeString:
    """Render a template in a language."""
    with override(language):
        return render_to_string(template, context)
