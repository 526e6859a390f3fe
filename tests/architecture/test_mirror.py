"""Tests mirror the source: whoever knows a file knows where its tests stand."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT

SOURCE, TESTS = ROOT / "src" / "huisvrede", ROOT / "tests"
ELSEWHERE = {"architecture", "policy", "stories", "factories", "data"}
PLAIN = {"apps.py", "urls.py", "models.py", "personal_data.py", "__init__.py"}
"""Tables, addresses and declarations are tried by the tests of what uses them, the catalogue and the matrix."""


def sources() -> set[Path]:
    found = {p.relative_to(SOURCE) for p in SOURCE.rglob("*.py") if "migrations" not in p.parts}
    return {p for p in found if p.name not in PLAIN}


def written() -> set[Path]:
    return {
        p.relative_to(TESTS)
        for p in TESTS.rglob("test_*.py")
        if p.relative_to(TESTS).parts[0] not in ELSEWHERE
    }


def test_every_test_has_a_source() -> None:
    """`tests/core/test_periods_always.py` may stand beside `test_periods.py` when one file would be too long."""
    orphans = []
    for path in written():
        stem = path.stem.removeprefix("test_")
        folder = SOURCE / path.parent
        names = {p.stem for p in folder.glob("*.py")} | {p.stem for p in folder.glob("*.sql")}
        names |= {p.name for p in folder.iterdir() if p.is_dir()} if folder.is_dir() else set()
        if not any(stem == name or stem.startswith(f"{name}_") for name in names):
            orphans.append(str(path))
    assert orphans == []


def test_every_source_is_tried() -> None:
    """A source without a test of its own name is named here with what tries it; the list only shrinks."""
    tried = {path.parent / path.name.removeprefix("test_") for path in written()}
    prefixes = {str(path.with_suffix("")) for path in tried}
    missing = {
        str(path)
        for path in sources()
        if not any(
            p == str(path.with_suffix("")) or p.startswith(f"{path.with_suffix('')}_") for p in prefixes
        )
    }
    assert missing - set(TRIED_ELSEWHERE) == set()
    assert set(TRIED_ELSEWHERE) - missing == set()


TRIED_ELSEWHERE: dict[str, str] = {
    "config/bare.py": "tests/foundation/cluster/test_middleware.py",
    "config/mail.py": "tests/faces/letterbox/test_views.py",
    "core/proof/errors.py": "tests/core/proof/test_verification.py",
    "foundation/documents/cleaning/unfit.py": "tests/foundation/documents/cleaning/test_whole.py",
    "engines/access/forms.py": "tests/engines/access/test_views_logs.py",
    "engines/access/queries.py": "tests/engines/access/test_views_logs.py",
    "engines/retention/queries.py": "tests/engines/retention/test_views.py",
    "faces/cli/demo_people.py": "tests/faces/cli/test_demo.py",
    "faces/cli/ready.py": "tests/faces/cli/test_main.py",
    "faces/cli/verifying.py": "tests/stories/test_main_journey.py",
    "foundation/audit/services.py": "tests/browsing.py",
    "foundation/audit/signing.py": "tests/foundation/audit/test_seals.py",
    "foundation/disposal/certify.py": "tests/foundation/disposal/test_services.py",
    "foundation/disposal/ledger.py": "tests/foundation/disposal/test_services.py",
    "foundation/disposal/rules.py": "tests/foundation/disposal/test_sweep.py",
    "foundation/documents/compile.py": "tests/foundation/documents/test_pdf.py",
    "foundation/gates/templatetags/gates.py": "tests/foundation/gates/test_naming_why.py",
    "foundation/imports/forms.py": "tests/foundation/imports/test_views.py",
    "foundation/imports/queries.py": "tests/foundation/imports/test_views.py",
    "foundation/lists/forms.py": "tests/foundation/lists/test_views.py",
    "foundation/lists/queries.py": "tests/foundation/lists/test_views.py",
    "foundation/lists/services.py": "tests/foundation/lists/test_exporting.py",
    "engines/retention/lists.py": "tests/engines/retention/test_views.py",
    "engines/rights/lists.py": "tests/engines/rights/test_views.py",
    "modules/allocation/lists.py": "tests/modules/allocation/views/test_staff.py",
    "modules/care/lists.py": "tests/modules/care/test_views.py",
    "foundation/ui/icons.py": "tests/foundation/ui/test_templatetags.py",
    "foundation/ui/listing.py": "tests/foundation/ui/test_templatetags.py",
    "foundation/ui/renderer.py": "tests/foundation/ui/test_templatetags.py",
    "foundation/ui/templatetags/ui.py": "tests/foundation/ui/test_templatetags.py",
    "foundation/ui/views.py": "tests/foundation/ui/test_accent.py",
}


def test_what_tries_a_source_is_there() -> None:
    assert [path for path in TRIED_ELSEWHERE.values() if not (ROOT / path).exists()] == []
