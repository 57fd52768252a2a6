from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Article
from summarizers.stories.endings import knows_ending, read_state, tells_ending

DAY = date(2026, 3, 6)  # a Friday


@pytest.mark.parametrize(
    "headline",
    [
        # Agreements, and work that goes on.
        "Strike at Lenna airport is over after nine days",
        "Bus drivers go back to work on Monday morning",
        "Ministers clinch agreement on fish quotas",
        "Unions and ministry strike pay deal",
        "Nurses and hospitals settle pay dispute",
        "Metro strike over after nine days",
        "Outage over, says grid operator",
        "The siege is now over and the streets are open",
        "Pilots accept offer, ending a week of cancelled flights",
        "Workers at the mill agreed on Sunday to return to their jobs",
        # Services that run again.
        "Train service resumes after signal failure",
        "Bridge reopens to traffic",
        "Tunnel open again after fire",
        "Bank says its systems are running again",
        "Website back online after attack",
        "Power is back in all of Karlsund",
        "Contact with satellite restored",
        # People and things that are safe.
        "Missing trawler found, crew of five safe",
        "All trapped miners rescued",
        "Hostages freed as siege ends",
        "Gunman surrenders after eight-hour standoff",
        "Stolen painting recovered",
        "Grounded ship refloated",
        "Last patient leaves hospital",
        # Verdicts.
        "Jury acquits former minister",
        "Court clears nurse of all charges",
        "Judge dismisses case against mayor",
        "Former banker found guilty of fraud",
        # Plans that are given up.
        "Takeover of Nordlinje called off",
        "Government withdraws pension bill",
        "Plan for dam scrapped",
        "Dangerous heater withdrawn from sale",
        # Dangers that are over.
        "Outbreak declared over",
        "Forest fire contained",
        "Firefighters extinguish blaze at plant",
        "Patch for flaw is out",
        "Company fixes flaw in router software",
        "Curfew lifted in capital",
        "Flood waters recede, families return home",
        "Result certified: Moe is governor",
        "Nurses end walkout after accepting offer",
        "STRIKE IN İZMİR IS OVER",
        "Probe answers after three days of silence",
        "The county had lifted the evacuation at dawn.",
        "Hackers caught in flat near the station",
        "All of the passengers were rescued",
        "Berg concedes defeat in Lenna",
        "Moe conceded the election on Sunday",
        "Trains move again in Karlsund",
    ],
)
def test_an_ending_is_told(headline: str) -> None:
    assert tells_ending(headline, "en")


@pytest.mark.parametrize(
    "headline",
    [
        "Teachers strike over crowded classes",
        "Rail strike over pensions enters second week",
        "War over water rights",
        # Negation.
        "No deal was reached, the mediator said",
        "No end in sight to strike",
        "Hospital still offline, no patch yet for flaw",
        "Crew of missing trawler not found",
        "Deal not yet signed",
        # Wishes, plans and possibilities.
        "Strike may end on Monday, union says",
        "Company hopes to restore service this week",
        "Officials say tunnel will reopen in June",
        "Ban on fishing to be lifted in May",
        "Police hope to end siege peacefully",
        "Union calls for end to blockade",
        # Conditions.
        "When the strike ends, ferries will sail hourly",
        "If the dyke holds, danger will be over",
        # Partial success.
        "Three of nine miners rescued",
        "Two of four lines reopen",
        "Half of customers have power again",
        "Some trains run again",
        # The contrary.
        "Talks end without agreement",
        "Court refuses to ban strike",
        "Former minister pleads not guilty",
        "Search for trawler resumes at dawn",
        "Workers walk out again",
        # Other senses of the words.
        "Dockers begin open-ended strike",
        "Shares end day lower",
        "Market opens again lower",
        "Delegations return to the table",
        "Ministry approves loan for new settlements",
        "Pilots decided to return to the airport",
        "Her lawyer Daniel Freed said she would appeal.",
        "Launch of the probe was called off 20 seconds before liftoff",
        "Operator calls off the launch of its rocket",
        "Toll rises as another body is recovered",
        "Drivers set a strike in a dispute over the size of crews",
        "Dairy recalls all of its cheese after glass was found",
        "Water comes from workings that were abandoned in 1961",
        "The minister conceded the current situation is regrettable",
        "She hopes to win a seat in the council",
        "A word of the campaign moved into the news again",
        "Shares ended slightly higher on Friday",
    ],
)
def test_what_is_not_over_is_no_ending(headline: str) -> None:
    assert not tells_ending(headline, "en")


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("La grève des dockers est terminée", True),
        ("Un accord a été trouvé entre syndicats et direction", True),
        ("Le tunnel a rouvert après l’incendie", True),
        ("L’incendie de la lande est maîtrisé", True),
        ("L’ancien maire acquitté", True),
        ("Aucun accord n’a été trouvé", False),
        ("La grève pourrait prendre fin lundi", False),
        ("Les syndicats espèrent un accord", False),
        ("La moitié des foyers ont de nouveau du courant", False),
    ],
)
def test_french_endings_are_told(headline: str, *, expected: bool) -> None:
    assert tells_ending(headline, "fr") is expected


def report(title: str, text: str) -> Article:
    return Article(text, title, published=DAY, lang="en")


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("Dockers signed on Friday. They were tired.", True),
        ("They were tired. The talks had begun on Thursday night.", True),
        ("Dockers walked out on Monday. They were tired.", False),
        ("Fifty lorries stand in a row. No crane moves.", False),
        ("Lorries wait. No crane moves. Nobody came on Friday.", False),
    ],
)
def test_a_report_that_names_its_day_at_the_top_is_current(
    text: str, *, current: bool
) -> None:
    assert read_state(report("Port", text), DAY).current is current


@pytest.mark.parametrize(
    "text", ["Hostages Freed After Three Days", "Freed hostages land in Paris."]
)
def test_capitals_of_a_headline_or_sentence_start_make_no_name(text: str) -> None:
    assert tells_ending(text, "en")


def test_an_ending_in_the_opening_counts_as_one_in_the_headline_does() -> None:
    told = read_state(report("Both sides sign", "The strike is over. Pay rises."), DAY)
    titled = read_state(report("Strike ends", "Both sides signed. Pay rises."), DAY)

    assert (told.headline_ends, told.opening_ends, told.ends) == (False, True, True)
    assert (titled.headline_ends, titled.opening_ends, titled.ends) == (
        True,
        False,
        True,
    )


def test_an_ending_further_down_is_known_but_not_the_state_of_the_report() -> None:
    text = "Cranes stand in the rain. Lorries wait. Then the strike was over."

    assert not read_state(report("Cranes", text), DAY).ends
    assert knows_ending(report("Cranes", text))


def test_a_headline_may_tell_that_an_ended_matter_goes_on() -> None:
    assert read_state(
        report("Union rejects deal, strike resumes", "Text."), DAY
    ).reverses
    assert not read_state(report("Strike ends", "Text."), DAY).reverses
