"""Several gradings of one answer by the same model: each score is the median, and how far they lie apart is doubt.

What is said of the answer comes whole from the grading in the middle, so that words and scores belong together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from preppal.analysis.scoring import weigh
from preppal.domain.feedback import Dimension
from preppal.domain.interview import InterviewType
from preppal.engines.review_schema import Judgement


@dataclass(frozen=True, slots=True)
class Graded:
    """`spreads` are half of what lies between the highest and the lowest grading."""

    judgement: Judgement
    scores: Mapping[Dimension, float]
    spreads: Mapping[Dimension, float]


def combine(gradings: Sequence[Judgement], kind: InterviewType) -> Graded:
    """At least one grading; of two in the middle, the stricter one speaks."""
    ranked = sorted(gradings, key=lambda grading: weigh(_scores(grading), kind))
    by_dimension = {dimension: [_scores(grading)[dimension] for grading in gradings] for dimension in Dimension}
    return Graded(
        judgement=ranked[(len(ranked) - 1) // 2],
        scores={dimension: median(scores) for dimension, scores in by_dimension.items()},
        spreads={dimension: (max(scores) - min(scores)) / 2 for dimension, scores in by_dimension.items()},
    )


def _scores(grading: Judgement) -> dict[Dimension, float]:
    return {dimension: float(getattr(grading.scores, dimension)) for dimension in Dimension}
