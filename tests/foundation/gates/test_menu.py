"""Every line of the menu leads to a page for those who see it."""

from __future__ import annotations

from itertools import groupby

from django.urls import resolve, reverse

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.menu import MENU, Entry
from huisvrede.foundation.gates.page import Page, page_of
from huisvrede.foundation.ui.icons import ICONS

LINES = [(kind, entry) for kind, entries in MENU.items() for entry in entries]


def page_behind(entry: Entry) -> Page:
    found = page_of(resolve(reverse(entry.view)).func)
    assert found is not None, entry.view
    return found


def test_staff_and_data_subjects_have_somewhere_to_go() -> None:
    assert {kind for kind, _entry in LINES} == {Kind.STAFF, Kind.SUBJECT}


def belongs(entry: Entry, page: Page) -> bool:
    """A line is for who reaches the activity, its purpose or what the page needs; or for all."""
    activity, _, narrower = entry.activity.partition("/")
    return activity in {"", page.activity} and narrower in {"", page.purpose, page.needs}


def test_a_line_leads_to_a_page_of_its_kind_and_activity() -> None:
    pages = [(kind, entry, page_behind(entry)) for kind, entry in LINES]
    assert [
        entry.view for kind, entry, page in pages if page.kind is not kind or not belongs(entry, page)
    ] == []


def test_no_line_stands_twice() -> None:
    for kind, entries in MENU.items():
        assert len({reverse(e.view) for e in entries}) == len(entries), kind


def test_every_line_has_a_name_and_an_icon() -> None:
    assert [entry.view for _kind, entry in LINES if not entry.label or entry.icon not in ICONS] == []


def test_each_line_that_one_person_sees_has_an_icon_of_its_own() -> None:
    """Two lines with the same name are for different people, and then the icon is the same as well."""
    for kind, entries in MENU.items():
        pairs = {(e.label, e.icon) for e in entries}
        assert len({icon for _label, icon in pairs}) == len(pairs), kind


def test_lines_of_a_group_stand_beside_each_other() -> None:
    for kind, entries in MENU.items():
        groups = [group for group, _lines in groupby(e.group for e in entries)]
        assert len(groups) == len(set(groups)), kind
