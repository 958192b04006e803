"""What the report is about, as values: which interview, when, how it was set up and who wrote the feedback."""

from dataclasses import dataclass
from datetime import datetime

from preppal.domain.addresses import export_url
from preppal.domain.engines import engine_label
from preppal.domain.feedback import WrittenBy
from preppal.domain.interview import EndReason
from preppal.domain.prices import Cost
from preppal.services.views import InterviewDetail, InterviewSummary
from preppal.ui.pages.own_interview import interview_title
from preppal.ui.when import local

_WRITERS = {WrittenBy.RULES: "Rules on this server", WrittenBy.MODEL: "A language model, checked by rules"}
_ENDS = {
    EndReason.TIMEOUT: "The time ran out.",
    EndReason.ABANDONED: "You left, and did not come back in time.",
    EndReason.ERROR: "It broke off because of a fault on our side.",
}


@dataclass(frozen=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True)
class Heading:
    interview_id: str = ""
    title: str = ""
    sentence: str = ""
    ended: str = ""
    facts: tuple[Fact, ...] = ()
    markdown_url: str = ""
    pdf_url: str = ""
    json_url: str = ""


def heading_of(detail: InterviewDetail, time_zone: str) -> Heading:
    summary = detail.summary
    return Heading(
        interview_id=summary.id,
        title=interview_title(summary.interview_type),
        sentence=_sentence(summary, time_zone),
        ended=_ENDS.get(summary.end_reason, "") if summary.end_reason else "",
        facts=_facts(detail),
        markdown_url=export_url(summary.id, "md"),
        pdf_url=export_url(summary.id, "pdf"),
        json_url=export_url(summary.id, "json"),
    )


def _sentence(summary: InterviewSummary, time_zone: str) -> str:
    what = f"{summary.job_title}. " if summary.job_title else ""
    when = day_text(summary.started_at or summary.created_at, time_zone)
    length = f", {length_words(summary.duration_s)}" if summary.duration_s else ""
    return f"{what}{summary.persona_name}, {summary.difficulty.label.lower()}. {when}{length}."


def day_text(at: datetime, time_zone: str) -> str:
    """Wednesday 18 November, where the person is."""
    there = local(at, time_zone)
    return f"{there:%A} {there.day} {there:%B}"


def length_words(seconds: int) -> str:
    """18 min 40 s."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _facts(detail: InterviewDetail) -> tuple[Fact, ...]:
    summary = detail.summary
    facts = [
        Fact("Interviewer", f"{summary.persona_name}, AI interviewer"),
        Fact("Listened by", engine_label(summary.engine)),
        Fact("Patience", detail.patience.label),
        Fact("Job description", "Given" if detail.job_description else "Not given"),
        Fact("Résumé", "Given" if detail.resume else "Not given"),
    ]
    if detail.metrics is not None and detail.metrics.transcript_source:
        facts.append(Fact("Transcript by", engine_label(detail.metrics.transcript_source)))
    if detail.feedback is not None:
        written = detail.feedback.feedback
        facts.append(Fact("Feedback by", _WRITERS[written.written_by]))
        if written.model:
            facts.append(Fact("Feedback model", written.model))
            facts.append(Fact("Prompts", written.prompt_version))
        facts.append(Fact("Rubric", written.rubric_version or "Not known"))
        facts.append(Fact("Version", str(detail.feedback.version)))
    if detail.cost is not None:
        facts += _cost(detail.cost, summary.duration_s)
    return tuple(facts)


def _cost(cost: Cost, seconds: int) -> list[Fact]:
    """What the conversation used of a paid model, and about what that costs."""
    usage = cost.usage
    heard = f"{usage.audio_in:,} of sound and {usage.text_in:,} of text"
    spoken = f"{usage.audio_out:,} of sound and {usage.text_out:,} of text"
    return [
        Fact("Interviewer model", usage.model),
        Fact("Used", f"{length_words(seconds)} of conversation"),
        Fact("Tokens it read", heard),
        Fact("Tokens it spoke", spoken),
        Fact("Estimated price of the conversation", _price(cost)),
    ]


def _price(cost: Cost) -> str:
    as_of = f"{cost.as_of.day} {cost.as_of:%B %Y}"
    if cost.usd is None:
        return f"Not known for this model (prices of {as_of})"
    amount = f"About ${cost.usd:.2f}" if cost.usd >= 0.01 else "Less than $0.01"
    return f"{amount}, at list prices of {as_of}"
