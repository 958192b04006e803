"""The official Python SDK over TLS: everything a conversation needs."""

import pytest
from google.genai import errors, types

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.heard import collect
from tests.emulators.gemini_live.jsons import at
from tests.emulators.gemini_live.tones import Speaker, decode
from tests.emulators.gemini_live.voice import Style, silence, speak
from tests.unit.emulators.sdk_client import Line, config, line, sdk

pytestmark = pytest.mark.anyio

ANSWER = "I led the migration of forty services and we lost no data"
AUTOMATIC = {"automatic_activity_detection": {"silence_duration_ms": 600, "prefix_padding_ms": 100}}


async def greeted(opened: Line) -> Line:
    await opened.ask("Begin: greet Ada.")
    await opened.until(lambda: opened.turns == 1)
    return opened


async def test_sdk_connects_over_tls_by_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from google import genai

    async with GeminiLiveEmulator() as emulator:
        for name, value in {**emulator.environment, "NO_PROXY": "127.0.0.1"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("GOOGLE_API_KEY", raising=False)
        client = genai.Client(http_options=types.HttpOptions(api_version="v1beta"))
        async with line(client) as opened:
            await greeted(opened)
        upgrade = emulator.received.notes("upgrade")[0].fields
    assert str(upgrade["path"]).endswith(
        "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
    )
    assert at(upgrade["headers"], "key-in") == ["x-goog-api-key"]
    assert str(at(upgrade["headers"], "user-agent")).startswith("google-genai-sdk/")


async def test_interviewer_greets_with_sound_and_its_transcript() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        assert opened.session.setup_complete is not None
        assert (
            opened.heard_text == emulator.scenario.interview.greeting + " " + emulator.scenario.interview.questions[0]
        )
        (heard,) = collect(decode(opened.audio, 24_000), Speaker.INTERVIEWER)
        assert (heard.number, heard.is_complete) == (0, True)
        assert heard.last == len(opened.heard_text.split()) - 1


async def test_turn_ends_with_generation_complete_then_turn_complete_then_a_handle() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.until(lambda: opened.handle)
        order = [
            kind
            for message in opened.messages
            for kind, present in (
                ("generation", message.server_content and message.server_content.generation_complete),
                ("turn", message.server_content and message.server_content.turn_complete),
                ("usage", message.usage_metadata),
                ("handle", message.session_resumption_update and message.session_resumption_update.resumable),
            )
            if present
        ]
        assert order == ["generation", "turn", "usage", "handle"]
        usage = next(message.usage_metadata for message in opened.messages if message.usage_metadata)
        assert usage.response_token_count == pytest.approx(len(opened.audio) / 48_000 * 25, abs=1)


@pytest.mark.parametrize("style", [Style.TONE, Style.VOICE])
async def test_answer_between_activity_messages_is_heard_and_transcribed(style: Style) -> None:
    async with GeminiLiveEmulator(answers={4: ANSWER}) as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.answer(4, ANSWER, style)
        await opened.until(lambda: opened.turns == 2)
        await opened.until(lambda: opened.recognised_text == f" {ANSWER}")
        (answer,) = emulator.run.answers
        assert answer.text == ANSWER
        assert answer.utterances[0].is_complete
        assert emulator.metrics()["answers_in_context"] == [4]


async def test_audio_outside_an_activity_is_discarded() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.speak(speak(ANSWER, number=0, speaker=Speaker.CANDIDATE, rate_hz=16_000).pcm)
        await opened.answer(1, ANSWER)
        await opened.until(lambda: opened.turns == 2)
        assert [utterance.number for utterance in emulator.run.answers[0].utterances] == [1]
        assert emulator.metrics()["discarded_ms"] == 12 * 385


async def test_clipped_head_of_an_answer_shows() -> None:
    """What an application without pre-roll would do."""
    sound = speak(ANSWER, number=0, speaker=Speaker.CANDIDATE, rate_hz=16_000)
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.session.send_realtime_input(activity_start=types.ActivityStart())
        await opened.speak(sound.pcm[sound.words[2].start_ms * 32 :])
        await opened.session.send_realtime_input(activity_end=types.ActivityEnd())
        await opened.until(lambda: opened.turns == 2)
        assert emulator.run.heard()[0].missing == (0, 1)
        assert emulator.metrics()["answers_incomplete"] == [0]


async def test_service_finds_the_end_of_an_answer_by_itself() -> None:
    settings = config(realtime_input_config=AUTOMATIC)
    async with GeminiLiveEmulator(answers={0: ANSWER}) as emulator:
        async with line(sdk(emulator), settings) as opened:
            await greeted(opened)
            sound = speak(ANSWER, number=0, speaker=Speaker.CANDIDATE, rate_hz=16_000)
            await opened.speak(silence(500, 16_000) + sound.pcm + silence(1500, 16_000))
            await opened.until(lambda: opened.turns == 2)
        assert emulator.run.answers[0].text == ANSWER
        assert emulator.metrics()["answers_incomplete"] == []


async def test_audio_stream_end_ends_the_answer_at_once() -> None:
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator), config(realtime_input_config=AUTOMATIC)) as opened:
            await greeted(opened)
            await opened.speak(speak(ANSWER, number=0, speaker=Speaker.CANDIDATE, rate_hz=16_000).pcm)
            await opened.session.send_realtime_input(audio_stream_end=True)
            await opened.until(lambda: opened.turns == 2)
        assert emulator.run.user_turns == 1


