"""News-like articles of our own making, the same on every run.

They have what costs time in real ones: names with roles, quotations of several kinds,
plans, dated risks, background, captions. Every name is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

from summarizers.model import Article

WORDS = 700
PUBLISHED = date(2026, 9, 14)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split("|"))


_FIRST = _listed(
    """Ada|Boris|Clara|Dorian|Edith|Farid|Greta|Hamid|Ines|Jonas|Karin|Leon|Mira|Noor|
    Olaf|Petra|Ravi|Selma|Tomas|Vera"""
)
_LAST = _listed(
    """Adelmark|Brandvold|Corrigan|Dravic|Ekeland|Farsund|Grimaldo|Halvet|Ivarsen|Janda|
    Korday|Lindqvane|Morvan|Nathwani|Ostrov|Pelham|Quist|Revik|Strand|Taren"""
)
_PLACE = _listed(
    """Aldersund|Braskov|Corrach|Dunmore|Eastmark|Foxhaven|Glenmoor|Istermouth|Jarlsby|
    Kestrel Bay|Little Sound|Merrow Bay|Osterfell|Port Halden|Rotterhaven|Saltby"""
)
_ORG = _listed(
    """the Harbour Authority|the Reservoir Inspectorate|the Health Office|Voltara|
    the Farmers' Union|the Electoral Commission|Glen Hydro|the Transport Ministry|
    Blue Ferries|the Central Bank|the Metalworkers' Union|the Lake States Council"""
)
_ROLE = _listed(
    """chief executive|spokeswoman|director|regional secretary|chief engineer|chairman|
    head of research|deputy minister|legal adviser|chief inspector"""
)
_SUBJECT = _listed(
    """the new container terminal|the water permit|the recount in two districts|
    the repair of the old dam|the sale of the rail company|the ban on night flights|
    the vaccination plan|the merger of the two ferry lines|the bridge across the sound|
    the reform of farm subsidies|the closure of the steel works|the border agreement"""
)
_HARM = _listed(
    """a shortage of medicine|power cuts in three counties|a flood in the lower town|
    the loss of 400 jobs|a strike by the harbour pilots|higher prices for bread and milk|
    a second wave of infections|a long dispute in the courts|an accident on the line|
    the collapse of the coalition"""
)
_WHEN = _listed(
    """next month|by the end of November|before Christmas|on October 12|next week|
    in the spring|by Friday|within ten days|in early 2027|on 30 September"""
)
_PAST = _listed(
    """last year|in 2019|on Sunday|in March|two weeks ago|on Tuesday evening|in 2021"""
)
_ACT = _listed(
    """publish the figures|appeal against the decision|reopen the talks|pay for the work|
    send inspectors|withdraw the offer|hire two hundred people|change the timetable|
    ask parliament for more money|close the site for repairs"""
)
_VIEW = _listed(
    """nobody has asked the people who live there|the numbers do not add up|
    this is the best offer that we will ever see|we have waited long enough|
    the plan was drawn up in a hurry|the next winter will show who was right|
    there is still time to do it properly|every week of delay costs us a fortune|
    our members will not accept another cut|the old rules were written for another age"""
)
_MOOD = _listed(
    """difficult|encouraging|reckless|overdue|unavoidable|unacceptable|modest|brave"""
)

_LEADS = _listed(
    """{PLACE}, Sept. 14 — {Org} said on Monday that it would {act} {when}, a step that
    could decide the future of {subject}.|
    {Org} and {org2} agreed on Monday to {act}, ending a dispute over {subject} that began
    {past}.|
    {p1}, the {role1} of {org}, warned on Monday that the quarrel over {subject} could lead
    to {harm}."""
)
_SENTENCES = _listed(
    """“{View},” said {p1}, {role1} of {org}. “{View2}.”|
    {p2}, the {role2} of {org2}, said that {view}.|
    “{View},” {l1} told reporters in {place}, “and {view2}.”|
    According to {org}, {subject} will cost {n} million more than was expected {past}.|
    {p3}, a researcher at the University of {place2}, believes that {view}.|
    The researcher added that {harm} was likely if {org2} did not {act}.|
    She said {org} had promised {past} to {act}.|
    {Org2} plans to {act} {when}, according to a document seen by this newspaper.|
    {l2} described the decision as “{mood}” and said it would be reviewed {when}.|
    If no agreement is reached {when}, {harm} could follow, officials warned.|
    {Org} denied this and called the report {mood}.|
    {Past}, {n} people were hurt when a similar plan failed in {place2}.|
    “{View}. {View2},” the {role1} said in a statement on Monday.|
    {Org2} threatened to {act} unless {org} changed its mind {when}.|
    About {n} people gathered outside the town hall in {place} while the council met.|
    The vote on {subject} is due {when}, and both sides expect it to be close.|
    {l1} insisted that {org} would not {act}, whatever the cost.|
    Asked about {harm}, he replied: “{View}.”|
    The council of {place} rejected the first draft {past} by {n} votes to {m}.|
    Shares in {org2} fell {m} percent after the announcement.|
    {p3} said {when} would be too late to prevent {harm}.|
    Residents of {place2} fear {harm}, although engineers call that risk {mood}.|
    {Org} has spent {n} million on {subject} since it took over the site {past}.|
    “It is {mood},” {l2} said. “{View}, and {view2}.”|
    The work, which began {past}, must be finished {when} under the contract.|
    {l3} accused {org} of having ignored {n} letters from {place}.|
    Local traders hope that {org2} will {act} before the season begins.|
    It was not clear on Monday whether {org2} would {act}."""
)
_CAPTION = "{p2} speaks to reporters in {place}. Photo: {l3} / Press Service"


