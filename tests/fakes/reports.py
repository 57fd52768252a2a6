"""Reports of our own on a few invented events, for the papers of the town."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.town import START, Report

FERRY = Report(
    "ferry",
    "Ferry to Sandhamn stays in port after engine fire",
    "The ferry Aurora will stay in the port of Lenna until Friday after a fire in its "
    "engine room, the harbour master said on Monday.\n\n"
    "Nobody was hurt when the fire broke out shortly before midnight. All 212 "
    "passengers left the ship over the bow ramp, and the crew put out the flames "
    "within an hour.\n\n"
    '"We were lucky that the fire broke out in port," said Ingrid Solberg, the harbour '
    "master of Lenna. She said that divers would look at the hull on Wednesday.\n\n"
    "The shipping company Nordlinje plans to send a smaller ship from Karlsund on "
    "Thursday. Without it, the shops of Sandhamn could run out of milk and bread by "
    "the weekend, the island's mayor warned.\n\n"
    "The fire is the second on the Aurora within a year. After the first one the "
    "company replaced a fuel pump and trained its crew anew.",
)
FERRY_TOO = Report(
    "aurora",
    "Fire on ferry Aurora cuts off island of Sandhamn",
    "Sandhamn has been without its ferry since Monday, when a fire damaged the engine "
    "room of the Aurora in the port of Lenna.\n\n"
    "Mayor Henrik Dahl asked the coast guard to bring bread and milk to the island. "
    '"Our shelves are empty on Saturday if nobody comes," Dahl told the Coast '
    "Courier.\n\n"
    "The harbour master of Lenna, Ingrid Solberg, said the Aurora would not leave port "
    "before Friday. Her office counted 212 passengers, who all left the ship unhurt.\n\n"
    "Nordlinje, which runs the ferry, promised a smaller ship for Thursday. Its "
    "director, Marte Vik, said the company would pay for missed medical visits.",
    day=START + timedelta(hours=1),
)
FERRY_LATER = Report(
    "divers",
    "Divers find crack in hull of ferry Aurora",
    "Divers found a crack of 40 centimetres in the hull of the ferry Aurora in the port "
    "of Lenna on Wednesday, two days after a fire in its engine room.\n\n"
    '"This ship goes nowhere before April," said Ingrid Solberg, the harbour master of '
    "Lenna.\n\n"
    "The Maritime Authority ordered Nordlinje to tow the Aurora to the yard of Karlsund. "
    "Its inspector, Tove Lindgren, said the crack was older than the fire.\n\n"
    "Sandhamn will be served by the smaller ship Svala until the repair ends, the "
    "company said.",
    day=START + timedelta(days=2),
)
BRIDGE = Report(
    "bridge",
    "Council votes to close old bridge of Karlsund to lorries",
    "The town council of Karlsund voted on Monday to close the old bridge over the Vesle "
    "to lorries from June.\n\n"
    "Engineers had found rust in 14 of its 60 cables. Councillor Ragnhild Moe said the "
    "bridge would carry cars for ten more years if the lorries stayed away.\n\n"
    '"We lose an hour on every load," said Pål Eide, who speaks for the hauliers of the '
    "valley. They plan to go to court.\n\n"
    "A new bridge would cost 90 million crowns. The county is expected to decide about "
    "the money in autumn.",
)
SCHOOL = Report(
    "school",
    "Teachers of Brevik strike over crowded classes",
    "Teachers at the three schools of Brevik stopped work on Monday because classes have "
    "grown to 34 children.\n\n"
    "Their union demands twelve new posts by August. Union leader Siri Aune said the "
    "strike would go on until the town made an offer.\n\n"
    "Head of schools Olav Thune said the town had no money for more than four posts. "
    "He warned that two schools might be merged next year.\n\n"
    "Parents brought coffee to the picket line. About 900 children stayed at home.",
)
DATED = (
    "The council will vote on the ferry pier on Wednesday.",
    "The old bridge will be closed to lorries on Thursday.",
    "A court in Karlsund will rule on the fish market on Friday.",
    "The lighthouse keepers plan to strike on Saturday.",
    "The mole is to be repaired on 5 March 2026.",
    "The ferry company must pay the fine by Friday.",
)
"""Lines on events of one week, each with its day."""

HEARINGS = Report(
    "hearings",
    "Council of Lenna weighs repairs",
    "\n\n".join(
        (
            "The council of Lenna weighs repairs this spring, the mayor said on Monday.",
            *DATED,
        )
    ),
)
