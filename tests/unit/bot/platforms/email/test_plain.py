"""The text form of an e-mail."""

from __future__ import annotations

from bot.core.domain.messages import Message, Section
from bot.platforms.email.plain import COLUMNS, to_plain
from tests.fakes.email.samples import digest, summary

DIGEST = """\
Ports and shipping
Thu 5 Nov 2026, 07:30

------------------------------------------------------------------------
Ferries to Varra stay in port [1]
3 sources · Wed 4 Nov

  * No ferry will cross the strait before Monday, the operator Tarnline
    said. [2]
  * Matthis Quill: “The letter reached us on 28 October,” [3]
  > A freight barge is due at Varra on Friday if the wind stays below
    gale force. (Fri 6 Nov) [4]
  * ≠ people: 17 people [5] (courier.example) · 19 [6] (weekly.example)

------------------------------------------------------------------------
More
  * Night tariff is put off [7] · courier.example

------------------------------------------------------------------------
In full: Ferries to Varra stay in port [1]
kessary-courier.example · Wed 4 Nov · 512 words

  Actors: Tarnline, the operator

In short
  * No ferry will cross the strait before Monday, the operator Tarnline
    said. [2]

Who said what
  * Matthis Quill: “The letter reached us on 28 October,” [3]
  * Ilse Tormund: said it [3]

Outlook
  > A freight barge is due at Varra on Friday if the wind stays below
    gale force. (Fri 6 Nov) [4]

------------------------------------------------------------------------
Not read: gazette.example (too slow)
Edition 5f2c91

[1] https://kessary-courier.example/ferries
[2] https://kessary-courier.example/ferries#:~:text=No%20ferry0
[3] https://kessary-courier.example/ferries#:~:text=The%20letter
[4] https://kessary-courier.example/ferries#:~:text=A%20freight
[5] https://kessary-courier.example/ferries#:~:text=17%20people
[6] https://weekly.example/nineteen
[7] https://kessary-courier.example/ferries/tariff

--\N{SPACE}
To stop it: nowhere
"""


def test_a_digest_reads_well_without_html() -> None:
    assert to_plain(digest(lines=1), ["To stop it: nowhere"]) == DIGEST


def test_no_line_is_wider_than_a_terminal_but_addresses() -> None:
    words = "the shops could run out of milk " * 30
    message = Message((*digest().sections, Section("IN SHORT", (summary(words),))))

    lines = to_plain(message, [words]).splitlines()

    assert max(len(line) for line in lines if "://" not in line) <= COLUMNS


def test_remarks_stand_below_their_line() -> None:
    row = summary()
    remarked = type(row)(row.parts, row.marker, row.proof, ("the first sentence",))

    text = to_plain(Message((Section("IN SHORT", (remarked,)),)), [])

    assert "    said. [1]\n    the first sentence\n" in text
