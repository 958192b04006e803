"""What an interviewer does after an answer: probe for what is missing, or go on. First match wins.

The rules read words that a recogniser may have got wrong, so each asks for something a candidate can always add,
and none repeats what was heard. How much they ask depends on the difficulty and on the time that is left.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from preppal.domain.interview import Difficulty, InterviewType
from preppal.domain.transcript import Word


class Move(StrEnum):
    """Everything that may follow an answer. The value is the name of its words in the question bank."""

    NEXT = "next"
    # The candidate asks for something.
    REPEAT = "repeat"
    SKIP = "skip"
    HINT = "hint"
    # Nothing could be made out.
    UNCLEAR = "unclear"
    # Probes.
    EASIER = "easier"
    ENCOURAGE = "encourage"
    EXPAND = "expand"
    OWN_ROLE = "own_role"
    ACTION = "action"
    RESULT = "result"
    MEASURE = "measure"
    EXAMPLE = "example"
    TRADE_OFF = "trade_off"
    CHECK = "check"
    CONVICTION = "conviction"
    SUMMARY = "summary"
    DEEP_DIVE = "deep_dive"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was said to the open question. `latest_ms` is how long the newest part took; 0 when it was typed."""

    text: str
    latest: str = ""
    latest_ms: int = 0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the interview stands. `asked` holds what has followed the open question so far."""

    interview_type: InterviewType
    difficulty: Difficulty
    asked: tuple[Move, ...] = ()
    seconds_left: float = 900.0
    seconds_needed: float = 0.0  # for the questions still to come
    skills: tuple[str, ...] = ()  # heard in the answer, and in the candidate's papers


@dataclass(frozen=True, slots=True)
class Decision:
    move: Move
    skill: str = ""


# A probe and its answer take about this long; below the second line nothing is probed any more.
PROBE_SECONDS = 45.0
NO_PROBES_BELOW_SECONDS = 90.0
MAX_PROBES: Mapping[Difficulty, int] = {Difficulty.WARMUP: 1, Difficulty.STANDARD: 2, Difficulty.INTENSE: 2}
MAX_REPEATS = 3

_REQUEST_WORDS = 20
_SILENT_WORDS = 8
_BRIEF_WORDS = 25
_ENOUGH_TO_WEIGH = 40
_HEDGES_PER_100 = 5.0
_LONG_MS = 150_000
_SHARE_NEEDED = 0.75

_GENTLE = frozenset({Move.EASIER, Move.ENCOURAGE, Move.EXPAND, Move.ACTION, Move.RESULT, Move.EXAMPLE, Move.TRADE_OFF})
# Worth a second probe when the interviewer is neutral.
_ESSENTIAL = frozenset(_GENTLE | {Move.OWN_ROLE})
_NOT_A_PROBE = frozenset({Move.NEXT, Move.REPEAT, Move.SKIP, Move.HINT, Move.UNCLEAR})

_ASKS_AGAIN = re.compile(
    r"\b(repeat (that|the question|it)|say (that|it) again|(could|can) you repeat|"
    r"didn't (catch|hear|get) (that|the|you)|"
    r"did not (catch|hear|get) (that|the|you)|what was the question|pardon( me)?$)"
)
_ASKS_TO_SKIP = re.compile(
    r"\b(skip (this|that|it|the question)|next question|(can|could|may) (we|i) skip|i('ll| will| would like to)? pass$"
    r"|move on( please)?$)"
)
_ASKS_FOR_HINT = re.compile(r"\b(a hint|any hints?|give me (a )?(hint|clue|tip)|help me (out|with this))\b")
_GIVES_UP = re.compile(
    r"\b(i (really |honestly )?(don't|do not) know|no idea|(can't|cannot|can not) think of|nothing comes to mind"
    r"|i('m| am) not sure what to say|never (done|had|happened))\b"
)
_HEDGES = re.compile(
    r"\b(maybe|perhaps|probably|possibly|hopefully|i (think|guess|suppose)|kind of|sort of|not sure|might have)\b"
)
# "I" before anything but a state of mind or of being. Recognisers drop endings, so tenses are not told apart.
_OWN_ACTION = re.compile(
    r"\b(i|i've|i'd|i'll) (?!(?:am|was|were|be|been|had|have|would|could|can|can't|should|might|may|will|do|don't|did|"
    r"didn't|think|thought|guess|suppose|mean|feel|felt|know|knew|like|liked|love|hope|want|wanted|remember|believe|"
    r"usually|always|often|just|really|also|and|the|a|in|it|that|at|to)\b)[a-z]+"
)
_ENDINGS = re.compile(
    r"\b(result\w*|outcome|in the end|at the end|ended|finally|eventually|as a result|so that|thanks to|since then|"
    r"increas\w+|reduc\w+|improv\w+|decreas\w+|saved?|dropped|fell|rose|grew|went (up|down)|doubled|halved|"
    r"deliver\w+|ship\w*|shipped|launch\w+|releas\w+|solved|resolved|fixed|works? (now|again)|succeed\w*|success\w*|"
    r"won|accepted|adopted|approved|signed|promoted|on time|learn\w+|feedback was|happy|faster|fewer|percent)\b"
)
_NUMBERS = re.compile(
    r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|double|twice|percent|dozen)\b"
)
_EXAMPLES = re.compile(
    r"\b(for example|for instance|such as|one time|once|last (year|month|week|summer|job|role)|in my (last|previous|"
    r"current|first)|when i|there was|recently|project)\b"
)
_TRADE_OFFS = re.compile(
    r"\b(trade|trades|trade-offs?|downsides?|drawbacks?|costs?|cheaper|expensive|however|instead|depends?|depending|"
    r"risks?|risky|slower|versus|compared|alternatives?|on the other hand|the price|limits?|although|disadvantages?)\b"
)
_CHECKS = re.compile(
    r"\b(test\w*|measur\w+|monitor\w*|verif\w+|logs?|logging|metrics?|alerts?|check\w*|validat\w+|review\w*|"
    r"compar\w+|benchmark\w*|profil\w+|dashboards?|reproduc\w+|confirm\w*)\b"
)


def decide(answer: Answer, situation: Situation) -> Decision:
    """What follows this answer."""
    request = _request(answer, situation)
    if request is not None:
        return Decision(request)
    if not answer.latest.split():
        return Decision(Move.NEXT if Move.UNCLEAR in situation.asked else Move.UNCLEAR)
    for move, applies in _RULES:
        if _may(move, situation) and applies(_Reading(answer), situation):
            skill = situation.skills[0] if move is Move.DEEP_DIVE else ""
            return Decision(move, skill)
    return Decision(Move.NEXT)


def _request(answer: Answer, situation: Situation) -> Move | None:
    """What a candidate who has not really answered asks for."""
    latest = answer.latest.lower().strip(" .!?")
    if len(latest.split()) > _REQUEST_WORDS:
        return None
    if _ASKS_AGAIN.search(latest) and situation.asked.count(Move.REPEAT) < MAX_REPEATS:
        return Move.REPEAT
    if _ASKS_TO_SKIP.search(latest):
        return Move.SKIP
    if _ASKS_FOR_HINT.search(latest) and Move.HINT not in situation.asked:
        return Move.HINT
    return None


def _may(move: Move, situation: Situation) -> bool:
    """Whether the difficulty, the time and what was asked before leave room for a probe."""
    probes = [asked for asked in situation.asked if asked not in _NOT_A_PROBE]
    if move in probes or len(probes) >= MAX_PROBES[situation.difficulty]:
        return False
    left = situation.seconds_left - PROBE_SECONDS
    if situation.seconds_left < NO_PROBES_BELOW_SECONDS or left < _SHARE_NEEDED * situation.seconds_needed:
        return False
    match situation.difficulty:
        case Difficulty.WARMUP:
            return move in _GENTLE
        case Difficulty.STANDARD:
            return move is not Move.CONVICTION and (not probes or move in _ESSENTIAL)
        case Difficulty.INTENSE:
            return True


class _Reading:
    """An answer, counted once."""

    def __init__(self, answer: Answer) -> None:
        self.text = answer.text.lower()
        self.words = re.findall(r"[a-z0-9']+", self.text)
        self.count = len(self.words)
        self.latest_ms = answer.latest_ms
        latest = answer.latest.lower()
        self.gives_up = len(latest.split()) < _BRIEF_WORDS and _GIVES_UP.search(latest) is not None
        self._counts = Counter(self.words)

    def tally(self, *words: str) -> int:
        return sum(self._counts[word] for word in words)

    def has(self, cue: re.Pattern[str]) -> bool:
        return cue.search(self.text) is not None


_Rule = Callable[[_Reading, Situation], bool]


def _is_behavioral(situation: Situation) -> bool:
    return situation.interview_type is InterviewType.BEHAVIORAL


def _is_technical(situation: Situation) -> bool:
    return situation.interview_type is InterviewType.TECHNICAL_VERBAL


def _hides_behind_we(reading: _Reading, _situation: Situation) -> bool:
    we = reading.tally("we", "we're", "we've", "we'd", "our", "us")
    own = reading.tally("i", "i'm", "i've", "i'd", "i'll", "my", "me")
    return we >= 3 and own * 4 <= we


def _hedges_often(reading: _Reading, _situation: Situation) -> bool:
    hedges = len(_HEDGES.findall(reading.text))
    return reading.count >= _ENOUGH_TO_WEIGH and hedges * 100 > _HEDGES_PER_100 * reading.count


_RULES: tuple[tuple[Move, _Rule], ...] = (
    # "I don't know" is short as well: the easier angle comes before the encouragement.
    (Move.EASIER, lambda reading, _: reading.gives_up),
    (Move.ENCOURAGE, lambda reading, _: reading.count <= _SILENT_WORDS),
    (Move.EXPAND, lambda reading, _: reading.count < _BRIEF_WORDS),
    (Move.OWN_ROLE, lambda reading, situation: not _is_technical(situation) and _hides_behind_we(reading, situation)),
    (Move.ACTION, lambda reading, situation: _is_behavioral(situation) and not reading.has(_OWN_ACTION)),
    (Move.RESULT, lambda reading, situation: _is_behavioral(situation) and not reading.has(_ENDINGS)),
    (Move.MEASURE, lambda reading, situation: _is_behavioral(situation) and not reading.has(_NUMBERS)),
    (
        Move.EXAMPLE,
        lambda reading, situation: (
            situation.interview_type is InterviewType.HR_SCREEN
            and not reading.has(_EXAMPLES)
            and not reading.has(_NUMBERS)
        ),
    ),
    (Move.TRADE_OFF, lambda reading, situation: _is_technical(situation) and not reading.has(_TRADE_OFFS)),
    (Move.CHECK, lambda reading, situation: _is_technical(situation) and not reading.has(_CHECKS)),
    (Move.CONVICTION, _hedges_often),
    (Move.SUMMARY, lambda reading, _: reading.latest_ms > _LONG_MS),
    (Move.DEEP_DIVE, lambda _, situation: bool(situation.skills)),
)
