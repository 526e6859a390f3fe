"""The vault holds no personal data: keys, and digests of random keys of rows that are gone."""

from huisvrede.core.declaration import KEY, Ground
from huisvrede.foundation.register.declarations import declare
from huisvrede.foundation.vault.models import DataKey, Line

declare(
    Line,
    Ground(
        why="Ledger of the irrevocable; digests of random keys.",
        fields={"id": KEY, "verb": KEY, "model": KEY, "digest": KEY, "at": KEY},
        policies={},
        schema="vault",
    ),
)
declare(
    DataKey,
    Ground(
        why="Keys of files, each under a key that stands in no database; they say nothing of anyone.",
        fields={"anchor": KEY, "digest": KEY, "kek": KEY, "wrapped": KEY, "made_at": KEY},
        policies={},
        schema="vault",
    ),
)
