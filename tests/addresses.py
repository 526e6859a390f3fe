"""Every address of the platform, and what can be put where an address leaves room for something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

ROOM = re.compile(r"<(?:\w+:)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each pattern below a resolver, with its whole route."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def routes() -> Iterator[str]:
    """The address of each page, with `<>` where something is to be filled in."""
    for route, found in patterns(get_resolver("huisvrede.config.urls")):
        if isinstance(found.pattern, RegexPattern):
            yield "/" + GROUP.sub("<>", route.replace("^", "").rstrip("$"))
        else:
            yield "/" + ROOM.sub("<>", route)


def filled(fillings: Iterable[str]) -> Iterator[str]:
    """Each page with each of these, already percent-encoded, in every place it leaves room for."""
    for filling in fillings:
        yield from (route.replace("<>", filling) for route in routes() if "<>" in route)


def plain() -> list[str]:
    """The pages whose address is always the same."""
    return [route for route in routes() if "<>" not in route]
