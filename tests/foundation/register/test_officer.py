"""Who guards privacy: what they are called follows from whether the policy designated a data protection officer."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.foundation.register.officer import Officer, officer_of


def test_a_designated_officer_is_called_so_in_both_languages() -> None:
    found = officer_of({"dpo": True, "dpo_name": "Hanna", "privacy_officer": "fg@x.example"})
    assert (found.term, found.reached) == ("dpo", "Hanna, fg@x.example")
    for tongue, title in (("nl", "functionaris gegevensbescherming"), ("en", "data protection officer")):
        with override(tongue):
            assert (found.title, found.label) == (title, title[:1].upper() + title[1:])


def test_who_was_not_designated_is_no_officer_of_the_law_and_may_have_no_name() -> None:
    found = officer_of({"dpo": False, "privacy_officer": "privacy@x.example"})
    assert found == Officer(dpo=False, name="", email="privacy@x.example")
    with override("en"):
        assert (found.title, found.term, found.reached) == ("privacy officer", "privacy-officer", "privacy@x.example")
