"""From declarations to walls, spelled out: what is not declared has no policy, and what has none is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import models

from huisvrede.core.declaration import KEY, Ground, PersonalData, Relation
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.register import declarations
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.walls.derive import Policy, walls
from huisvrede.modules.allocation.models import HouseholdMember, Registration

Model = type[models.Model]
Declared = PersonalData | Ground


@pytest.fixture
def tables() -> Iterator[tuple[Model, Model]]:
    """An anchor and a row that hangs on it, in a registry of their own."""
    isolated = Apps()

    class Parcel(models.Model):
        person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
        kind = models.CharField(max_length=9)
        closed_on = models.DateField(null=True)

        class Meta:
            app_label, db_table, apps = "mail", "mail_parcel", isolated

    class Stamp(models.Model):
        parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label, db_table, apps = "mail", "mail_stamp", isolated

    yield Parcel, Stamp
    for model in (Parcel, Stamp):
        declarations._entries.pop(model, None)


def spelled(model: Model) -> dict[str, str]:
    return {p.name: p.expression for p in walls().policies if p.table == model._meta.db_table}


def staff(expression: str) -> str:
    return f"(SELECT walls.kind()) = 'staff' AND ({expression})"


def own(expression: str) -> str:
    return f"(SELECT walls.kind()) = 'subject' AND ({expression})"


def parcel(**said: object) -> PersonalData:
    return PersonalData(**{"activity": "mail", "subject": "person", "fields": {"id": KEY}, **said})  # type: ignore[arg-type]


def test_an_anchor_and_its_child_have_these_policies(tables: tuple[Model, Model]) -> None:
    anchor, child = tables
    declare(anchor, parcel(own=frozenset({"view", "edit"}), system=frozenset({"create"})))
    declare(child, PersonalData(activity="mail", anchor="parcel", own=frozenset(), fields={"id": KEY}))
    hidden = "person_id <> ALL ((SELECT walls.hidden())::uuid[])"
    assert spelled(anchor) == {
        "hv_gate_select": "true",
        "hv_staff_select": staff(f"(SELECT walls.may('mail', 'view', 'organisation')) AND {hidden}"),
        "hv_staff_insert": staff(f"(SELECT walls.may('mail', 'create', 'organisation')) AND {hidden}"),
        "hv_staff_update": staff(f"(SELECT walls.may('mail', 'edit', 'organisation')) AND {hidden}"),
        "hv_subject_select": own("person_id = (SELECT walls.own('mail', 'view'))"),
        "hv_subject_update": own("person_id = (SELECT walls.own('mail', 'edit'))"),
        "hv_system_select": "(SELECT walls.system())",
        "hv_system_insert": "(SELECT walls.system())",
        "hv_system_delete": "(SELECT walls.system())",
    }
    unseen = "parcel_id <> ALL ((SELECT walls.hidden_mail_parcel())::uuid[])"
    assert spelled(child) == {
        "hv_staff_select": staff(f"(SELECT walls.may('mail', 'view', 'organisation')) AND {unseen}"),
        "hv_staff_insert": staff(
            f"(SELECT walls.may('mail', 'create', 'organisation')) AND {unseen} AND walls.there_mail_parcel(parcel_id)"
        ),
        "hv_staff_update": staff(f"(SELECT walls.may('mail', 'edit', 'organisation')) AND {unseen}"),
        "hv_system_select": "(SELECT walls.system())",
        "hv_system_delete": "(SELECT walls.system())",
    }


def test_nobody_but_a_job_deletes(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(anchor, parcel(own=frozenset({"view", "create", "edit", "withdraw"})))
    assert [name for name in spelled(anchor) if name.endswith("delete")] == ["hv_system_delete"]


def test_a_command_without_a_right_has_no_policy_and_no_privilege(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(anchor, parcel(rights={"insert": (), "update": ("decide",)}))
    staff = {name: text for name, text in spelled(anchor).items() if name.startswith("hv_staff")}
    assert set(staff) == {"hv_staff_select", "hv_staff_update"}
    assert "'decide'" in staff["hv_staff_update"]
    assert {c for t, r, c in walls().privileges if (t, r) == ("mail_parcel", "hv_staff")} == {
        "select",
        "update",
    }


def test_staff_kept_out_have_no_policy_at_all(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(anchor, parcel(staff=False))
    assert [name for name in spelled(anchor) if "staff" in name] == []


def test_a_declaration_opens_rows_besides_the_rights(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(anchor, parcel(staff=False, opens={"select": "id = ANY (waiting) AND open"}))
    assert spelled(anchor)["hv_staff_select"].startswith(
        "(SELECT walls.kind()) = 'staff' AND ((id = ANY (waiting) AND open) AND "
    )
    assert "hv_staff_update" not in spelled(anchor)


def test_several_rights_are_alternatives_and_a_check_is_a_condition_beside_them(
    tables: tuple[Model, Model],
) -> None:
    anchor, _child = tables
    declare(anchor, parcel(rights={"update": ("edit", "decide")}, checks={"update": "kind = 'big'"}))
    assert spelled(anchor)["hv_staff_update"].startswith(
        "(SELECT walls.kind()) = 'staff' AND (((SELECT walls.may('mail', 'edit', 'organisation')) OR (SELECT walls.may('mail', 'decide', 'organisation')))"
        " AND kind = 'big' AND "
    )


def test_where_rows_carry_their_activity_the_row_decides(tables: tuple[Model, Model]) -> None:
    anchor, child = tables
    declare(anchor, parcel(activity="", activity_from="kind"))
    declare(child, PersonalData(activity="", activity_from="", anchor="parcel", fields={"id": KEY}))
    found = spelled(anchor)
    assert found["hv_staff_select"].startswith(
        "(SELECT walls.kind()) = 'staff' AND (kind = ANY ((SELECT walls.reached('view'))::text[]) AND "
    )
    assert found["hv_subject_select"] == own(
        "person_id = (SELECT walls.person()) AND kind = ANY ((SELECT walls.owned('view'))::text[])"
    )
    (subject,) = (text for text in walls().functions if "walls.subject_mail_parcel" in text)
    assert "kind = ANY (walls.owned(action))" in subject


def test_an_assigned_reach_falls_back_on_the_relation() -> None:
    wide = "(SELECT walls.may('home-seekers', 'view', 'organisation'))"
    assigned = "IN (SELECT unnest(walls.own_allocation_registration('view')))"
    assert spelled(Registration)["hv_staff_select"].startswith(
        f"(SELECT walls.kind()) = 'staff' AND (CASE WHEN {wide} THEN true ELSE id {assigned} END AND "
    )
    assert spelled(HouseholdMember)["hv_staff_select"].startswith(
        f"(SELECT walls.kind()) = 'staff' AND (CASE WHEN {wide} THEN true ELSE registration_id {assigned} END AND "
    )


def test_a_table_of_the_house_has_its_own_policies_and_no_other(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(
        anchor,
        Ground(why="a test", fields={}, policies={("staff", "select"): "true", ("system", "all"): "false"}),
    )
    assert spelled(anchor) == {
        "hv_staff_select": "true",
        **{f"hv_system_{command}": "false" for command in ("select", "insert", "update", "delete")},
    }


def test_a_kind_of_user_nobody_knows_is_refused(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    declare(anchor, Ground(why="a test", fields={}, policies={("boss", "select"): "true"}))
    with pytest.raises(ValueError, match="'boss' is not a valid Kind"):
        walls()


def test_a_change_is_checked_as_it_was_and_as_it_becomes() -> None:
    assert Policy("t", "hv_staff", "update", "x").sql == (
        "CREATE POLICY hv_staff_update ON t FOR update TO hv_staff USING (x) WITH CHECK (x)"
    )
    assert (
        Policy("t", "hv_staff", "insert", "x").sql
        == "CREATE POLICY hv_staff_insert ON t FOR insert TO hv_staff WITH CHECK (x)"
    )
    assert (
        Policy("t", "hv_staff", "select", "x").sql
        == "CREATE POLICY hv_staff_select ON t FOR select TO hv_staff USING (x)"
    )


def test_a_dated_relation_counts_from_its_first_day_to_its_last(tables: tuple[Model, Model]) -> None:
    anchor, _child = tables
    relation = Relation(
        model="allocation.Assignment",
        anchor="registration",
        worker="worker",
        since="starts_on",
        until="ends_on",
    )
    declare(anchor, parcel(assigned=(relation,)))
    (own,) = (text for text in walls().functions if "FUNCTION walls.own_mail_parcel" in text)
    assert "starts_on <= (SELECT walls.day()) AND (ends_on IS NULL OR ends_on >= (SELECT walls.day()))" in own
