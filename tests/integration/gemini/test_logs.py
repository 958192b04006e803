"""No speech, résumé, prompt or key in any log line, at any level. Every scene of this folder is listened to."""

import logging

import pytest

from tests.integration.gemini.interviewee import interview
from tests.integration.gemini.log_watch import LogWatch
from tests.integration.gemini.stage import KEY, Stage, Theatre

_SPOKEN = "I moved the oldest queue to another machine"


@pytest.mark.parametrize("name", ["preppal.engines.gemini", "websockets.client", "google_genai.live", "httpx2"])
@pytest.mark.parametrize(
    ("line", "is_leak"),
    [
        (f"received {_SPOKEN}", True),
        ("heard: the OLDEST   queue\nto", True),
        (f"opening with {KEY}", True),
        ("interview i: one turn of 8 words", False),
    ],
)
def test_watch_hears_every_logger_and_finds_a_few_words_in_a_row(name: str, line: str, is_leak: bool) -> None:
    with LogWatch() as watch:
        logger = logging.getLogger(name)
        level = logger.level
        logger.setLevel(logging.DEBUG)  # the SDK's loggers are silenced once a scene has used it
        logger.debug("%s", line)
        logger.setLevel(level)
    assert bool(watch.leaks([_SPOKEN, KEY])) == is_leak


def test_scene_that_logs_what_was_said_fails(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await interview(stage)
        logging.getLogger("preppal.gateway").debug("the candidate said %s", candidate.said[0])

    with pytest.raises(AssertionError, match="the candidate said"):
        theatre.play("happy", scene)


def test_secrets_of_a_scene_are_all_that_people_and_prompts_said(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview)
    secrets = stage.secrets()
    assert {KEY, stage.candidate.said[0], stage.backend.context.resume} <= set(secrets)
    assert any("interviewer" in secret and len(secret) > 500 for secret in secrets), "the instructions"
    assert any(stage.entries()[0].content.split(".")[0] in secret for secret in secrets), "the interviewer's words"
