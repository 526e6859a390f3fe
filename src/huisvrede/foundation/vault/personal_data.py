"""The ledger holds no personal data: digests of random keys of rows that are gone."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.vault.models import Line

declare(
    Line,
    Ground(
        why="Ledger of the irrevocable; digests of random keys.",
        fields={"id": KEY, "verb": KEY, "model": KEY, "digest": KEY, "at": KEY},
        policies={},
        schema="vault",
    ),
)
