"""What is asked of a change before it is made: the conditions of open house and of each article.

Open house: Falk Pharma and Tirkkonen, and S3 §3.2. Tendered: art. 2.163b to g Aanbestedingswet 2012
in the order in which they are tried.
"""

from dataclasses import dataclass
from typing import Literal

from domain.base import Sentence

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Question:
    """One condition. `upholds` names its principle or article; *yes* is what the change needs."""

    key: str
    words: Sentence
    upholds: Sentence


@dataclass(frozen=True, slots=True)
class Ground:
    """An article that can carry a change of a tendered contract, if every condition holds.

    `most` says which of the computed limits comes with it; `publish` that the change must then
    be published as a contract modification.
    """

    article: str
    conditions: tuple[Question, ...]
    most: Literal["small", "half"] | None = None
    publish: bool = False


OPEN_HOUSE = (
    Question(
        "no_selection",
        Sentence(
            "May every provider that meets the terms still take part, so that nobody is chosen?"
        ),
        Sentence("open house (Falk Pharma, Tirkkonen)"),
    ),
    Question(
        "reserved",
        Sentence("Do the contracts reserve the right to make changes?"),
        Sentence("the change clause"),
    ),
    Question(
        "heard",
        Sentence("Were providers, young people and parents heard before deciding?"),
        Sentence("careful preparation"),
    ),
    Question(
        "same_for_all",
        Sentence("Do the same terms hold for every provider?"),
        Sentence("equal treatment"),
    ),
    Question(
        "proportionate",
        Sentence("Is what it costs providers in proportion to what it is for?"),
        Sentence("proportionality"),
    ),
    Question(
        "time_to_adapt",
        Sentence("Do providers have time to adapt, as the contract and fairness ask?"),
        Sentence("legal certainty"),
    ),
    Question(
        "motivated",
        Sentence("Are the reasons written down and told to providers?"),
        Sentence("stating reasons"),
    ),
    Question(
        "public",
        Sentence("Are the new terms public, where they decide who may enter?"),
        Sentence("transparency"),
    ),
)
REAL_PRICE = Question(
    "real_price",
    Sentence("Do the prices follow from staff, other client-bound costs, overhead and indexation?"),
    Sentence("real prices (Besluit Jeugdwet art. 2.3)"),
)

SAME_NATURE = Sentence("Does the general nature of the contract stay the same?")
TENDERED = (
    Ground(
        "2.163c",
        (
            Question(
                "review_clause",
                Sentence("Did the procurement documents foresee it in a review clause or option?"),
                Sentence("art. 2.163c"),
            ),
            Question(
                "review_clause_clear",
                Sentence(
                    "Is that clause clear, precise and unequivocal about what, how far and when?"
                ),
                Sentence("art. 2.163c"),
            ),
            Question("nature_c", SAME_NATURE, Sentence("art. 2.163c")),
        ),
    ),
    Ground(
        "2.163d",
        (
            Question(
                "additional",
                Sentence(
                    "Is more of the original contractor needed that was not in the procurement?"
                ),
                Sentence("art. 2.163d"),
            ),
            Question(
                "no_other_contractor",
                Sentence("Is another contractor impossible for economic or technical reasons?"),
                Sentence("art. 2.163d"),
            ),
            Question(
                "much_trouble",
                Sentence("Would another contractor cause great inconvenience or double costs?"),
                Sentence("art. 2.163d"),
            ),
        ),
        most="half",
        publish=True,
    ),
    Ground(
        "2.163e",
        (
            Question(
                "unforeseen",
                Sentence("Is it made necessary by what a diligent authority could not foresee?"),
                Sentence("art. 2.163e"),
            ),
            Question("nature_e", SAME_NATURE, Sentence("art. 2.163e")),
        ),
        most="half",
        publish=True,
    ),
    Ground(
        "2.163f",
        (
            Question(
                "successor",
                Sentence(
                    "Does another contractor take the place of this one, by clause or as successor?"
                ),
                Sentence("art. 2.163f"),
            ),
            Question(
                "successor_suitable",
                Sentence(
                    "Does the new contractor meet the suitability requirements of the procurement?"
                ),
                Sentence("art. 2.163f"),
            ),
            Question(
                "nothing_else",
                Sentence("Does nothing else of weight change, and is the law not evaded?"),
                Sentence("art. 2.163f"),
            ),
        ),
    ),
    Ground("2.163b", (Question("nature_b", SAME_NATURE, Sentence("art. 2.163b")),), most="small"),
    Ground(
        "2.163g",
        (
            Question(
                "same_candidates",
                Sentence(
                    "Would the same candidates and the same tender have come out of the procedure?"
                ),
                Sentence("art. 2.163g, first test"),
            ),
            Question(
                "same_balance",
                Sentence(
                    "Does the economic balance stay, without an advantage for the contractor?"
                ),
                Sentence("art. 2.163g, second test"),
            ),
            Question(
                "same_extent",
                Sentence("Does the extent of the contract stay much the same?"),
                Sentence("art. 2.163g, third test"),
            ),
            Question(
                "same_contractor",
                Sentence("Does the contractor stay the same?"),
                Sentence("art. 2.163g, fourth test"),
            ),
        ),
    ),
)
EVERY_QUESTION = (
    *OPEN_HOUSE,
    REAL_PRICE,
    *(question for ground in TENDERED for question in ground.conditions),
)
