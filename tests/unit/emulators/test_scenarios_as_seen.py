"""Every scenario is played with the real SDK: the fault is seen, and an application that does the least survives it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from google.genai import errors, types
from websockets.exceptions import InvalidStatus

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.scenario_files import load_scenario, scenario_names
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import silence, speak
from tests.unit.emulators.mini_engine import ANSWERS, MiniEngine
from tests.unit.emulators.sdk_client import Line, config, line, sdk

pytestmark = pytest.mark.anyio

Seen = Callable[[MiniEngine, GeminiLiveEmulator], object]


@dataclass(frozen=True)
class Play:
    """How a scenario is played, and what must have happened in it."""

    seen: Seen
    answers: int = 3
    stall_s: float = 60.0
    setup_s: float = 5.0
    settings: dict[str, object] = field(default_factory=dict)


def ended(code: int) -> Seen:
    """The first connection ended so."""
    return lambda engine, _: [line.ended.code for line in engine.lines if line.ended][0] == code


def refused(code: int, attempts: int = 1) -> Seen:
    def seen(engine: MiniEngine, _: GeminiLiveEmulator) -> bool:
        codes = [
            refusal.response.status_code if isinstance(refusal, InvalidStatus) else getattr(refusal, "code", None)
            for refusal in engine.refusals
        ]
        return codes == [code] * attempts

    return seen


def problem(kind: type[Exception]) -> Seen:
    return lambda engine, _: any(isinstance(problem, kind) for line in engine.lines for problem in line.problems)


def sent(kind: str) -> Seen:
    return lambda _, emulator: emulator.received.sent(kind)


def measured(**wanted: object) -> Seen:
    return lambda _, emulator: {name: emulator.metrics()[name] for name in wanted} == wanted


def timed_out(engine: MiniEngine, _: GeminiLiveEmulator) -> bool:
    return bool(engine.refusals) and all(isinstance(refusal, TimeoutError) for refusal in engine.refusals)


def goaway_first(engine: MiniEngine, _: GeminiLiveEmulator) -> bool:
    return bool(engine.lines[0].go_aways) and len(engine.lines) > 1


def recognised(text: str) -> Seen:
    return lambda engine, _: text in " ".join(line.recognised_text for line in engine.lines)


def heard(text: str) -> Seen:
    return lambda engine, _: text in " ".join(line.heard_text for line in engine.lines)


def was_big(engine: MiniEngine, emulator: GeminiLiveEmulator) -> bool:
    return emulator.received.sent("big")[0].size_bytes >= 900_000 and engine.lines[0].turns > 0


PLAYS = {
    "happy": Play(measured(farewells=1, user_turns=6), answers=8),
    "speaks_first_slow": Play(lambda _, emulator: emulator.received.sent("model_turn")[0].time_s > 6),
    "speaks_first_never": Play(lambda _, emulator: emulator.received.notes("no_reply")),
    "barge_in": Play(sent("interrupted")),
    "barge_in_storm": Play(measured(interruptions=5)),
    "phantom_then_mute": Play(lambda _, emulator: emulator.received.notes("no_reply")),
    "goaway_short": Play(goaway_first),
    "goaway_no_time": Play(lambda engine, _: engine.lines[0].go_aways[0].time_left is None),
    "goaway_then_silent": Play(goaway_first),
    "tcp_abort_model_speech": Play(ended(1006)),
    "tcp_abort_user_speech": Play(ended(1006)),
    "tcp_abort_tool_call": Play(ended(1006)),
    "half_open": Play(ended(1006)),
    "silent_stall": Play(measured(connections=2)),
    "setup_1007": Play(refused(1007)),
    "setup_1008_model": Play(refused(1008)),
    "setup_1011_quota": Play(refused(1011, 3)),
    "http_401": Play(refused(401)),
    "http_403": Play(refused(403)),
    "http_404": Play(refused(404)),
    "http_429": Play(refused(429, 3)),
    "http_503": Play(refused(503, 3)),
    "bad_key": Play(refused(1007)),
    "never_upgrade": Play(timed_out, setup_s=0.3),
    "never_setup": Play(timed_out, setup_s=0.3),
    "first_message_other": Play(measured(attempts=2)),
    "mid_1007": Play(ended(1007)),
    "mid_1008_unsupported": Play(ended(1008)),
    "mid_1011_internal": Play(ended(1011)),
    "mid_1012": Play(ended(1012)),
    "resume_ok": Play(heard("Before we were cut off you said: Answer number 0")),
    "resume_expired": Play(refused(1007)),
    "resume_unknown": Play(refused(1007)),
    "resume_poisoned": Play(measured(resumptions=2)),
    "resume_config_change": Play(ended(1000)),
    "resume_busy": Play(goaway_first),
    "handle_late": Play(measured(resumptions=1)),
    "handle_gap": Play(measured(resumptions=0)),
    "no_handle_before_drop": Play(measured(handles=[])),
    "transcripts_late": Play(sent("input_transcription")),
    "transcripts_missing": Play(lambda engine, _: not any(line.recognised_text for line in engine.lines)),
    "transcripts_truncated_head": Play(recognised(" about the a of it about the b of it")),
    "transcripts_unordered": Play(sent("input_transcription")),
    "out_ahead": Play(measured(interruptions=1)),
    "fragments_1char": Play(
        lambda _, emulator: len(emulator.received.sent("output_transcription")) > 60, settings={"tools": []}
    ),
    "wrong_language": Play(recognised("すみません")),
    "never_finished": Play(lambda _, emulator: "finished" not in str(emulator.received.sent("input_transcription"))),
    "finished_flags": Play(lambda _, emulator: "finished" in str(emulator.received.sent("input_transcription"))),
    "burst_60s": Play(lambda engine, _: len(engine.lines[0].audio) > 60 * 48_000),
    "trickle": Play(lambda _, emulator: emulator.received.sent("model_turn")),
    "slow_consumer_guard": Play(lambda _, emulator: len(emulator.received.sent("model_turn")) > 2000, answers=1),
    "tool_end_normal": Play(measured(tool_answers=1)),
    "tool_then_audio": Play(heard("It was a pleasure. Goodbye.")),
    "tool_before_farewell": Play(measured(tool_answers=1)),
    "tool_cancelled": Play(measured(tool_cancelled=1)),
    "tool_repeated": Play(measured(tool_calls=2, tool_answers=2)),
    "tool_never": Play(heard("goodbye")),
    "tool_empty_turn_after_response": Play(measured(tool_answers=1)),
    "token_limit_no_compression": Play(
        lambda engine, _: len(engine.lines) > 1, answers=15, settings={"context_window_compression": None, "tools": []}
    ),
    "compression_on": Play(
        lambda _, emulator: emulator.received.notes("compressed"),
        answers=8,
        settings={
            "context_window_compression": {"trigger_tokens": 1200, "sliding_window": {"target_tokens": 600}},
            "tools": [],
        },
    ),
    "time_limit": Play(measured(farewells=0), answers=8),
    "malformed_json": Play(problem(ValueError)),
    "unknown_only_key": Play(problem(TypeError)),
    "error_json": Play(problem(errors.ClientError)),
    "bad_b64": Play(problem(ValueError)),
    "null_message": Play(sent("raw")),
    "empty_frame": Play(sent("raw")),
    "json_list": Play(problem(AttributeError)),
    "huge_message_900k": Play(was_big),
    "huge_message_1100k": Play(was_big),
    "huge_message_5m": Play(was_big),
    "quota_mid_session": Play(refused(1011, 3)),
    "empty_turn": Play(lambda _, emulator: "" in _spoken_per_turn(emulator)),
    "repeat_sentence": Play(heard("What was the result? What was the result? What was the result?")),
    "extended_status": Play(lambda _, emulator: "IN_PROGRESS" in str(emulator.received.sent("turn_complete"))),
    "server_restart": Play(measured(connections=1)),
    "user_silent_90s": Play(measured(user_turns=0, model_turns=1), answers=0),
    "client_vanishes": Play(measured(client_close_code=1000)),
    "feedback_ok": Play(measured(connections=1), answers=1),
}
# Played in another way, below or in the tests of the REST calls and of the faults.
ELSEWHERE = {
    "age_1011_no_goaway",
    "concurrency_cap",
    "double_reply",
    "echo",
    "fault_storm",
    "fleet",
    "garbage_storm",
    "goaway_polite",
    "pause_cut",
    "short_answer_ignored",
    "slow_pongs",
    "soak",
    "thirty_minutes",
    "tls_bad",
    *(name for name in scenario_names() if name.startswith("feedback_") and name != "feedback_ok"),
}


def _spoken_per_turn(emulator: GeminiLiveEmulator) -> list[str]:
    spoken = dict.fromkeys(range(1, emulator.run.model_turns + 1), "")
    for said in emulator.run.said:
        spoken[said.turn] += said.sent_text
    return list(spoken.values())


def test_every_scenario_is_played() -> None:
    assert PLAYS.keys() | ELSEWHERE == set(scenario_names())
    assert not PLAYS.keys() & ELSEWHERE


@pytest.mark.parametrize("name", PLAYS)
async def test_scenario_shows_its_fault_and_can_be_survived(name: str) -> None:
    play = PLAYS[name]
    async with GeminiLiveEmulator(name, answers=ANSWERS) as emulator:
        engine = MiniEngine(
            emulator, settings=config(**play.settings), answers=play.answers, stall_s=play.stall_s, setup_s=play.setup_s
        )
        await engine.interview()
        await _all_ended(emulator)
        assert play.seen(engine, emulator)
        assert emulator.unmet() == []


async def _all_ended(emulator: GeminiLiveEmulator) -> None:
    await emulator.received.until(lambda record: emulator.run.open_connections == 0 or record.kind == "ended")


# ---- long ones: the client waits for what the emulator does, not for time to pass


async def _until_link_is_lost(opened: Line, _number: int) -> None:
    if opened.contents():
        await opened.until(lambda: opened.handle_is_newest)
        await opened.until(lambda: opened.ended or opened.go_aways)


@pytest.mark.parametrize(("name", "connections"), [("goaway_polite", 4), ("age_1011_no_goaway", 4)])
async def test_old_connections_end_and_the_interview_goes_on(name: str, connections: int) -> None:
    async with GeminiLiveEmulator(name, answers=ANSWERS) as emulator:
        engine = MiniEngine(emulator, answers=connections - 1, before_answer=_until_link_is_lost)
        await engine.interview()
        assert emulator.metrics()["connections"] == connections
        assert [problem for problem in emulator.unmet() if "swap_gap" not in problem] == []


async def test_thirty_minutes_have_three_ends_of_three_kinds() -> None:
    async def wait(opened: Line, number: int) -> None:
        if number in (2, 5, 8):
            await opened.until(lambda: opened.ended or opened.go_aways)

    async with GeminiLiveEmulator("thirty_minutes", answers=ANSWERS) as emulator:
        engine = MiniEngine(emulator, answers=12, before_answer=wait)
        await engine.interview()
        assert emulator.unmet() == []
        assert bool(engine.lines[0].go_aways)
        assert [line.ended.code for line in engine.lines[1:3] if line.ended] == [1006, 1011]


@pytest.mark.parametrize("seed", range(4))
async def test_storm_of_faults_loses_no_answer(seed: int) -> None:
    async with GeminiLiveEmulator("fault_storm", seed=seed, answers=ANSWERS) as emulator:
        engine = MiniEngine(emulator, answers=8, attempts=40)
        await engine.interview()
        assert emulator.unmet() == []
        assert emulator.received.notes("fault") or emulator.received.sent("interrupted")
        assert emulator.metrics()["answers_in_context"] == list(range(8))


async def test_same_seed_meets_the_same_faults() -> None:
    async def faults() -> list[str]:
        async with GeminiLiveEmulator("soak", seed=5, answers=ANSWERS) as emulator:
            await MiniEngine(emulator, answers=6).interview()
            return [str(record.fields) for record in emulator.received.notes("fault")]

    assert await faults() == await faults()


async def test_storm_of_nonsense_leaves_the_link_up() -> None:
    async with GeminiLiveEmulator("garbage_storm", answers=ANSWERS) as emulator:
        engine = MiniEngine(emulator, answers=2)
        await engine.interview()
        assert len(engine.lines[0].problems) > 10


async def test_two_turns_of_the_interviewer_follow_one_answer() -> None:
    async with GeminiLiveEmulator("double_reply") as emulator, line(sdk(emulator)) as opened:
        await opened.ask("Begin.")
        for number, turns in ((0, 1), (1, 2)):
            await opened.until(lambda turns=turns: opened.turns == turns)  # type: ignore[misc]
            await opened.answer(number, ANSWERS[number])
        await opened.until(lambda: opened.turns == 4)
        assert opened.heard_text.endswith("And one more thing. When was that?")
        assert emulator.metrics()["user_turns"] == 2


# ---- the candidate's side


async def _greeted(opened: Line) -> None:
    await opened.ask("Begin.")
    await opened.until(lambda: opened.turns == 1)


def _sound(text: str, number: int = 0) -> bytes:
    return speak(text, number=number, speaker=Speaker.CANDIDATE, rate_hz=16_000).pcm


async def test_pause_cuts_an_answer_in_two_unless_the_client_says_when() -> None:
    async def turns(automatic: bool) -> object:
        detection = {"automatic_activity_detection": {"disabled": not automatic, "silence_duration_ms": 2500}}
        async with GeminiLiveEmulator("pause_cut") as emulator:
            async with line(sdk(emulator), config(realtime_input_config=detection)) as opened:
                await _greeted(opened)
                if not automatic:
                    await opened.session.send_realtime_input(activity_start=types.ActivityStart())
                await opened.speak(_sound("Well") + silence(1200, 16_000) + _sound("that was it", 1))
                if automatic:
                    await opened.session.send_realtime_input(audio_stream_end=True)
                else:
                    await opened.session.send_realtime_input(activity_end=types.ActivityEnd())
                await opened.until(lambda: opened.turns >= 2)
            return emulator.metrics()["user_turns"]

    assert await turns(automatic=True) == 2
    assert await turns(automatic=False) == 1


async def test_short_answer_is_not_answered() -> None:
    async with GeminiLiveEmulator("short_answer_ignored") as emulator, line(sdk(emulator)) as opened:
        await _greeted(opened)
        await opened.answer(0, "Yes")
        await opened.answer(1, "Yes I did it twice last year")
        await opened.until(lambda: opened.turns == 2)
        assert emulator.metrics()["ignored_turns"] == 1
        assert emulator.metrics()["model_turns"] == 2


async def test_interviewer_that_hears_itself_falls_silent() -> None:
    async with GeminiLiveEmulator("echo") as emulator:
        detection = {"activity_handling": "NO_INTERRUPTION"}
        async with line(sdk(emulator), config(realtime_input_config=detection)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: len(opened.audio) > 48_000)
            await opened.speak(opened.audio, 24_000)
            await opened.until(lambda: opened.interruptions == 1)
        unmet = " ".join(emulator.unmet())
        assert "echo_words" in unmet
        assert "interruptions" in unmet


# ---- more than one at a time


async def test_one_session_too_many_is_told_of_the_quota() -> None:
    async with GeminiLiveEmulator("concurrency_cap") as emulator:
        client = sdk(emulator)
        async with line(client):
            with pytest.raises(errors.APIError) as caught:
                async with line(client):
                    pytest.fail("two sessions")
            assert caught.value.code == 1011
            assert "RESOURCE_EXHAUSTED" in str(caught.value.details)
        async with line(client) as third:
            assert third.session.setup_complete is not None


async def test_fleet_is_told_apart_by_the_instruction() -> None:
    async with GeminiLiveEmulator("fleet", answers=ANSWERS) as emulator:
        settings = [config(system_instruction=f"INTERVIEW: no-{number}\nBe kind.") for number in range(3)]
        engines = [MiniEngine(emulator, answers=number + 1, settings=each) for number, each in enumerate(settings)]
        await asyncio.gather(*(engine.interview() for engine in engines))
        turns = {run_id: run.user_turns for run_id, run in emulator.book.runs.items()}
        assert turns == {f"no-{number}": number + 1 for number in range(3)}


def test_groups_have_the_scenarios_of_the_catalogue() -> None:
    groups = [load_scenario(name).group for name in scenario_names()]
    assert groups.count(13) == 9
    assert groups.count(26) == 7
    assert groups.count(41) == 9
