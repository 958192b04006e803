"""A whole interview with nothing wrong, and what people and models do in one: groups 1 to 5 and 32 to 37."""

from dataclasses import replace

import pytest

from preppal.domain.interview import SpeakingSpeed, Status
from preppal.domain.languages import LANGUAGES
from preppal.domain.transcript import Heard, Role
from preppal.session import messages as msg
from preppal.session.messages import ClosingReason, Phase, TurnAction
from tests.emulators.gemini_live.jsons import at
from tests.emulators.gemini_live.tones import Speaker, decode
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import CONTEXT, Stage, Theatre

# ---- 1: nothing wrong


def test_interview_runs_from_one_greeting_to_one_farewell(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.INTERVIEWER_ENDED)]
    assert stage.candidate.close_code == 1000
    assert stage.backend.statuses == [Status.IN_PROGRESS, Status.COMPLETED]
    assert Phase.RECONNECTING not in stage.candidate.phases()[2:]


def test_farewell_is_heard_to_its_last_word_before_the_end(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    farewell = stage.entries()[-1]
    assert farewell.content.endswith("Goodbye.")
    assert checks.words_heard(stage.candidate, farewell.order_index) == len(farewell.content.split())


def test_setup_asks_only_for_what_the_model_takes(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    (setup,) = stage.emulator.run.records.received("setup")
    assert setup.fields["model"] == "models/gemini-3.8-live"
    assert at(setup.fields["generationConfig"], "thinkingConfig") is None
    assert "proactivity" not in setup.fields
    assert at(setup.fields["realtimeInputConfig"], "automaticActivityDetection") == {"disabled": True}
    assert setup.fields["sessionResumption"] == {}
    (upgrade,) = stage.emulator.run.records.notes("upgrade")
    assert upgrade.fields["version"] == "v1beta"
    assert at(upgrade.fields["headers"], "sec-websocket-extensions") is None


def test_chosen_language_and_speed_reach_the_provider(theatre: Theatre) -> None:
    chosen = replace(CONTEXT, language=LANGUAGES["de-DE"], speaking_speed=SpeakingSpeed.SLOWER)
    stage = theatre.play("happy", interview, context=chosen)
    (setup,) = stage.emulator.run.records.received("setup")
    assert at(setup.fields["generationConfig"], "speechConfig", "languageCode") == "de-DE"
    told = str(setup.fields["systemInstruction"])
    assert "Speak German even when the candidate does not." in told
    assert "Speak slowly and clearly throughout" in told
    assert stage.backend.statuses == [Status.IN_PROGRESS, Status.COMPLETED]


def test_sound_goes_up_in_hundred_millisecond_pieces_and_only_while_somebody_speaks(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    pieces = stage.emulator.run.records.received("audio")
    assert stage.metrics()["discarded_ms"] == 0
    assert sum(80 <= float(str(piece.fields["ms"])) <= 100 for piece in pieces) > 0.95 * len(pieces)


def test_every_token_that_was_told_is_in_the_books(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    told = [record.fields["usageMetadata"] for record in stage.emulator.run.records.sent("turn_complete")]
    usage = stage.backend.context.usage
    assert usage.model == "gemini-3.8-live"
    assert usage.total == sum(int(str(at(one, "totalTokenCount"))) for one in told) > 0
    assert usage.audio_in > usage.audio_out > 0


@pytest.mark.parametrize(
    "model",
    [
        "gemini-3.8-live-extended-thinking",
        "gemini-3.1-flash-live-preview",
        "gemini-2.5-flash-native-audio-preview-12-2025",
    ],
)
def test_every_generation_of_models_holds_the_interview(theatre: Theatre, model: str) -> None:
    stage = theatre.play("happy", interview, model=model)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


# ---- 2: the first words


def test_slow_first_words_are_waited_for(theatre: Theatre) -> None:
    stage = theatre.play("speaks_first_slow", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["connections"] == 1


def test_first_words_that_never_come_are_asked_for_once_more_then_elsewhere(theatre: Theatre) -> None:
    stage = theatre.play("speaks_first_never", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    requests = [record for record in stage.emulator.run.records.received("client_content") if record.connection == 0]
    assert len(requests) == 2
    assert Phase.RECONNECTING in stage.candidate.phases()


# ---- 3 to 5: interruptions


def test_candidate_who_talks_over_a_reply_silences_it_at_once(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        await interview(stage, interrupts=[2])

    scenario = {
        "steps": [
            {"when": {"model_turn": 2}, "do": {"say": {"text": "This long reply goes on.", "secs": 8, "speed": 6}}}
        ],
        "interview": {"greeting": "Hello.", "questions": ["Who are you?", "What is your aim?"], "follow_up_every": 0},
    }
    stage = theatre.play(scenario, scene)
    checks.everything_agrees(stage)
    cut = next(entry for entry in stage.entries() if entry.heard is Heard.CUT)
    heard_ms = next(heard.ms for heard in stage.candidate.heard if heard.order_index == cut.order_index)
    # It spoke for 1.5 s when the candidate began; an interruption takes 320 ms of speech, and a tick or two to play.
    assert 1_500 <= heard_ms <= 2_400
    later = b"".join(bytes(heard.pcm) for heard in stage.candidate.heard if heard.order_index > cut.order_index)
    leaked = {word.code.utterance for word in decode(later, 24_000) if word.code.speaker is Speaker.INTERVIEWER}
    assert 1 not in leaked
    assert stage.metrics()["interruptions"] == 1


def test_model_is_told_what_was_heard_of_a_reply_that_was_cut(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        await interview(stage, interrupts=[2])

    stage = theatre.play("happy", scene)
    cut = next(entry for entry in stage.entries() if entry.heard is Heard.CUT)
    remark = next(text for text in stage.emulator.run.records.texts() if "interrupted" in text)
    assert cut.content.split()[-1] in remark


@pytest.mark.parametrize("scenario", ["barge_in", "barge_in_storm"])
def test_interruptions_nobody_made_leave_the_interview_as_it_was(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.candidate.of(msg.Interrupted) == []


def test_mute_session_after_a_phantom_interruption_is_nudged_then_replaced(theatre: Theatre) -> None:
    stage = theatre.play("phantom_then_mute", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_half_a_sentence_that_a_fault_cut_off_is_finished(theatre: Theatre) -> None:
    scenario = {
        "steps": [
            {"when": {"model_turn": 2}, "do": {"say": {"text": "Well then, tell me more about your", "speed": 1}}},
            {"when": {"model_turn": 2, "at_s": 1}, "do": "interrupted"},
            {"when": {"text_matches": "cut your voice off"}, "do": {"say": {"text": "last big project please."}}},
        ]
    }
    stage = theatre.play(scenario, interview)
    turn = stage.entries()[2]
    assert turn.heard is Heard.FULL
    assert turn.content.endswith("last big project please.")


# ---- 32 to 36: odd replies


@pytest.mark.parametrize("scenario", ["empty_turn", "repeat_sentence", "double_reply", "short_answer_ignored"])
def test_odd_replies_do_not_stop_the_interview(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_empty_reply_is_asked_for_again_without_a_wait(theatre: Theatre) -> None:
    stage = theatre.play("empty_turn", interview)
    thinking_s = [now for now, message in stage.candidate.log if message == msg.TurnState(Phase.THINKING)]
    speaking_s = [now for now, message in stage.candidate.log if message == msg.TurnState(Phase.SPEAKING)]
    waits = [min(later - at for later in speaking_s if later > at) for at in thinking_s]
    assert max(waits) < 4


def test_short_answer_that_was_ignored_is_answered_after_a_nudge(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        interviewee = Interviewee(stage.candidate)
        interviewee.is_silent = True
        await candidate.live(lambda: candidate.phase is Phase.LISTENING)
        candidate.talk("Yes I do")
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 2, 60)

    stage = theatre.play({"vad": {"min_utterance_ms": 6_000}}, scene)
    assert stage.spoken_by(Role.CANDIDATE) == ["Yes I do"]
    assert stage.metrics()["ignored_turns"] == 1


def test_filler_before_the_real_reply_keeps_the_floor_with_the_interviewer(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 3, 90)

    stage = theatre.play("extended_status", scene, model="gemini-3.8-live-extended-thinking")
    assert all("Let me think about that." in entry.content for entry in checks.whole_turns(stage)[1:])
    phases = stage.candidate.phases()
    assert (Phase.SPEAKING, Phase.LISTENING, Phase.SPEAKING) not in zip(phases, phases[1:], phases[2:], strict=False)
    checks.answers_are_saved_in_order(stage)


def test_ninety_seconds_of_silence_are_left_to_the_candidate(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.phase is Phase.LISTENING)
        await candidate.wait(90)
        assert not candidate.has_ended
        candidate.talk("Here I am after all")
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 2, 60)

    stage = theatre.play("user_silent_90s", scene)
    assert stage.unmet() == []
    assert stage.metrics()["model_turns"] == 2
    assert stage.spoken_by(Role.CANDIDATE) == ["Here I am after all"]


def test_noise_that_is_no_answer_gets_none_and_the_answer_after_it_does(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.phase is Phase.LISTENING)
        candidate.make_noise(90)
        await candidate.wait(8)
        assert candidate.phase is Phase.LISTENING
        candidate.talk("Now this is my answer to that question of yours")
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 2, 60)

    stage = theatre.play("happy", scene)
    assert stage.metrics()["user_turns"] == 1
    checks.answers_are_saved_in_order(stage)
    checks.answers_reached_the_provider(stage)


def test_typed_answer_is_answered_like_a_spoken_one(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.phase is Phase.LISTENING)
        candidate.send(msg.TextInput("I typed [this] instead."))
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 2, 60)

    stage = theatre.play("happy", scene)
    assert stage.emulator.run.records.texts()[-1] == "I typed (this) instead."
    assert stage.spoken_by(Role.CANDIDATE) == ["I typed [this] instead."]


def test_answer_now_stops_the_interviewer_and_the_answer_is_heard(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.phase is Phase.SPEAKING)
        await candidate.wait(1)
        candidate.send(msg.TurnControl(TurnAction.ANSWER_NOW))
        await candidate.wait(1)
        candidate.talk("I know this one already so let me begin right here")
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 1, 60)

    stage = theatre.play("happy", scene)
    checks.answers_are_saved_in_order(stage)
    checks.nothing_unheard_is_saved(stage)
    assert stage.entries()[0].heard is Heard.CUT


def test_own_voice_that_echo_cancelling_left_faint_interrupts_nobody(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        stage.candidate.echo_gain = 0.005
        await interview(stage)

    stage = theatre.play("echo", scene)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_nobody_has_to_give_a_name_to_be_greeted(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview, context=replace(CONTEXT, candidate_name="", resume="", job_description=""))
    checks.everything_agrees(stage)
