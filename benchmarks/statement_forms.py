"""Forms of statements of our own making, in English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Material(NamedTuple):
    """The forms of one language; each tuple of them has equal meaning.

    ``counts`` have a slot for a number and one for a thing, ``days`` one for a day and
    one for a thing, ``plain`` have a positive and a negated sentence. ``fillers`` are
    words that change no fact, between the start and the rest of a form.
    """

    code: str
    things: Sequence[str]
    counts: Sequence[tuple[str, ...]]
    days: Sequence[tuple[str, ...]]
    plain: Sequence[tuple[str, str]]
    weekdays: Sequence[str]
    dates: Sequence[str]
    numerals: Sequence[tuple[str, str]]
    equal: Sequence[tuple[str, str]]
    relative: Sequence[tuple[str, str]]
    idioms: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    mirrored: Sequence[str]


ENGLISH = Material(
    code="en",
    things=("harbour", "bridge", "clinic", "tunnel", "school", "ferry", "museum"),
    counts=(
        (
            "The repair of the {thing} costs {n} million crowns.",
            "The repair of the {thing} will cost {n} million crowns.",
            "The repair of the {thing} now costs {n} million crowns.",
        ),
        (
            "We need {n} new workers for the {thing}.",
            "For the {thing} we need {n} new workers.",
        ),
        ("The {thing} had {n} visitors.", "The {thing} has had {n} visitors."),
        (
            "The storm damaged {n} windows of the {thing}.",
            "The storm has damaged {n} windows of the {thing}.",
        ),
        (
            "The city pays {n} percent of the rent of the {thing}.",
            "The city will pay {n} percent of the rent of the {thing}.",
        ),
        (
            "The {thing} owes ${n} million to its suppliers.",
            "The {thing} still owes its suppliers ${n} million.",
        ),
        (
            "Police arrested {n} people at the {thing}.",
            "Police have arrested {n} people at the {thing}.",
        ),
        (
            "The {thing} lost {n} members of its staff to illness.",
            "The {thing} has lost {n} members of its staff to illness.",
        ),
    ),
    days=(
        (
            "The {thing} will open again on {day}.",
            "The {thing} opens again on {day}.",
            "On {day} the {thing} will open again.",
        ),
        (
            "The council will vote on the {thing} on {day}.",
            "On {day}, the council votes on the {thing}.",
        ),
        (
            "Work at the {thing} begins on {day}.",
            "Work at the {thing} is going to begin on {day}.",
        ),
        (
            "We expect the first results from the {thing} on {day}.",
            "On {day} we expect the first results from the {thing}.",
        ),
        (
            "The hearing about the {thing} is on {day}.",
            "The hearing about the {thing} will be on {day}.",
        ),
        (
            "The minister visits the {thing} on {day}.",
            "The minister will visit the {thing} on {day}.",
        ),
    ),
    plain=(
        (
            "The {thing} is safe for heavy vehicles.",
            "The {thing} is not safe for heavy vehicles.",
        ),
        ("We will sell the {thing}.", "We will not sell the {thing} to anybody."),
        (
            "The owner paid the builders of the {thing}.",
            "The owner never paid the builders of the {thing}.",
        ),
        (
            "The ministry knew of the cracks in the {thing}.",
            "The ministry had no knowledge of the cracks in the {thing}.",
        ),
        (
            "The {thing} can stay open all year.",
            "The {thing} can't stay open all year.",
        ),
        (
            "The {thing} was inspected by our engineers.",
            "The {thing} wasn't inspected by our engineers.",
        ),
        (
            "The contract for the {thing} is valid.",
            "The contract for the {thing} is no longer valid.",
        ),
        (
            "The {thing} will get a new roof.",
            "The {thing} won't get a new roof.",
        ),
    ),
    weekdays=("Friday", "Saturday", "Monday", "Tuesday", "Thursday"),
    dates=("14 March", "March 21", "2 April", "June 9", "30 June", "September 5"),
    numerals=(("12", "twelve"), ("40", "forty"), ("7", "seven"), ("15", "fifteen")),
    equal=(
        ("The queue was 40 kilometres long.", "The queue was 25 miles long."),
        ("The trip takes 3 hours by boat.", "The trip takes 180 minutes by boat."),
        ("The load weighs 2 tonnes.", "The load weighs 2,000 kilograms."),
        ("About 40 people came to the vote.", "42 people came to the vote."),
        ("We spent 5,000 crowns on paint.", "We spent 4,987 crowns on paint."),
        ("More than 200 homes have no power.", "212 homes have no power."),
        ("Nearly 3,000 trees burned.", "2,960 trees burned."),
        ("The loan is 1.5 million crowns.", "The loan is 1,500,000 crowns."),
        ("The loan is 1.5 million crowns.", "The loan is 1,500,000 crowns."),
        ("Half of the members agreed.", "50 percent of the members agreed."),
        ("Two dozen cows fell ill.", "24 cows fell ill."),
        ("Taxes rise by 4 percent.", "Taxes rise by 4 per cent."),
        ("Taxes rise by 4 percent.", "Taxes rise by 4%."),
        ("The deal is worth $40 million.", "The deal is worth 40 million dollars."),
        ("Up to 60 jobs are at risk.", "58 jobs are at risk."),
        ("The dam holds 39.8 million litres.", "The dam holds 40 million litres."),
    ),
    relative=(
        ("The trial opens tomorrow.", "The trial opened on Tuesday."),
        ("The trial opens on Thursday.", "The trial opens tomorrow."),
        ("The sale ends on 5 March.", "The sale ends tomorrow."),
        ("The sale ends on 5 March.", "The sale ends on Thursday."),
        ("The talks start on Wednesday.", "The talks start today."),
        ("The team left today.", "The team left on Monday."),
        ("The team left today.", "The team left on 2 March."),
        ("The law takes effect on 1 April.", "The law takes effect on April 1."),
        ("The law takes effect on 1 April.", "The law takes effect on April 1st."),
        ("We met yesterday.", "We met on Sunday."),
    ),
    idioms=(
        ("The plan is cheap.", "The plan is not only cheap but quick."),
        (
            "The plan is right for the town.",
            "There is no doubt the plan is right for the town.",
        ),
        (
            "40 ships wait outside the port.",
            "No fewer than 40 ships wait outside the port.",
        ),
        ("The firm will pay the fine.", "The firm will not refuse to pay the fine."),
        ("The road will open on Friday.", "The road will not open until Friday."),
        (
            "The bank closes its branch here.",
            "The bank does not just close its branch here.",
        ),
        ("He does not deny that he took the money.", "He took the money."),
        ("The court let the appeal stand.", "The court did not dismiss the appeal."),
    ),
    others=(
        ("The first ferry carries {a} cars.", "The second ferry carries {b} cars."),
        ("The old {thing} has {a} rooms.", "The other {thing} has {b} rooms."),
        ("The north of Lenna lost {a} homes.", "The south of Lenna lost {b} homes."),
        ("We lost {a} games at home.", "We lost {b} games away."),
        ("Ida Brandt won {a} votes in Lenna.", "Olof Lind won {b} votes in Lenna."),
        ("He owes us {a} crowns for the boat.", "She owes us {b} crowns for the boat."),
        ("{a} of the sailors were rescued.", "{b} of the sailors were blamed."),
        (
            "Our union has {a} members in Lenna.",
            "Our union has {b} members in Karlsund.",
        ),
        (
            "The {thing} costs {a} crowns a day.",
            "The {thing} costs {b} crowns a month.",
        ),
        ("The {thing} cost {a} million crowns.", "The {thing} cost {b} million euros."),
        ("Before the fire we had {a} horses.", "After the fire we had {b} horses."),
        ("Last year {a} people died here.", "This year {b} people died here."),
        (
            "In 2024 the {thing} made {a} million crowns.",
            "In 2025 the {thing} made {b} million crowns.",
        ),
        (
            "The {thing} opens with {a} guests on Friday.",
            "The {thing} opens with {b} guests on Monday.",
        ),
        ("It costs {a} million crowns.", "It costs {b} million crowns."),
        ("They have {a} boats in the port.", "They have {b} boats in the port."),
        ("My brother is {a} years old.", "My sister is {b} years old."),
        (
            "Exports to Norland fell by {a} percent.",
            "Imports from Norland fell by {b} percent.",
        ),
        ("The women earn {a} crowns an hour.", "The men earn {b} crowns an hour."),
        ("The {thing} will not close.", "The hotel will close."),
        ("The mayor did not sign the letter.", "The priest did sign the letter."),
        ("Lenna will vote on Friday.", "Karlsund will vote on Monday."),
        ("The band plays in Lenna on Friday.", "The band plays in Karlsund on Monday."),
        ("The {thing} is not safe.", "The {thing} is safe at night."),
        ("Each worker gets {a} crowns.", "Each manager gets {b} crowns."),
        ("Most of the {a} boats are ours.", "Few of the {b} boats are ours."),
    ),
    mirrored=(
        "{one} beat {two} with {n} goals.",
        "{one} owes {two} {n} crowns.",
        "{one} took {n} islands from {two}.",
        "{one} sold {n} ships to {two}.",
    ),
)