async def test_speaking_over_the_interviewer_interrupts_it() -> None:
    async with GeminiLiveEmulator("barge_in") as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.answer(0, ANSWER)
        await opened.until(lambda: opened.audio and "long reply" in opened.heard_text)
        await opened.session.send_realtime_input(activity_start=types.ActivityStart())
        await opened.until(lambda: opened.interruptions == 1 and opened.turns == 2)
        after = [content for content in opened.contents() if content.interrupted or content.generation_complete]
        assert after[-1].interrupted
        assert emulator.run.said[-1].interrupted


async def test_no_interruption_when_the_setup_says_so() -> None:
    handling = {"automatic_activity_detection": {"disabled": True}, "activity_handling": "NO_INTERRUPTION"}
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator), config(realtime_input_config=handling)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.audio)
            await opened.answer(0, ANSWER)
            await opened.until(lambda: opened.turns == 2)
        assert opened.interruptions == 0
        assert emulator.metrics()["user_turns"] == 1


async def test_interview_ends_by_tool_after_the_farewell() -> None:
    async with GeminiLiveEmulator("tool_end_normal") as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        for number in range(2):
            turns = opened.turns
            await opened.answer(number, ANSWER)
            await opened.until(lambda turns=turns: opened.turns > turns or opened.calls)  # type: ignore[misc]
        (call,) = opened.calls
        assert "goodbye" in opened.heard_text
        turns = opened.turns
        response = types.FunctionResponse(id=call.id, name=call.name, response={"status": "ok"})
        await opened.session.send_tool_response(function_responses=response)
        await opened.until(lambda: opened.turns > turns)
        assert emulator.metrics()["tool_answers"] == 1


async def test_blocking_call_holds_the_turn_until_it_is_answered_or_cancelled() -> None:
    async with GeminiLiveEmulator("tool_end_normal") as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.answer(0, ANSWER)
        await opened.until(lambda: opened.turns == 2)
        await opened.answer(1, ANSWER)
        await opened.until(lambda: opened.calls)
        assert opened.turns == 2
        await opened.session.send_realtime_input(activity_start=types.ActivityStart())
        await opened.until(lambda: any(message.tool_call_cancellation for message in opened.messages))
        assert emulator.run.calls[0].cancelled


async def test_resumed_session_remembers_what_was_said() -> None:
    async with GeminiLiveEmulator("resume_ok", answers={0: ANSWER, 1: "Yes indeed"}) as emulator:
        client = sdk(emulator)
        async with line(client) as opened:
            await greeted(opened)
            await opened.answer(0, ANSWER)
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1000
        async with line(client, config(session_resumption={"handle": opened.handle})) as resumed:
            await resumed.answer(1, "Yes indeed")
            await resumed.until(lambda: resumed.turns == 1)
        assert ANSWER in resumed.heard_text
        assert emulator.unmet() == []


async def test_handle_is_refused_while_its_session_is_connected() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        async with line(client) as opened:
            await greeted(opened)
            await opened.until(lambda: opened.handle)
            with pytest.raises(errors.APIError) as caught:
                async with line(client, config(session_resumption={"handle": opened.handle})):
                    pytest.fail("a second connection for one session")
        assert caught.value.code == 1011