class _Writer:
    """Fills the templates with one set of people, places and bodies."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        last = self._random.sample(_LAST, 3)
        role, org = self._random.sample(_ROLE, 2), self._random.sample(_ORG, 2)
        place = self._random.sample(_PLACE, 2)
        self._cast = {
            **{f"l{i}": name for i, name in enumerate(last, 1)},
            **{f"p{i}": f"{self._pick(_FIRST)} {n}" for i, n in enumerate(last, 1)},
            "role1": role[0],
            "role2": role[1],
            "org": org[0],
            "org2": org[1],
            "place": place[0],
            "place2": place[1],
            "subject": self._pick(_SUBJECT),
        }

    def _pick(self, words: tuple[str, ...]) -> str:
        return self._random.choice(words)

    def fill(self, template: str) -> str:
        """Return one sentence or caption; ``{Org}`` is ``{org}`` with a capital."""
        view, view2 = self._random.sample(_VIEW, 2)
        words = {
            **self._cast,
            "act": self._pick(_ACT),
            "harm": self._pick(_HARM),
            "m": str(self._random.randint(2, 19)),
            "mood": self._pick(_MOOD),
            "n": str(self._random.randint(20, 900)),
            "past": self._pick(_PAST),
            "view": view,
            "view2": view2,
            "when": self._pick(_WHEN),
        }
        capitals = {
            k[0].upper() + k[1:]: v[0].upper() + v[1:] for k, v in words.items()
        }
        return template.format(**words, **capitals, PLACE=words["place"].upper())

    def sentences(self) -> Iterator[str]:
        """Endless sentences, each template once before any comes again."""
        yield self.fill(self._pick(_LEADS))
        while True:
            for template in self._random.sample(_SENTENCES, len(_SENTENCES)):
                yield self.fill(template)

    def headline(self) -> str:
        """Return a title on the subject."""
        return self.fill("{Org} to {act} over {subject}")

    def caption(self) -> str:
        """Return a picture's caption."""
        return self.fill(_CAPTION)

    def paragraphs(self, sentences: list[str]) -> str:
        """One to three sentences a paragraph, and the caption after the first."""
        blocks, rest = [sentences[0], self.caption()], sentences[1:]
        while rest:
            size = self._random.randint(1, 3)
            blocks.append(" ".join(rest[:size]))
            rest = rest[size:]
        return "\n\n".join(blocks)


def article(seed: int, *, words: int = WORDS) -> Article:
    """Return an article of about this many words; equal seeds give equal articles."""
    writer = _Writer(seed)
    chosen: list[str] = []
    for sentence in writer.sentences():
        chosen.append(sentence)
        if sum(len(one.split()) for one in chosen) >= words:
            break
    return _finished(writer, chosen)


def article_of(sentences: int, *, seed: int = 0) -> Article:
    """Return an article of exactly this many written sentences."""
    writer = _Writer(seed)
    chosen = list(islice(writer.sentences(), sentences))
    return _finished(writer, chosen)


def articles(number: int, *, first: int = 0) -> tuple[Article, ...]:
    """Different articles of about ``WORDS`` words each."""
    return tuple(article(seed) for seed in range(first, first + number))


def _finished(writer: _Writer, sentences: list[str]) -> Article:
    text = writer.paragraphs(sentences)
    return Article(text, title=writer.headline(), published=PUBLISHED, lang="en")
