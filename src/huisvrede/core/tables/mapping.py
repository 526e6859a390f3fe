"""Which column of a file is which field of ours: proposed by name, decided by a person, kept as a record.

Every column is mapped, left out by choice, or still open; nothing is left out in silence (art. 5(1)(c) GDPR).
"""

import re
from collections.abc import Callable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from typing import TypedDict

from huisvrede.core.tables.bsn import names_bsn
from huisvrede.core.tables.search import search_name

SENTENCES = {
    "no-such-column": "The file has no column at place {place}.",
    "no-such-field": "There is no field of that name.",
    "field-taken": "Column {place} is already mapped to this field; a field takes one column.",
    "bsn-column": "The name of column {place} says that it holds a BSN; it is never read.",
    "right-needed": "Column {place} holds numbers that need a right of their own, and whoever brings this file has none. "
    "Leave the column out.",
    "columns-open": "It is not decided of {count} columns whether they are read or left out.",
    "required-missing": "No column is mapped to the required fields {fields}.",
    "hidden-undecided": "{count} rows of the worksheet are hidden, and it is not decided whether they are read too.",
    "other-headers": "The mapping was made for a file with other columns.",
    "other-shape": "The mapping was made for another kind of table.",
    "not-a-mapping": "This is no stored mapping.",
}
WORD = re.compile(r"[^\W\d_]+|\d+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
ENDING = re.compile(r"(?<=.)nr$")
SHORT = {
    "nr": "nummer",
    "no": "nummer",
    "num": "nummer",
    "geb": "geboorte",
    "tel": "telefoon",
    "inschr": "inschrijf",
    "inschrijvings": "inschrijf",
    "dat": "datum",
    "vnaam": "voornaam",
    "anaam": "achternaam",
    "tussenv": "tussenvoegsel",
    "pc": "postcode",
}


class MappingError(Exception):
    """A mapping that does not fit: a stable `code` and `facts`."""

    def __init__(self, code: str, **facts: object) -> None:
        """`code` is a key of `SENTENCES`; `facts` fill its sentence."""
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """The default English sentence."""
        return SENTENCES[self.code].format(**self.facts)


@dataclass(frozen=True)
class Column:
    """A field that a table may bring: how its cells are read and which names other systems give it.

    `headers` stand in order of preference. `free_text` is searched for a BSN; a column of telephone,
    account or registration numbers is checked as such and never searched one by one. `bsn`: a law lets this field
    hold the citizen service number, so that a column of that name may be it, when a person says so (article 46 UAVG).
    `right` is the action of the policy that reading it takes besides `import`.
    """

    field: str
    parse: Callable[[str], object]
    headers: tuple[str, ...]
    required: bool = False
    free_text: bool = False
    bsn: bool = False
    right: str = ""


@dataclass(frozen=True)
class Shape:
    """A kind of table we import. `number_field` holds the other system's number, unique within a file."""

    key: str
    columns: tuple[Column, ...]
    number_field: str | None = None

    def column(self, field: str) -> Column:
        """The column of this field. Raises `MappingError` `no-such-field`."""
        found = next((column for column in self.columns if column.field == field), None)
        if found is None:
            raise MappingError("no-such-field")
        return found


class Stored(TypedDict):
    """A mapping as it is kept: JSON, the record of the choice."""

    shape: str
    headers: list[str]
    mapped: dict[str, str]
    left_out: list[str]


@dataclass(frozen=True)
class Mapping:
    """The decision per header of one file: `mapped` (header to field), `left_out` by choice, or open."""

    shape: str
    headers: tuple[str, ...]
    mapped: Dict[str, str]
    left_out: frozenset[str] = frozenset()

    @property
    def bsn(self) -> tuple[str, ...]:
        """The headers that say BSN and are not read: nobody decides otherwise but for a field that may hold one."""
        return tuple(header for header in self.headers if names_bsn(header) and header not in self.mapped)

    @property
    def open(self) -> tuple[str, ...]:
        """The headers of which nobody has decided yet whether they are read."""
        decided = self.left_out.union(self.mapped, self.bsn)
        return tuple(header for header in self.headers if header not in decided)

    def map(self, header: str, field: str, *, shape: Shape) -> "Mapping":
        """This mapping with `header` read as `field`.

        Raises `MappingError`: `no-such-column`, `no-such-field`, `field-taken`, `bsn-column`.
        """
        place = self._place(header)
        column = shape.column(field)
        if names_bsn(header) and not column.bsn:
            raise MappingError("bsn-column", place=place)
        taken = next((known for known, to in self.mapped.items() if to == field and known != header), None)
        if taken is not None:
            raise MappingError("field-taken", place=self._place(taken))
        return replace(self, mapped={**self.mapped, header: field}, left_out=self.left_out - {header})

    def leave_out(self, *headers: str) -> "Mapping":
        """This mapping with these columns never read. Raises `MappingError` `no-such-column`."""
        for header in headers:
            self._place(header)
        kept = {header: field for header, field in self.mapped.items() if header not in headers}
        return replace(self, mapped=kept, left_out=self.left_out.union(headers))

    def require_complete(self, headers: tuple[str, ...], shape: Shape) -> None:
        """Return when a file with these `headers` can be read by this mapping.

        Raises `MappingError`: `other-shape`, `other-headers`, `columns-open`, `required-missing`.
        """
        if self.shape != shape.key:
            raise MappingError("other-shape")
        if self.headers != headers:
            raise MappingError("other-headers")
        if self.open:
            raise MappingError("columns-open", count=len(self.open), headers=self.open)
        fields = set(self.mapped.values())
        missing = [column.field for column in shape.columns if column.required and column.field not in fields]
        if missing:
            raise MappingError("required-missing", fields=", ".join(missing))

    def to_json(self) -> Stored:
        """The mapping as JSON values."""
        return Stored(
            shape=self.shape,
            headers=list(self.headers),
            mapped=dict(self.mapped),
            left_out=[header for header in self.headers if header in self.left_out],
        )

    def _place(self, header: str) -> int:
        if header not in self.headers:
            raise MappingError("no-such-column", place=header)
        return self.headers.index(header) + 1


def from_json(stored: Stored, shape: Shape) -> Mapping:
    """A stored mapping, checked again as if a person chose it now. Raises `MappingError`."""
    try:
        mapping = Mapping(stored["shape"], tuple(stored["headers"]), {}).leave_out(*stored["left_out"])
        for header, field in stored["mapped"].items():
            mapping = mapping.map(header, field, shape=shape)
    except (KeyError, TypeError, AttributeError):
        raise MappingError("not-a-mapping") from None
    if mapping.shape != shape.key:
        raise MappingError("other-shape")
    return mapping


def propose(headers: tuple[str, ...], shape: Shape) -> Mapping:
    """A first mapping by the names of columns; what it does not recognise, or finds twice, stays open."""
    readable = [header for header in headers if not names_bsn(header)]
    taken: dict[str, str] = {}
    for column in shape.columns:
        for known in (column.field, *column.headers):
            candidates = [h for h in readable if h not in taken and same_header(h, known)]
            if len(candidates) == 1:
                taken[candidates[0]] = column.field
            if candidates:
                break
    return Mapping(shape.key, headers, taken)


def same_header(one: str, other: str) -> bool:
    """Whether two column names say the same: `geb.datum` and `Geboortedatum`, `Telefoon 1` and `telefoon`."""
    return _plain(one) == _plain(other)


def _plain(header: str) -> str:
    words = WORD.findall(search_name(HUMP.sub(" ", header)))
    # A single "1" numbers the first of several columns; "Telefoon 2" remains another column.
    if len(words) > 1 and words[-1] == "1":
        words.pop()
    return "".join(SHORT.get(word) or ENDING.sub("nummer", word) for word in words)
