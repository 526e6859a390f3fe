"""A command that ends early says one sentence."""

from __future__ import annotations

from huisvrede.faces.cli.errors import Stop


def test_a_command_ends_refused_unless_it_says_otherwise() -> None:
    assert (str(Stop("No.")), Stop("No.").code, Stop("No.", 2).code) == ("No.", 3, 2)
