from __future__ import annotations

import pytest

from summarizers.text.cleaning import (
    has_sides,
    is_agency,
    is_caption,
    starts_as_caption,
)


def _is_caption(line: str) -> bool:
    return is_caption(line, len(line.split()))


@pytest.mark.parametrize(
    "line",
    [
        "The dam above the old town on Monday. Photo: AFP",
        "The dam above the old town on Monday.  Image: Ola Berg.",
        "The dam above the old town. Photograph: Ola Berg/Harbour Post",
        "The dam above the old town. (Photo by Ola Berg)",
        "Photo by Ola Berg",
        "The dam above the old town. (AP Photo/Ola Berg)",
        "The dam above the old town. (Ola Berg/Reuters)",
        "The dam above the old town. (Ola Berg via AP)",
        "Engineers inspect the dam above the old town / Reuters",
        "Ola Berg via Getty Images.",
        "FILE PHOTO: The dam above the old town in spring.",
        "FILE - The dam above the old town in spring.",
        "Image copyright Harbour Post",
        "Mayor Lund (left) greets Minister Paz in the town hall.",
        "Mayor Lund, left, and Minister Paz meet in the town hall.",
        "Minister Paz (second from right) at the dam.",
        "The dam in a file photo.",
        "The dam above the old town is seen in this undated handout photo.",
        "The old town, pictured here before the flood.",
        "In this May 3 file photo, the mayor walks over the dam.",
        "This photo released by the port authority shows the dam on Monday.",
        "Boats are seen from the old town on Monday.",
        "The dam is pictured near the old town on Feb. 7.",
        "Reuters The old dam above the town",
        "GETTY The old dam above the town",
        "OLA BERG•GETTY The old dam above the town",
        "Getty Images The old dam above the town",
        "The dam above the old town. (Ola Berg / Harbour Post)",
        "The dam above the old town ©Ola Berg (AFP/File)",
        "Getty - Contributor The old dam above the town",
        "CLOSE The dam above the old town holds.",
        "Photos, top: The dam above the old town.",
        "In this image taken from video, boats lie at the pier.",
    ],
)
def test_a_line_with_a_captions_mark_is_a_caption(line: str) -> None:
    assert _is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Mayor Lund turned left and walked to the dam.",
        "The left (and the right) voted for the dam.",
        "Lund posted a photo of the dam on Monday.",
        "“In this photo you see the dam,” Lund said.",
        "She shared a video by the rebels.",
        "Gov. Ola Berg (R) vetoed the bill.",
        "The dam held, the agency said. (Reuters)",
        "The paper published a picture: nobody knew the man.",
        "He said the image of the town had suffered.",
        "This picture of the town is not the whole truth, Lund said.",
        "The dam is seen as a risk, and is to be rebuilt on Monday.",
        "The dam was sold by two ministers (Treasury/Defence).",
        "Close friends met at the old dam.",
        "Reuters Berg is the name of the new ship.",
        "Reuters reporters saw the old dam",
        "In this town, photos of the dam hang in every shop.",
    ],
)
def test_prose_about_pictures_is_no_caption(line: str) -> None:
    assert not _is_caption(line)


def test_a_long_paragraph_with_a_credit_is_no_caption() -> None:
    line = "The dam above the old town held through the night. " * 7 + "Photo: AFP"

    assert not _is_caption(line)


def test_a_long_paragraph_that_starts_as_a_file_picture_is_a_caption() -> None:
    line = "FILE - In this spring picture, Ola Berg looks at the dam. " * 7

    assert _is_caption(line)


def test_a_long_line_that_begins_as_a_file_picture_is_a_caption() -> None:
    line = "FILE - In this spring picture, Ola Berg looks at the dam. " * 10

    assert starts_as_caption(line)


def test_an_article_that_begins_with_a_label_is_no_caption() -> None:
    assert not starts_as_caption("VIDEO: " + "The dam held through the night. " * 60)


@pytest.mark.parametrize("name", ["Reuters", "(AFP)", "Getty Images."])
def test_an_agency_is_known_with_its_marks(name: str) -> None:
    assert is_agency(name)


def test_sides_are_seen_in_tokenised_text() -> None:
    assert has_sides("mayor lund ( left ) greets minister paz .", 9)
