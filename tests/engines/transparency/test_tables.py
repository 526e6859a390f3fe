"""Which tables hold an activity is read from the declarations."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.engines.transparency.tables import tables_of


def test_tables_are_told_with_their_fields_by_kind_of_data() -> None:
    with override("en"):
        tables = {table.label: dict(table.kinds) for table in tables_of("home-seekers")}
    assert tables["Registration as a home seeker"]["date of birth"] == "Date of birth"
    assert tables["Handling of a registration"] == {"work": "Employee, Begins on, Ends on"}


def test_the_file_itself_comes_before_what_hangs_on_it() -> None:
    with override("en"):
        assert tables_of("home-seekers")[0].label == "Registration as a home seeker"


def test_requests_accounts_and_logs_are_told_too() -> None:
    with override("en"):
        labels = {key: {table.label for table in tables_of(key)} for key in ("rights", "accounts", "logging")}
    assert {"Case", "Request about personal data", "Advice", "Decision", "Term of a case", "Answer to a request"} <= labels["rights"]
    assert {"Account", "Role that was given", "Confidentiality undertaking", "Attempt to sign in"} <= labels["accounts"]
    logs = {"What somebody did with data", "Whose data were seen", "Exceptional opening of a file"}
    assert labels["logging"] == logs


def test_an_activity_without_tables_has_none() -> None:
    assert tables_of("newsletter") == []
