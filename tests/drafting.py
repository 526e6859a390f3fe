"""A change of the policy in the browser, step by step: for stories and for the tests of its pages."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.models import Draft
from huisvrede.engines.transparency.tasks import adopt_decided
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.browsing import Watched, signed_in
from tests.cast import member
from tests.conftest import as_login

KEY = "home-seekers"


def begun(organisation: Organisation, who: str = "petra") -> Watched:
    """Somebody who has begun a draft, at the page of which they are."""
    client = signed_in(organisation, who)
    assert client.post("/werk/beleid/beginnen/").status_code == 302
    return client


def case_of(organisation: Organisation) -> Case:
    """The newest change of the policy."""
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        return Case.objects.filter(workflow="policy").order_by("closed_on", "-received_on").last()  # type: ignore[return-value]


def written(organisation: Organisation, key: str = KEY) -> list[Draft]:
    """What was written of an entry, in order."""
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        return list(Draft.objects.filter(key=key).order_by("number"))


class Typed(HTMLParser):
    """What stands in the fields of a page's own form, as a browser would send it back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._inside, self._text, self._select = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is filled in, ticked or chosen."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "hv-form" in given.get("class", "")
        if not self._inside:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea":
            self._text = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = [given.get("value", "")]
        elif tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """A textarea ends."""
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        """What stands in a textarea, after its first line break."""
        if self._text:
            self.fields[self._text][0] += data.removeprefix("\n").removeprefix("\r\n")


def page_of(client: Watched, address: str) -> dict[str, Any]:
    """What stands in the fields of a section's page."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return dict(Typed(response.content.decode()).fields)


def changed(organisation: Organisation, client: Watched, section: str, key: str = KEY, **typed: Any) -> Any:
    """Change one section of an entry in the running draft."""
    address = f"/werk/beleid/{case_of(organisation).pk}/onderdelen/{key}/{section}/"
    return client.post(address, page_of(client, address) | typed)


def stepped(organisation: Organisation, who: str, action: str, **typed: Any) -> Any:
    """Somebody takes a step on the page of the running change."""
    case = case_of(organisation)
    return signed_in(organisation, who).post(
        f"/werk/beleid/{case.pk}/", {"action": action, "version": case.version, **typed}, follow=True
    )


def worked(organisation: Organisation) -> int:
    """The worker makes the versions that were decided."""
    with as_login(organisation, "worker"):
        return adopt_decided(organisation, on=timezone.localdate())


def system() -> Acting:
    """A job, today."""
    return Acting(kind=Kind.SYSTEM, purpose="adoption", day=timezone.localdate())
