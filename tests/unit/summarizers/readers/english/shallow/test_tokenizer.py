from __future__ import annotations

import pytest

from summarizers.readers.english.shallow.tokenizer import TOKEN
from tests.fakes.articles import read_fast, tagged

CUTS = [
    ("He doesn't know.", "He does n't know ."),
    ("Marta’s boat won’t sink.", "Marta ’s boat wo n’t sink ."),
    (
        "Gen. Berg met Mr. Lind of the U.S. fleet.",
        "Gen. Berg met Mr. Lind of the U.S. fleet .",
    ),
    ("A state-run mill made 1,200.5 tonnes.", "A state-run mill made 1,200.5 tonnes ."),
    ("The 65th ship cost $3m -- or less...", "The 65th ship cost $ 3m -- or less ..."),
    ("See https://example.org/a?b=1 now.", "See https://example.org/a?b=1 now ."),
    ("He left .", "He left ."),
    ("O’Hara came (late).", "O’Hara came ( late ) ."),
]
TAGS = [
    (
        "They met Marta Lind in Lenna on Monday.",
        "They/PRP met/VBD Marta/NNP Lind/NNP in/IN Lenna/NNP on/IN Monday/NNP ./.",
    ),
    ("It can’t have been his.", "It/PRP ca/MD n’t/RB have/VBP been/VBN his/PRP$ ./."),
    (
        "The Bank Of Lind and WHO met.",
        "The/DT Bank/NNP Of/IN Lind/NNP and/CC WHO/NNP met/VBD ./.",
    ),
    (
        "The workers’ two claims failed quickly.",
        "The/DT workers/ ’/POS two/CD claims/NNS failed/VBD quickly/RB ./.",
    ),
    ("She claims to plan a plan.", "She/PRP claims/VBZ to/TO plan/VB a/DT plan/NN ./."),
    (
        "He's late and they were told.",
        "He/PRP 's/VBZ late/ and/CC they/PRP were/VBD told/VBD ./.",
    ),
    (
        'They read "Old Sea" (1990).',
        "They/PRP read/VBD \"/`` Old/NNP Sea/NNP \"/'' (/-LRB- 1990/CD )/-RRB- ./.",
    ),
    (
        "Media reports say it is over.",
        "Media/ reports/NNS say/VBP it/PRP is/VBZ over/IN ./.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_words_are_cut_as_in_the_treebank(text: str, expected: str) -> None:
    words = [piece.rpartition("/")[0] for piece in tagged(text).split(" ")]

    assert " ".join(words) == expected


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_words_have_the_tags_that_the_module_promises(text: str, expected: str) -> None:
    assert tagged(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Traders left the town.", "Traders/NNP"),
        ("Police left the town.", "Police/"),
        ("Police Chief Berg left.", "Police/NNP"),
        ("Closing the town took days.", "Closing/"),
        ("Beijing closed the town.", "Beijing/NNP"),
        ("United States ships left.", "United/NNP"),
        ("Harding left. The men of Harding stayed.", "Harding/NNP"),
    ],
)
def test_a_capital_at_the_start_is_a_name_only_with_reason(
    text: str, expected: str
) -> None:
    assert tagged(text).split(" ")[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The  ferry\tof Lenna\u00a0sank.  Nobody\u2009was there.",
        "The U.S. ferry can’t sail (said Mr. Berg). It sank.The crew swam.",
        "“No,” she said: ‘never’ … not in 3.5 years--or 65.",
    ],
)
def test_tokens_are_all_signs_of_the_text_where_they_stand(text: str) -> None:
    parse = read_fast(text)

    whole = parse.layout.text
    assert all(whole[t.start : t.end] == t.text for t in parse.tokens)
    assert "".join(t.text for t in parse.tokens) == "".join(whole.split())


def test_a_word_is_read_alike_after_other_articles() -> None:
    text = "Reports say Lind’s plan failed."
    before = tagged(text)

    read_fast("The reports of Lind’s plan. They plan reports.")

    assert tagged(text) == before


def test_a_tag_that_neighbours_decide_is_not_kept_for_the_word() -> None:
    tags = tagged("She claims it. The claims failed. He claims that.").split(" ")

    assert [tag for tag in tags if tag.startswith("claims")] == [
        "claims/VBZ",
        "claims/NNS",
        "claims/VBZ",
    ]


def test_noise_has_no_tokens() -> None:
    parse = read_fast("The ferry sank in the night.\n\nPhoto: Harbour Press")

    noisy = [s.index for s in parse.layout.sentences if s.noise is not None]
    assert noisy
    assert all(parse.bounds[i][0] == parse.bounds[i][1] for i in noisy)
    assert not {token.sentence for token in parse.tokens} & set(noisy)


@pytest.mark.parametrize(
    "unit", ["a", "1", " ", "a-", "1.1,", ".", "a.", "'", "1a", "é"]
)
def test_the_pattern_reads_endless_repeats(unit: str) -> None:
    text = unit * 50_000

    covered = sum(len(match.group()) for match in TOKEN.finditer(text))

    assert covered == len(text) - text.count(" ")
