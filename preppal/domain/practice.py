"""What to practise next and why: the habit that shows in most of the latest reports. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from preppal.domain.bands import MEASURES, Level, Measure, verdict
from preppal.domain.feedback import Feedback, StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.preparation import MEASURED, PARTS, Aim, Suggestion
from preppal.domain.rubric import EXPECTED_PARTS, PART_LABELS

RECENT_REPORTS = 5
# A habit is what happens again: twice at least, and in a third of the answers.
_MIN_TIMES = 2
_MIN_SHARE = 1 / 3

_PART_TITLES: Mapping[InterviewType, Mapping[StarPart, str]] = {
    InterviewType.BEHAVIORAL: {
        StarPart.SITUATION: "Say where it happened",
        StarPart.TASK: "Say what was asked of you",
        StarPart.ACTION: "Say what you did yourself",
        StarPart.RESULT: "Land the ending",
    },
    InterviewType.HR_SCREEN: {
        StarPart.SITUATION: "Begin with one claim",
        StarPart.TASK: "Give the reason",
        StarPart.ACTION: "Bring an example",
    },
    InterviewType.TECHNICAL_VERBAL: {
        StarPart.SITUATION: "State what you assume",
        StarPart.ACTION: "Name one approach",
        StarPart.RESULT: "Name what it costs",
        StarPart.LEARNING: "Say how you would check it",
    },
}
_MEASURE_TITLES: Mapping[Measure, tuple[str, str]] = {
    Measure.FILLERS: ("", "Pause where a filler would be"),
    Measure.SPEECH_RATE: ("Move on a little faster", "Slow down by a notch"),
    Measure.LONG_PAUSES: ("", "Finish the thought before you stop"),
}


_AIM_PRACTICE: Mapping[Aim, tuple[str, InterviewType]] = {
    Aim.FILLERS: ("Pause where a filler would be", InterviewType.BEHAVIORAL),
    Aim.PACE: ("Keep an even pace", InterviewType.BEHAVIORAL),
    Aim.PAUSES: ("Take the pause, then go on", InterviewType.BEHAVIORAL),
    Aim.ENDINGS: ("Land the ending", InterviewType.BEHAVIORAL),
    Aim.OWN_PART: ("Say what you did yourself", InterviewType.BEHAVIORAL),
    Aim.STRUCTURE: ("Tell it in four steps", InterviewType.BEHAVIORAL),
    Aim.TECHNICAL: ("Reason aloud", InterviewType.TECHNICAL_VERBAL),
    Aim.SCREENING: ("Answer the first call", InterviewType.HR_SCREEN),
    Aim.NERVES: ("A calm round", InterviewType.BEHAVIORAL),
    Aim.PRESSURE: ("Stand up to hard questions", InterviewType.BEHAVIORAL),
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One interview with its newest report. `listener` is who wrote down the words."""

    interview_type: InterviewType
    feedback: Feedback
    metrics: InterviewMetrics | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """`why` is a sentence with the numbers it rests on; `interview_type` is where the habit showed.

    Without reports it rests on goals alone.
    """

    title: str
    why: str
    interview_type: InterviewType


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to practise next for whom. `standing` says how far away their interview is, in a sentence or not at all.

    `is_rehearsal`: so close to the day, one whole run helps more than a new habit.
    """

    advice: Advice | None = None
    standing: str = ""
    is_rehearsal: bool = False
    suggestion: Suggestion = Suggestion()


def advise(recent: Sequence[Reviewed], aims: Sequence[Aim] = ()) -> Advice | None:
    """From the latest reports, newest first: what the aims speak of, then a missing part, then a habit of speaking.

    None: nothing recurs, and nothing is aimed at.
    """
    recent = recent[:RECENT_REPORTS]
    for aim in aims:
        wanted = _missing_part(recent, PARTS.get(aim, frozenset())) or _off_measure(recent, MEASURED.get(aim))
        if wanted is not None:
            return replace(wanted, why=f"{wanted.why} You want to work on {aim.words}.")
    habit = _missing_part(recent, frozenset(StarPart)) or next(
        filter(None, (_off_measure(recent, measure) for measure in _MEASURE_TITLES)), None
    )
    return habit or _aimed_at(aims, seen=bool(recent))


def _aimed_at(aims: Sequence[Aim], *, seen: bool) -> Advice | None:
    """No report shows a habit: the first aim there is practice for."""
    for aim in aims:
        if aim in _AIM_PRACTICE:
            title, kind = _AIM_PRACTICE[aim]
            known = "your last reports show no habit there" if seen else "no report says yet how that goes"
            return Advice(title, f"You want to work on {aim.words}; {known}.", kind)
    return None


def _missing_part(recent: Sequence[Reviewed], wanted: Collection[StarPart]) -> Advice | None:
    """The wanted part that is missing most often, among answers of one type."""
    found: list[tuple[float, int, int, InterviewType, StarPart]] = []
    for kind in InterviewType:
        answers = [
            {share.part: share.ms for share in answer.star}
            for report in recent
            if report.interview_type is kind
            for answer in report.feedback.answers
            if any(share.ms for share in answer.star)
        ]
        for part in filter(wanted.__contains__, EXPECTED_PARTS[kind]):
            missing = sum(1 for answer in answers if not answer.get(part))
            if missing >= _MIN_TIMES and missing / len(answers) >= _MIN_SHARE:
                found.append((missing / len(answers), missing, len(answers), kind, part))
    if not found:
        return None
    _, missing, of, kind, part = max(found, key=lambda each: (each[0], each[1]))
    label = PART_LABELS[kind][part].lower()
    # "no assumptions", "no result": the labels are nouns in every type.
    why = f"{missing} of your last {of} {kind.label.lower()} answers had no {label}."
    return Advice(_PART_TITLES[kind][part], _with_acronym(why), kind)


def _with_acronym(text: str) -> str:
    return text.replace("hr screen", "HR screen")


def _off_measure(recent: Sequence[Reviewed], measure: Measure | None) -> Advice | None:
    """Outside its band in the newest report and in most of those that one listener heard."""
    if measure is None or not recent or recent[0].metrics is None:
        return None
    newest = recent[0].metrics
    same = [
        report.metrics
        for report in recent
        if report.metrics is not None and report.metrics.transcript_source == newest.transcript_source
    ]
    values: list[float] = [value for each in same if (value := getattr(each, measure.value)) is not None]
    off = [value for value in values if verdict(measure, value).level is not Level.OK]
    is_habit = len(off) >= _MIN_TIMES and 2 * len(off) > len(values)
    if getattr(newest, measure.value) is None or not is_habit or values[0] not in off:
        return None
    band = MEASURES[measure]
    too_low, too_high = _MEASURE_TITLES[measure]
    why = (
        f"{band.label}: {band.shown(values[0])} {band.unit} last time, and outside the easy range in "
        f"{len(off)} of your last {len(values)} interviews. {band.aim}."
    )
    return Advice(too_low if values[0] < band.ok.low else too_high, why, recent[0].interview_type)
