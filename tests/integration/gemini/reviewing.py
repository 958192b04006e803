"""An interview that is over, to be reviewed."""

from preppal.domain.transcript import Entry, Question, Role

ANSWERS = (
    "Last year our billing job failed every night and I was the one on call. I read the logs, found a slow query, "
    "rewrote it with an index and added a test. After that the job ran in four minutes instead of ninety, and we had "
    "no failed night in the six months that followed.",
    "A colleague wanted to rewrite the service and I did not. I asked him to measure first, so we set up a small trial "
    "together. The numbers showed that one part was slow, and we changed only that part. We shipped two weeks early.",
    "I plan the week on Monday with my manager and write down three things that have to be done. When something new "
    "comes in, I ask what it should replace. Last month that saved the release, because we moved a report to later.",
)
QUESTIONS = (
    "Tell me about a failure you handled.",
    "When did you disagree with a colleague?",
    "How do you decide what to do first?",
)


def entries(answers: int = 2) -> tuple[Entry, ...]:
    """Questions and answers in turn."""
    made: list[Entry] = []
    for place in range(answers):
        asked = Question(place + 1, "ownership", f"q{place}", text=QUESTIONS[place])
        at_ms = place * 60_000
        made.append(Entry(2 * place, Role.INTERVIEWER, asked.text, at_ms, at_ms + 3_000, question=asked))
        made.append(Entry(2 * place + 1, Role.CANDIDATE, ANSWERS[place], at_ms + 5_000, at_ms + 40_000, question=asked))
    return tuple(made)
