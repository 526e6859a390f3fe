"""A BSN is refused where it is sure, asked about where it may be, and left alone where it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables.bsn import Suspicion, is_bsn, names_bsn, suspect_bsn


@pytest.mark.parametrize(
    "text",
    [
        "111222333",
        " 1112.22.333. ",
        "BSN 111222333",
        "bsn-nummer: 111 222 333",
        "haar b.s.n. is 111222333",
        "Burgerservicenummer 111222333",
        "sofinr 123456782 oud",
        "111222333 is het bsn",
        "BSN111222333",
        "bsn 10000008",
        "bsn 0612345678 of 123456782",
    ],
)
def test_a_bsn_with_its_word_or_alone_is_certain(text: str) -> None:
    assert suspect_bsn(text) is Suspicion.CERTAIN


@pytest.mark.parametrize(
    "text", ["klant 111222333 belde", "dossier 2024 111222333", "mail over " + "123456782 "]
)
def test_a_number_that_may_be_a_bsn_is_a_question(text: str) -> None:
    assert suspect_bsn(text) is Suspicion.ASK_A_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen nummer",
        "111222334",
        "bsn 111222334",
        "000000000",
        "bel 0611222333",
        "tel +31 111222333",
        "NL91ABNA0417164300",
        "1112223330",
        "bsn volgt",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert suspect_bsn(text) is None


def test_a_number_alone_is_a_question_where_that_proves_nothing() -> None:
    assert suspect_bsn("111222333", alone=False) is Suspicion.ASK_A_PERSON


def test_a_long_text_is_searched_in_one_go() -> None:
    assert suspect_bsn("+31 111222333 " * 5_000) is None


def test_a_word_far_away_does_not_count() -> None:
    assert suspect_bsn("bsn" + " ver" * 20 + " 111222333 weg") is Suspicion.ASK_A_PERSON


@pytest.mark.parametrize(
    "header",
    ["BSN", "bsn-nummer", "klantBSN", "Burgerservicenummer", "burger service nr", "Sofinummer", "B.S.N."],
)
def test_a_column_that_says_bsn_is_known(header: str) -> None:
    assert names_bsn(header)


@pytest.mark.parametrize("header", ["Naam", "Clubsnaam", "Klantnummer", "Sofia", "Webs nr", "Persoonsnummer"])
def test_other_columns_do_not_say_bsn(header: str) -> None:
    assert not names_bsn(header)


@given(st.text() | st.text("0123456789 .-bsn", max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert suspect_bsn(text) in (None, *Suspicion)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_a_number_alone_is_certain_exactly_when_it_passes_the_eleven_test(number: str) -> None:
    weighted = sum(
        weight * int(sign) for weight, sign in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True)
    )
    passes = weighted % 11 == 0 and int(number) > 0
    assert (suspect_bsn(number) is Suspicion.CERTAIN) == passes


def test_nine_digits_pass_the_eleven_test_or_not() -> None:
    assert (is_bsn("111222333"), is_bsn("123456789")) == (True, False)
