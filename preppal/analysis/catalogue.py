"""The catalogue of what the rule-based feedback can say. Nothing is said that is not in here."""

from dataclasses import dataclass

from preppal.analysis.looks import (
    Look,
    cued,
    general,
    gives_up,
    hidden_behind_we,
    lacks,
    long_run_up,
    many_fillers,
    many_hedges,
    many_repeats,
    measured_result,
    off_topic,
    own_action,
    result_without_size,
    short,
    slow_start,
    stall,
    steady_pace,
    too_long,
)
from preppal.domain.feedback import Dimension, StarPart
from preppal.domain.interview import InterviewType


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for. `look` gives the passage that shows it, or None.

    `text` is a clause; {n} stands for how many answers, and words in [one|many] follow that number. `draft_text` is
    for transcripts with many errors, where what was said may only have been lost; `note` is for one answer alone.
    """

    key: str
    dimension: Dimension
    weight: float
    look: Look
    text: str
    detail: str
    exercise: str = ""
    note: str = ""
    draft_text: str = ""
    quotes_end: bool = False


_CLARITY, _STRUCTURE = Dimension.CLARITY, Dimension.STRUCTURE
_RELEVANCE, _CONFIDENCE = Dimension.RELEVANCE, Dimension.CONFIDENCE

_OWN = Rule(
    "own action",
    _CONFIDENCE,
    2.0,
    own_action,
    "you say what you did yourself",
    "An interviewer can only weigh your own part.",
)
_TOLD_RESULT = Rule(
    "measured result",
    _STRUCTURE,
    3.0,
    measured_result,
    "you say what came of it, with a number",
    "A figure lets a listener believe the rest.",
)
_STEADY = Rule(
    "pace",
    _CLARITY,
    1.2,
    steady_pace,
    "you speak at a pace that is easy to follow",
    "Between 120 and 165 words a minute, with hardly a stop of a second or more.",
)
_LEARNED = Rule(
    "learning",
    _STRUCTURE,
    2.2,
    cued(StarPart.LEARNING),
    "you say what you took from it",
    "Interviewers listen for what you would do differently.",
)

STRENGTHS: dict[InterviewType, tuple[Rule, ...]] = {
    InterviewType.BEHAVIORAL: (
        _TOLD_RESULT,
        Rule(
            "result",
            _STRUCTURE,
            2.0,
            cued(StarPart.RESULT),
            "you bring the story to an end",
            "The listener does not have to guess how it went.",
        ),
        _LEARNED,
        _OWN,
        _STEADY,
    ),
    InterviewType.HR_SCREEN: (
        Rule(
            "example",
            _STRUCTURE,
            2.5,
            cued(StarPart.ACTION),
            "you back what you say with an example",
            "A claim with a case behind it is remembered.",
        ),
        Rule(
            "reason",
            _STRUCTURE,
            2.0,
            cued(StarPart.TASK),
            "you give your reasons",
            "A reason shows that the answer is your own.",
        ),
        Rule(
            "role",
            _RELEVANCE,
            2.2,
            cued(StarPart.RESULT),
            "you link your answer to the role",
            "It tells the listener why this matters here.",
        ),
        _LEARNED,
        _STEADY,
    ),
    InterviewType.TECHNICAL_VERBAL: (
        Rule(
            "trade-off",
            _STRUCTURE,
            3.0,
            cued(StarPart.RESULT),
            "you name what a choice costs",
            "It shows that you chose between ways and know the price.",
        ),
        Rule(
            "check",
            _STRUCTURE,
            2.5,
            cued(StarPart.LEARNING),
            "you say how you would check it",
            "A solution that is checked can be trusted.",
        ),
        Rule(
            "assumptions",
            _RELEVANCE,
            2.0,
            cued(StarPart.SITUATION),
            "you settle what is given before you build",
            "It keeps the answer on the problem that was asked.",
        ),
        _STEADY,
    ),
}

_FOR_ALL: tuple[Rule, ...] = (
    Rule(
        "stall",
        _CONFIDENCE,
        1.9,
        stall,
        "{n} [stops|stop] for more than five seconds",
        "After so long a silence the listener has to find the thread again.",
        'When you need time, say so: "Let me think for a moment". Then the silence is yours.',
        "Stops for more than five seconds.",
    ),
    Rule(
        "slow start",
        _CONFIDENCE,
        1.6,
        slow_start,
        "{n} [begins|begin] after more than eight seconds",
        "A few seconds of thought are welcome; after eight it sounds like a search.",
        "Say the question back in your own words while you choose the story.",
        "Begins after more than eight seconds.",
    ),
    Rule(
        "gives up",
        _CONFIDENCE,
        3.5,
        gives_up,
        "{n} [gives|give] up early",
        "Half an answer shows how you think; none shows nothing.",
        "Pick a question you passed on and say only what you would try first, and why. One minute is enough.",
        "Gives up early.",
    ),
    Rule(
        "short",
        _STRUCTURE,
        3.0,
        short,
        "{n} [is|are] too short to show much",
        "Below forty words there is no room for what you did and how it went.",
        "Take one question and two minutes: where you were, what you had to do, three things you did, how it ended.",
        "Too short to show much.",
    ),
    Rule(
        "off topic",
        _RELEVANCE,
        3.2,
        off_topic,
        "few words of {n} belong to the question",
        "What was asked is hardly named; the listener has to make the link.",
        "Before you answer, say the question back in your own words, and end on the same words.",
        "Few words belong to the question.",
    ),
    Rule(
        "hedges",
        _CONFIDENCE,
        2.0,
        many_hedges,
        "many claims are softened",
        "Said once, a doubt is honest; said often, it hides what you know.",
        'Give one answer again and leave out "I think" and "maybe" wherever you are sure.',
        "Many claims are softened.",
    ),
    Rule(
        "fillers",
        _CLARITY,
        2.0,
        many_fillers,
        "fillers take the place of pauses",
        "A silent second sounds surer than a filler.",
        'Answer one question and breathe, without a sound, wherever you would say "um" or "like".',
        "Fillers take the place of pauses.",
    ),
    Rule(
        "repeats",
        _CLARITY,
        1.5,
        many_repeats,
        "many sentences are begun twice",
        "The listener hears the same words again and waits.",
        "Start a sentence only when you know how it ends. The wait before it costs nothing.",
        "Many sentences are begun twice.",
    ),
    Rule(
        "long",
        _CLARITY,
        1.5,
        too_long,
        "{n} [runs|run] past three minutes",
        "After three minutes listeners keep the beginning and lose the end.",
        "Tell the same story in ninety seconds: background in two sentences, then what you did.",
        "Runs past three minutes.",
    ),
)

IMPROVEMENTS: dict[InterviewType, tuple[Rule, ...]] = {
    InterviewType.BEHAVIORAL: (
        Rule(
            "no result",
            _STRUCTURE,
            3.0,
            lacks(StarPart.RESULT),
            "no result found in {n}",
            "We hear what you did and not what it changed.",
            'Tell the story again in a minute and end with one sentence that starts with "As a result".',
            "No result found.",
            quotes_end=True,
        ),
        Rule(
            "no size",
            _STRUCTURE,
            1.8,
            result_without_size,
            "{n} [leaves|leave] the size of the result open",
            "How much, how many or how fast makes a result believable.",
            "Write down three figures from the story: how many, how long, how much. Tell it again with two of them.",
            "The size of the result stays open.",
            draft_text="in {n} no figure could be made out",
        ),
        Rule(
            "we",
            _CONFIDENCE,
            2.6,
            hidden_behind_we,
            "{n} [says|say] we where you are meant",
            "The interviewer cannot tell your part from the team's.",
            'Tell the story once more and begin each step with "I".',
            "Says we where you are meant.",
            draft_text="in {n} your own part could not be made out",
        ),
        Rule(
            "general",
            _STRUCTURE,
            2.8,
            general,
            "{n} [gives|give] an opinion where a case was asked for",
            "What you usually do is easy to say; one day on which you did it is evidence.",
            "Pick one day on which it happened. Begin with where you were and what went wrong.",
            "An opinion, and no case.",
        ),
        Rule(
            "run-up",
            _STRUCTURE,
            2.0,
            long_run_up,
            "{n} [has|have] a long run-up",
            "Nearly half of the answer is background. Two sentences of it are enough.",
            'Open with the task: two sentences of background, then "I had to".',
            "A long run-up.",
        ),
        *_FOR_ALL,
    ),
    InterviewType.HR_SCREEN: (
        Rule(
            "no example",
            _STRUCTURE,
            2.8,
            lacks(StarPart.ACTION, quoting=StarPart.SITUATION),
            "no example found in {n}",
            "Anybody can say it; only you can say when you did it.",
            'Add one sentence to each claim that starts with "For example, last".',
            "No example found.",
        ),
        Rule(
            "no reason",
            _STRUCTURE,
            2.2,
            lacks(StarPart.TASK, quoting=StarPart.SITUATION),
            "no reason found in {n}",
            "The reason is what makes the answer yours.",
            'After each thing you want, say "because" and finish the sentence.',
            "No reason found.",
        ),
        Rule(
            "no role",
            _RELEVANCE,
            1.5,
            lacks(StarPart.RESULT),
            "no link to the role found in {n}",
            "Say what it means for the job you are asked about.",
            'End each answer with one sentence that starts with "In this role".',
            "No link to the role found.",
            quotes_end=True,
        ),
        *_FOR_ALL,
    ),
    InterviewType.TECHNICAL_VERBAL: (
        Rule(
            "no trade-off",
            _STRUCTURE,
            3.0,
            lacks(StarPart.RESULT, quoting=StarPart.ACTION),
            "no trade-off found in {n}",
            "Every choice costs something; naming it shows that you chose.",
            "After each choice say what it costs, and when you would choose otherwise.",
            "No trade-off found.",
        ),
        Rule(
            "no check",
            _STRUCTURE,
            2.4,
            lacks(StarPart.LEARNING),
            "no check found in {n}",
            "How you would know that it works is half of the answer.",
            "End each answer with one test and one number you would watch.",
            "No check found.",
            quotes_end=True,
        ),
        Rule(
            "no assumptions",
            _RELEVANCE,
            1.8,
            lacks(StarPart.SITUATION, quoting=StarPart.ACTION),
            "no question or assumption found in {n}",
            "The right design depends on size and limits nobody has named yet.",
            "Before you answer, ask two questions about size and limits, and say what you assume.",
            "No question or assumption found.",
        ),
        *_FOR_ALL,
    ),
}

NOT_FROM_DRAFTS = frozenset({"hedges", "fillers", "repeats", "off topic", "general", "run-up"})
