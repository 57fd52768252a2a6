from __future__ import annotations

from random import Random

import pytest

from summarizers.stories.copies import CopyIndex, fingerprint

WORDS = tuple(f"{a}{b}" for a in ("har", "mil", "ost", "rin") for b in "bdfgklmnprstvz")


def text(seed: int, words: int = 200) -> str:
    return " ".join(Random(seed).choices(WORDS, k=words))  # noqa: S311 - repeatable, not secret


def index(*texts: str) -> CopyIndex[int]:
    found: CopyIndex[int] = CopyIndex()
    for number, one in enumerate(texts):
        found.add(number, fingerprint(one))
    return found


def test_fingerprints_never_change() -> None:
    found = fingerprint(
        "The ferry to Norbat will not sail before the end of the storm."
    )

    assert found == (282608188, 2065548964)


def test_a_quarter_of_the_runs_is_kept() -> None:
    assert len(fingerprint(text(1, 4_000))) == pytest.approx(1_000, rel=0.1)


def test_case_marks_and_white_space_do_not_count() -> None:
    changed = text(1).upper().replace(" ", ",\n ")

    assert fingerprint(changed) == fingerprint(text(1))


@pytest.mark.parametrize("short", ["", "!", "Four words of text."])
def test_a_text_without_runs_has_no_fingerprint(short: str) -> None:
    assert fingerprint(short) == ()


def test_half_characters_are_read() -> None:
    assert fingerprint("a \ud800b " * 50) != ()


def test_a_copy_is_found() -> None:
    assert index(text(1), text(2)).copy_of(fingerprint(text(2))) == 1


def test_other_texts_are_no_copies() -> None:
    earlier = index(*(text(seed) for seed in range(50)))

    assert earlier.copy_of(fingerprint(text(99))) is None


def test_a_copy_with_a_new_beginning_and_end_is_found() -> None:
    changed = f"{text(8, 60)} {text(1)} {text(9, 60)}"

    assert index(text(1)).copy_of(fingerprint(changed)) == 0


def test_a_shortened_copy_is_found() -> None:
    cut = " ".join(text(1).split()[:90])

    assert index(text(1)).copy_of(fingerprint(cut)) == 0


def test_copies_are_found_both_ways() -> None:
    long, short = fingerprint(text(1)), fingerprint(text(1)[:600])
    one: CopyIndex[str] = CopyIndex()
    other: CopyIndex[str] = CopyIndex()
    one.add("long", long)
    other.add("short", short)

    assert (one.copy_of(short), other.copy_of(long)) == ("long", "short")


def test_texts_that_quote_the_same_words_are_no_copies() -> None:
    quotation = text(5, 60)
    one, other = (f"{quotation} {text(seed)}" for seed in (1, 2))

    assert index(one).copy_of(fingerprint(other)) is None


def test_short_texts_with_a_common_ending_are_no_copies() -> None:
    ending = "Sign up for our letter to read more about the harbour every week"
    one, other = (f"{text(seed, 6)} {ending}" for seed in (1, 2))

    assert index(one).copy_of(fingerprint(other)) is None


def test_the_nearest_of_two_originals_is_named() -> None:
    half = " ".join([*text(1).split()[:120], text(7, 60)])

    assert index(half, text(1)).copy_of(fingerprint(text(1))) == 1


def test_the_first_of_equals_is_named() -> None:
    assert index(text(1), text(1), text(1)).copy_of(fingerprint(text(1))) == 0


def test_a_text_in_many_copies_is_still_found() -> None:
    earlier = index(*([text(1)] * 40), text(2))

    assert earlier.copy_of(fingerprint(text(1))) == 0


def test_nothing_is_a_copy_of_nothing() -> None:
    assert index("", "").copy_of(fingerprint("")) is None
