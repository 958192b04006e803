"""What follows an answer: each rule by an example, the limits as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.follow_ups import MAX_PROBES, NO_PROBES_BELOW_SECONDS, Answer, Decision, Move, Situation, decide
from preppal.domain.interview import Difficulty, InterviewType

BEHAVIORAL, HR, TECHNICAL = InterviewType.BEHAVIORAL, InterviewType.HR_SCREEN, InterviewType.TECHNICAL_VERBAL
WARMUP, STANDARD, INTENSE = Difficulty.WARMUP, Difficulty.STANDARD, Difficulty.INTENSE
NOT_PROBES = {Move.NEXT, Move.REPEAT, Move.SKIP, Move.HINT, Move.UNCLEAR}

COMPLETE = (
    "Last spring our payment service lost orders at night. I read the logs, found a retry without a key, wrote a test "
    "and added the key. In the end lost orders dropped by ninety percent within two weeks."
)
NO_RESULT = (
    "Last spring our payment service lost orders at night. I read the logs for a while, talked with the vendor, wrote "
    "a long list of ideas and sat with a colleague over each of them."
)
NO_NUMBER = (
    "Last spring our payment service lost orders at night. I read the logs, found a retry without a key, wrote a test "
    "and added the key. In the end the service worked again and customers were happy."
)
NO_ACTION = (
    "The payment service lost orders at night and it was a problem for the customers, because the vendor had changed "
    "the interface without a word, and in the end the result was that ninety orders were gone."
)
ONLY_WE = (
    "We had a payment service that lost orders, so we read the logs, we found a retry, we wrote a test, and in the end "
    "our team reduced lost orders by ninety percent."
)
HEDGED = (
    "I think I maybe wrote a test, and I guess I probably found the retry, and perhaps I added a key. In the end I "
    "think lost orders sort of dropped by ninety percent, but I am not sure, maybe it was eighty percent."
)
SHORT_MOTIVE = (
    "I like the role because the product is used by people I know and because the tasks are close to my work so far."
)
MOTIVE_WITHOUT_EXAMPLE = f"{SHORT_MOTIVE} It fits me and what I want to be able to do, and it feels right."
TECHNICAL_PLAIN = (
    "I would put a queue between the two parts, let a worker take the messages from it in order, keep the state in a "
    "table, and write the test that sends every message twice."
)
TECHNICAL_UNCHECKED = (
    "I would put a queue between the two parts, let a worker take the messages from it in order and keep the state in "
    "a table. The downside is that it costs time, depending on the load."
)


def said(text: str, *, seconds: int = 60) -> Answer:
    return Answer(text=text, latest=text, latest_ms=seconds * 1000)


def situation(interview_type: InterviewType = BEHAVIORAL, difficulty: Difficulty = STANDARD, *asked: Move) -> Situation:
    return Situation(interview_type, difficulty, asked)


@pytest.mark.parametrize(
    ("text", "where", "move"),
    [
        ("I don't know.", situation(), Move.EASIER),
        ("Sorry, nothing comes to mind right now", situation(), Move.EASIER),
        ("It was a project.", situation(), Move.ENCOURAGE),
        ("It was a project at my last job where I had to fix the payment service.", situation(), Move.EXPAND),
        (ONLY_WE, situation(), Move.OWN_ROLE),
        (NO_ACTION, situation(), Move.ACTION),
        (NO_RESULT, situation(), Move.RESULT),
        (NO_NUMBER, situation(), Move.MEASURE),
        (COMPLETE, situation(), Move.NEXT),
        (HEDGED, situation(BEHAVIORAL, INTENSE), Move.CONVICTION),
        (HEDGED, situation(), Move.NEXT),
        (MOTIVE_WITHOUT_EXAMPLE, situation(HR), Move.EXAMPLE),
        (f"{MOTIVE_WITHOUT_EXAMPLE} For example I built one last year.", situation(HR), Move.NEXT),
        (TECHNICAL_PLAIN, situation(TECHNICAL), Move.TRADE_OFF),
        (TECHNICAL_UNCHECKED, situation(TECHNICAL), Move.CHECK),
        ("Could you repeat the question please?", situation(), Move.REPEAT),
        ("I didn't catch that", situation(), Move.REPEAT),
        ("Can we skip this one", situation(), Move.SKIP),
        ("Can you give me a hint?", situation(), Move.HINT),
        ("", situation(), Move.UNCLEAR),
        ("", situation(BEHAVIORAL, STANDARD, Move.UNCLEAR), Move.NEXT),
    ],
)
def test_first_rule_that_applies_decides(text: str, where: Situation, move: Move) -> None:
    assert decide(said(text), where).move is move


def test_very_long_answer_is_asked_for_its_outcome() -> None:
    assert decide(said(COMPLETE, seconds=151), situation()).move is Move.SUMMARY
    assert decide(said(COMPLETE, seconds=149), situation()).move is Move.NEXT


def test_skill_of_the_papers_is_deepened() -> None:
    where = Situation(TECHNICAL, INTENSE, skills=("Kafka", "Python"))
    assert decide(said(f"{TECHNICAL_UNCHECKED} I would test it."), where) == Decision(Move.DEEP_DIVE, "Kafka")


def test_long_answer_that_mentions_a_hint_is_still_an_answer() -> None:
    assert (
        decide(said(f"{COMPLETE} My manager gave me a hint, so I could skip this part."), situation()).move is Move.NEXT
    )


def test_candidate_who_keeps_asking_again_is_moved_along() -> None:
    answer = said("Could you repeat the question please?")
    assert decide(answer, situation(BEHAVIORAL, STANDARD, *[Move.REPEAT] * 3)).move is not Move.REPEAT


def test_short_reply_to_a_probe_is_weighed_with_the_whole_answer() -> None:
    answer = Answer(text=f"{NO_RESULT} It ended well, ninety percent.", latest="It ended well, ninety percent.")
    assert decide(answer, situation(BEHAVIORAL, STANDARD, Move.RESULT)).move is Move.NEXT


def test_warm_up_neither_doubts_nor_counts() -> None:
    for text in (NO_NUMBER, HEDGED):
        assert decide(said(text), situation(BEHAVIORAL, WARMUP)).move is Move.NEXT


words = st.sampled_from(
    "i we maybe test result percent docker because don't know skip repeat the question hint ended and so led".split()
)
answers = st.builds(
    lambda some, seconds: said(" ".join(some), seconds=seconds), st.lists(words, max_size=80), st.integers(0, 400)
)
situations = st.builds(
    Situation,
    interview_type=st.sampled_from(list(InterviewType)),
    difficulty=st.sampled_from(list(Difficulty)),
    asked=st.lists(st.sampled_from(list(Move)), max_size=5).map(tuple),
    seconds_left=st.floats(-100, 2000),
    seconds_needed=st.floats(0, 900),
    skills=st.lists(st.sampled_from(["Python", "Kafka"]), max_size=2).map(tuple),
)


@given(answers, situations)
def test_probes_stay_within_their_number_and_none_comes_twice(answer: Answer, where: Situation) -> None:
    move = decide(answer, where).move
    if move not in NOT_PROBES:
        probes = [asked for asked in where.asked if asked not in NOT_PROBES]
        assert move not in probes
        assert len(probes) < MAX_PROBES[where.difficulty]


@given(answers, situations)
def test_nothing_is_probed_when_time_is_short(answer: Answer, where: Situation) -> None:
    if where.seconds_left < NO_PROBES_BELOW_SECONDS:
        assert decide(answer, where).move in NOT_PROBES


@given(answers, situations)
def test_same_answer_is_followed_by_the_same_move(answer: Answer, where: Situation) -> None:
    decision = decide(answer, where)
    assert decision == decide(answer, where)
    assert not decision.skill or decision.skill in where.skills


@given(
    st.lists(answers, min_size=12, max_size=12), st.sampled_from(list(InterviewType)), st.sampled_from(list(Difficulty))
)
def test_every_question_comes_to_an_end(
    said: list[Answer], interview_type: InterviewType, difficulty: Difficulty
) -> None:
    asked: tuple[Move, ...] = ()
    for answer in said:
        move = decide(answer, Situation(interview_type, difficulty, asked)).move
        if move in (Move.NEXT, Move.SKIP):
            return
        asked = (*asked, move)
    raise AssertionError(f"twelve answers, and still the same question: {asked}")