async def test_handle_is_refused_for_another_model() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        async with line(client) as opened:
            await greeted(opened)
            await opened.until(lambda: opened.handle)
        other = config(session_resumption={"handle": opened.handle}, context_window_compression=None)
        with pytest.raises(errors.APIError) as caught:
            async with line(client, other, model="gemini-3.1-flash-live-preview"):
                pytest.fail("a session that changes its model")
        assert caught.value.code == 1007


async def test_go_away_comes_before_the_end_of_a_connection() -> None:
    limits = {"limits": {"connection_s": 30, "goaway_before_s": 9.5}}
    async with GeminiLiveEmulator(limits) as emulator, line(sdk(emulator)) as opened:
        await opened.until(lambda: opened.ended)
        assert [notice.time_left for notice in opened.go_aways] == ["9.5s"]
        told = emulator.received.sent("go_away")[0].time_s
        closed = emulator.received.notes("fault")[0].time_s
        assert closed - told == pytest.approx(9.5, abs=3)
        assert opened.ended is not None
        assert opened.ended.code == 1000


async def test_new_instruction_and_tools_are_taken_in_mid_session() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.session.send_context_update(system_instruction="Two minutes left.", tools=[])
        await opened.session.send_context_update(system_instruction="One minute left.")
        await opened.answer(0, ANSWER)
        await opened.until(lambda: opened.turns == 2)
        (session,) = emulator.book.store.sessions()
        assert session.system_text == "One minute left."
        assert len(emulator.received.received("context_update")) == 2


async def test_content_without_turn_complete_is_remembered_and_not_answered() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.ask("[time check] five minutes left", turn_complete=False)
        await opened.answer(0, ANSWER)
        await opened.until(lambda: opened.turns == 2)
        (session,) = emulator.book.store.sessions()
        assert [item.role for item in session.history] == ["user", "model", "user", "user", "model"]


async def test_content_interrupts_a_running_turn() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await opened.ask("Begin.")
        await opened.until(lambda: opened.audio)
        await opened.ask("Close the interview now.")
        await opened.until(lambda: opened.interruptions == 1)
        await opened.until(lambda: opened.calls)
        assert "Goodbye." in opened.heard_text
        assert emulator.metrics()["farewells"] == 1


async def test_fresh_session_that_is_told_of_the_interview_does_not_greet() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        async with line(client) as first:
            await greeted(first)
        async with line(client) as second:
            await second.ask(f"So far: Interviewer: {first.heard_text} Candidate: {ANSWER}. Go on.")
            await second.until(lambda: second.turns == 1)
        assert emulator.scenario.interview.questions[1] in second.heard_text
        assert emulator.metrics()["greetings"] == 1


async def test_older_model_takes_content_only_as_initial_history() -> None:
    seeded = config(history_config={"initial_history_in_client_content": True})
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator)
        async with line(client, seeded, model="gemini-3.1-flash-live-preview") as opened:
            await opened.ask("You are to interview Ada.")
            await opened.session.send_realtime_input(text="Hello")
            await opened.until(lambda: opened.turns == 1)
            await opened.ask("Go on.")
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1007
        assert emulator.metrics()["greetings"] == 1


async def test_extended_model_says_when_it_is_idle() -> None:
    thinking = config(thinking_config={"thinking_level": "LOW"}, tools=[])
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator), thinking, model="gemini-3.8-live-extended-thinking") as opened:
            await greeted(opened)
        assert opened.contents()[-1].interaction_status == types.InteractionStatus.IDLE


async def test_unordered_transcripts_arrive_after_the_reply_has_begun() -> None:
    async with GeminiLiveEmulator("transcripts_late", answers={0: ANSWER}) as emulator:
        async with line(sdk(emulator)) as opened:
            await greeted(opened)
            seen = len(opened.messages)
            await opened.answer(0, ANSWER)
            await opened.until(lambda: opened.recognised_text == f" {ANSWER}")
            kinds = [
                c.model_turn is not None for c in opened.contents()[seen:] if c.model_turn or c.input_transcription
            ]
        assert kinds[0]
        assert not kinds[-1]


async def test_same_seed_says_the_same_at_the_same_places() -> None:
    async def pieces(seed: int) -> list[int]:
        async with GeminiLiveEmulator(seed=seed) as emulator, line(sdk(emulator)) as opened:
            await greeted(opened)
            return [record.size_bytes for record in emulator.received.sent("model_turn")]

    assert await pieces(3) == await pieces(3)
    assert await pieces(3) != await pieces(4)
