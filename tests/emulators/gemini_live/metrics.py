"""Numbers of a run, derived from what was said, heard and logged; and assertions on them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.emulators.gemini_live.interviewer import Move
from tests.emulators.gemini_live.jsons import Json, as_text
from tests.emulators.gemini_live.memory import Item, Session
from tests.emulators.gemini_live.records import Record
from tests.emulators.gemini_live.runs import Run

Value = float | str | bool | None


def measure(run: Run, sessions: Iterable[Session], answers: Mapping[int, str] | None = None) -> dict[str, Json]:
    """Everything a test may ask for by name. `answers`: what was said in which coded utterance, where it is known."""
    spoken = run.scenario.answers if answers is None else answers
    newest = next((session for session in reversed(list(sessions)) if session.id in run.session_ids), None)
    return {
        **_links(run),
        **_turns(run),
        **_sound(run),
        **_answers(run, spoken, newest.history if newest else [], newest.system_text if newest else ""),
        **_tools(run),
    }


def unmet(measured: Mapping[str, Json], asserts: Mapping[str, Value]) -> list[str]:
    """What is not as asserted; `_max` and `_min` at the end of a name bound it."""
    return [problem for name, wanted in asserts.items() if (problem := _problem(measured, name, wanted))]


def _problem(measured: Mapping[str, Json], name: str, wanted: Value) -> str:
    base = name.removesuffix("_max").removesuffix("_min")
    if name not in measured and base not in measured:
        return f"{name}: there is no such number"
    value = measured[name] if name in measured else measured[base]
    if name in measured or not isinstance(value, int | float) or not isinstance(wanted, int | float):
        holds = value == wanted
    else:
        holds = value <= wanted if name.endswith("_max") else value >= wanted
    return "" if holds else f"{name}: {value!r}, not {wanted!r}"


def _links(run: Run) -> dict[str, Json]:
    ended = run.records.notes("ended")
    gaps = _gaps(run)
    violations: list[Json] = [str(violation) for _, violation in run.violations]
    handles: list[Json] = [handle for record in run.records.received("setup") if (handle := _handle(record))]
    return {
        "attempts": run.attempts,
        "connections": run.connections,
        "sessions": run.fresh_sessions,
        "resumptions": run.resumptions,
        "handles": handles,
        "open_connections": run.open_connections,
        "swap_gap_ms": max(gaps, default=0),
        "swap_gaps_ms": list(gaps),
        "client_close_code": ended[-1].fields.get("client_code") if ended else None,
        "client_close_codes": [record.fields.get("client_code") for record in ended],
        "after_goaway": _after_goaway(run),
        "backpressure_s": run.backpressure_s,
        "violations": len(violations),
        "violation_details": violations,
    }


def _handle(record: Record) -> str:
    resumption = record.fields.get("sessionResumption")
    return as_text(resumption.get("handle")) if isinstance(resumption, Mapping) else ""


def _gaps(run: Run) -> list[float]:
    """From the end of a connection to the next setup."""
    ends = [(record.time_s, record.connection) for record in run.records.notes("ended")]
    setups = [(record.time_s, record.connection) for record in run.records.received("setup")]
    return [
        round((setup_s - end_s) * 1000, 1)
        for end_s, ended in ends
        for setup_s, connection in setups
        if connection == ended + 1 and setup_s >= end_s
    ]


def _after_goaway(run: Run) -> int:
    """Messages that a connection still carried after its goAway."""
    told = {record.connection: record.time_s for record in run.records.sent("go_away")}
    return sum(record.time_s > told.get(record.connection, float("inf")) for record in run.records.received())


def _turns(run: Run) -> dict[str, Json]:
    # What was cut before its point may be said again: only what left the service whole counts.
    whole = [said for said in run.said if said.question and said.question in said.sent_text]
    questions = Counter(said.question for said in whole if said.move is not Move.REPEAT)
    repeated: list[Json] = [question for question, count in questions.items() if count > 1]
    return {
        "greetings": sum(said.move is Move.GREETING for said in whole),
        "questions": len(questions),
        "repeated_questions": repeated,
        "question_repeats": len(repeated),
        "farewells": sum(said.move is Move.FAREWELL for said in run.said),
        "model_turns": run.model_turns,
        "user_turns": run.user_turns,
        "ignored_turns": run.ignored_turns,
        "interruptions": len(run.records.sent("interrupted")),
        "said": [said.sent_text for said in run.said],
    }


def _sound(run: Run) -> dict[str, Json]:
    audio = run.records.received("audio")
    times = [record.time_s for record in audio]
    span_s = times[-1] - times[0] if len(times) > 1 else 0.0
    largest = max((later - earlier for earlier, later in zip(times, times[1:], strict=False)), default=0.0)
    return {
        "audio_ms": round(run.audio_ms, 1),
        "audio_rate": round(run.audio_ms / 1000 / span_s, 3) if span_s else None,
        "largest_gap_s": round(largest, 3),
        "discarded_ms": round(run.discarded_ms, 1),
        "while_speaking_ms": round(run.while_speaking_ms, 1),
        "echo_words": run.echo_words,
    }


def _answers(run: Run, spoken: Mapping[int, str], history: Sequence[Item], instructions: str) -> dict[str, Json]:
    """Coded utterances: what arrived at all, and what the live session's context holds at the end."""
    heard = run.heard()
    known = _known_answers(spoken, history)
    # A client may retell a conversation in the instructions, which stay in the context longer than any turn.
    known.update(_told(spoken, instructions) - known.keys())
    expected = range(max(heard, default=-1) + 1)
    lost: list[Json] = [number for number in expected if number not in known]
    incomplete: list[Json] = [number for number, utterance in sorted(heard.items()) if not utterance.is_complete]
    return {
        "answers_heard": len(heard),
        "answers_incomplete": incomplete,
        "answers_in_context": sorted(known),
        "answers_doubled": [number for number, count in sorted(known.items()) if count > 1],
        "lost_user_turns": len(lost),
    }


def _known_answers(spoken: Mapping[int, str], history: Sequence[Item]) -> Counter[int]:
    known: Counter[int] = Counter()
    for item in history:
        numbers = {utterance.number for utterance in item.utterances}
        if not item.utterances and item.role == "user":
            numbers = _told(spoken, item.text)
        known.update(numbers)
    return known


def _told(spoken: Mapping[int, str], text: str) -> set[int]:
    """The answers whose words stand in a text."""
    told = _plain(text)
    return {number for number, answer in spoken.items() if answer and _plain(answer) in told}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _tools(run: Run) -> dict[str, Json]:
    latencies = [call.answered_s - call.sent_s for call in run.calls if call.answered_s is not None]
    return {
        "tool_calls": len(run.calls),
        "tool_answers": len(latencies),
        "tool_latency_s": round(max(latencies, default=0.0), 3),
        "tool_duplicates": sum(call.answers > 1 for call in run.calls),
        "tool_cancelled": sum(call.cancelled for call in run.calls),
    }
