"""Text as it is searched: without case and accents, and without loss for other scripts."""

import unicodedata

# Latin letters that Unicode does not take apart into a letter and an accent.
LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0131": "i",
        "ħ": "h",
        "ŧ": "t",
    }
)
SIGNS = str.maketrans(
    dict.fromkeys("-\u00ad\u2010\u2011\u2012\u2013\u2014_/", " ")
    | dict.fromkeys("'`\u00b4\u2018\u2019\u02bc\u2032", "")
)


def search_name(name: str) -> str:
    """The form in which a name is looked up: `Jansén-van 't Hof` is `jansen van t hof`.

    Accents go from Latin letters only: in Arabic, Hindi or Japanese a mark is part of the word.
    Applied twice it gives the same.
    """
    if name.isascii():
        return " ".join(name.lower().translate(SIGNS).split())
    # Case folding may bring up accents and the other way round, so the pair is applied until nothing moves.
    folded = unicodedata.normalize("NFKD", name.translate(SIGNS))
    while folded != (again := unicodedata.normalize("NFKD", folded.casefold())):
        folded = again
    bare = unicodedata.normalize("NFC", "".join(_without_accents(folded)).translate(LETTERS))
    return " ".join(bare.translate(SIGNS).split())


def _without_accents(decomposed: str) -> list[str]:
    kept: list[str] = []
    latin = False
    for sign in decomposed:
        category = unicodedata.category(sign)
        if category == "Cf" or (latin and category == "Mn"):
            continue
        if category != "Mn":
            latin = unicodedata.name(sign, "").startswith("LATIN ")
        kept.append(sign)
    return kept
