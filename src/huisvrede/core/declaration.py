"""What code says about personal data: one declaration per model, read by every engine.

`personal_data.py` is to privacy what `admin.py` is to the admin: each app has one, discovered at start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from huisvrede.core.vocabulary import Category

SELF: Final = "self"
"""The row is its own anchor: a file, registration, order or case."""

KEY: Final = "key"
"""A field that is a key or a version and says nothing about a person by itself."""

KNOWN_BY: Final = ("number", "family", "born", "postcode", "house")
"""What a file may be named by at the telephone: its number, a surname and day of birth, a postcode and house number."""

FieldKind = Category | str

Said = str | Callable[[], str]
"""SQL; or what gives it, where it follows from what others declare later."""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Who stands in a dated relation to an anchor: `worker` (a hat) from `since` until `until`."""

    model: str
    anchor: str
    worker: str
    since: str
    until: str


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """The declaration of one model.

    activity   key of the processing activity (article 30) whose policy governs the rows, or "" where
               `activity_from` names the column that holds it (cases of many activities in one table)
    activities what gives the activities such rows may be of; what hangs on an anchor and is silent follows it
    subject    field with the key of the Person whose row it is (only on an anchor; children follow theirs)
    also       fields with the key of another person the row speaks of: found by their request, never erased with it
    anchor     SELF, or the foreign key to the anchor
    clocks     name of the clock in the policy -> date field that starts the retention period: of the anchor, which all of its
               rows follow, or of a row that may go `alone` and so can have a shorter period of its own
    known_by   what somebody at the telephone names such a file by, one of KNOWN_BY -> the field in which that is searched
    assigned   relations that give the reach "assigned"
    own        what the data subject may do with own rows: of {"view", "create", "edit" or "withdraw"}; to view or
               create them takes the first right that `rights` names for it, if it names one
    system     what a job may do besides reading and disposing: subset of {"create", "edit"}
    staff      False where no right of the policy opens the rows to staff
    rights     which rights of the policy a command needs, where it is not view, create and edit
    checks     what else the database asks of staff at a command, in SQL: {"insert": "account = …"}
    after      what a row must look like after staff wrote it, in SQL: {"update": "ended_on <= …"}
    opens      what lets staff at a row besides a right in its activity, in SQL: {"select": "id = ANY (…)"}
    answers    whether an answer to a request for access carries such rows themselves: who fetches that answer, or hands it
               over on paper, opens those of its person
    alone      whether such a row may go before its file: it is sealed under a key of its own, which goes with it, and that it
               went stands in the ledger, so that no backup brings it back; who may take it away at once has the right that
               `rights` names for "delete"
    told_since the day since when such a row is there: that is what its data subject is told of one that is not theirs to see
    takes_out  the model whose rows such a row takes out of the file once two agree, by the key in its field `document`
    never      changes that nobody makes, in SQL over OLD and NEW: "OLD.number IS DISTINCT FROM NEW.number"
    always     what holds of every row, whoever writes it, in SQL: "outcome IN ('granted', 'refused')"
    own_checks what a row must look like after the data subject wrote it, in SQL: {"update": "state = …"}
    own_most   how many such rows a file holds at most once its data subject brought one: by which term of the policy, and
               how many where it has none
    fields     every field of the model -> its category, or KEY
    """

    activity: str
    fields: Mapping[str, FieldKind]
    subject: str | None = None
    also: tuple[str, ...] = ()
    anchor: str = SELF
    clocks: Mapping[str, str] = field(default_factory=dict)
    known_by: Mapping[str, str] = field(default_factory=dict)
    assigned: tuple[Relation, ...] = ()
    own: frozenset[str] = frozenset({"view"})
    system: frozenset[str] = frozenset()
    staff: bool = True
    activity_from: str = ""
    activities: Callable[[], Collection[str]] = tuple
    rights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, Said] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)
    answers: bool = False
    alone: bool = False
    told_since: str = ""
    takes_out: str = ""
    own_checks: Mapping[str, str] = field(default_factory=dict)
    own_most: tuple[str, int] | None = None
    never: tuple[Said, ...] = ()
    always: tuple[Said, ...] = ()

    @property
    def is_anchor(self) -> bool:
        """True for a row that others hang on."""
        return self.anchor == SELF


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A table of the house itself (logs, duties, policy): no activity rules its rows, these policies do.

    why        what it is, and why no activity rules it
    activity   key of the activity whose entry in the register speaks of it, or "" for none
    clock      name of the clock in the policy by which its rows end; the house counts it itself
    called     what the register calls its rows, where the name of the model says too little
    labels     field -> what readers call it, of a model that is not ours to name
    subject    field with a Person's key, for access requests; None when the row is about no data subject
    fields     every field -> its category, or KEY
    never, always  as in PersonalData
    untold     SQL over a row of which the data subject is not told yet, nor in the answer to a request for access
    policies   SQL by kind of user and command: {("staff", "select"): "true"}; what isn't named is refused
    """

    why: str
    fields: Mapping[str, FieldKind]
    policies: Mapping[tuple[str, str], str]
    activity: str = ""
    clock: str = ""
    called: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    subject: str | None = None
    schema: str = "public"
    untold: str = ""
    never: tuple[Said, ...] = ()
    always: tuple[Said, ...] = ()


Declared = PersonalData | Ground
