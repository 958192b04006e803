"""The overview of a report in its fixed order: verdict, scores, findings, delivery, answers, next steps, rating."""

import reflex as rx

from preppal.domain.rubric import OVERALL_ANCHORS
from preppal.ui.components.button import link
from preppal.ui.components.icon import icon
from preppal.ui.components.player import heard_button
from preppal.ui.components.quote import quote
from preppal.ui.components.score import score_axis_svg, score_number, star_bar
from preppal.ui.components.surface import badge
from preppal.ui.components.transcript_view import transcript_list
from preppal.ui.pages.feedback.delivery import delivery
from preppal.ui.pages.feedback.state import FeedbackState
from preppal.ui.pages.feedback.views import AnswerView, FindingView, QuoteView, ScoreView


def overview() -> rx.Component:
    report = FeedbackState.report
    return rx.el.div(
        rx.cond(report.overall.is_scored, _verdict(), _no_score()),
        rx.cond((report.strengths.length() > 0) | (report.improvements.length() > 0), _findings()),
        rx.cond(
            report.dropped != "", rx.el.p(icon("shield-check", 16), report.dropped, class_name="t1 sub row g2 mt4")
        ),
        rx.cond(report.tiles.length() > 0, delivery()),
        rx.cond(report.answers.length() > 0, _answers()),
        rx.cond(
            report.is_written,
            rx.el.div(
                rx.cond(report.suggestions.length() > 0, _next_steps()),
                _rating(),
                class_name="grid stack mt8 report-end",
            ),
        ),
    )


# ---- verdict and scores


def _verdict() -> rx.Component:
    report = FeedbackState.report
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.div("Overall", class_name="lbl"),
                rx.el.div(score_number(report.overall.shown, report.overall.spread), class_name="mt2"),
                rx.el.div(score_axis_svg(report.overall.axis), class_name="mt4"),
            ),
            rx.el.div(
                rx.el.h2(report.headline, id="verdict", class_name="report-verdict"),
                rx.el.p(report.summary, class_name="t3 measure mt3"),
                rx.el.p(
                    rx.el.span(report.anchor, class_name="med"),
                    " ",
                    rx.el.span(report.spread_meaning, class_name="sub"),
                    class_name="mt4",
                ),
                _anchors(),
            ),
            class_name="stack grid report-top",
        ),
        rx.el.div(rx.foreach(report.scores, _score), class_name="report-scores"),
        class_name="card pad0 mt5",
        aria_labelledby="verdict",
    )


def _anchors() -> rx.Component:
    return rx.el.details(
        rx.el.summary("All ten anchors", class_name="report-more"),
        rx.el.ol(
            *(
                rx.el.li(rx.el.span(str(score), class_name="num med"), rx.el.span(words), class_name="row g3 top")
                for score, words in OVERALL_ANCHORS.items()
            ),
            class_name="col g1 mt3 t1 sub",
        ),
        class_name="mt2",
    )


def _score(score: rx.Var[ScoreView]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(score.name, class_name="med report-name"),
            rx.cond(
                score.is_scored,
                rx.el.span(score.shown, rx.el.span(" ± ", score.spread, class_name="sub t1"), class_name="num med"),
                rx.el.span("No score", class_name="sub t1"),
            ),
            class_name="row between",
        ),
        rx.el.p(score.reason, class_name="sub report-why"),
        rx.cond(score.is_scored, score_axis_svg(score.axis, has_numbers=False), rx.el.span()),
        class_name="grid stack report-score",
    )


def _no_score() -> rx.Component:
    report = FeedbackState.report
    return rx.el.section(
        rx.el.h2(rx.cond(report.headline != "", report.headline, "Nothing to score"), class_name="report-verdict"),
        rx.el.p(report.too_short, class_name="t3 measure mt3"),
        rx.cond(report.summary != "", rx.el.p(report.summary, class_name="sub measure mt3")),
        rx.cond(FeedbackState.lines.length() > 0, transcript_list(FeedbackState.lines, class_name="report-turns mt5")),
        class_name="card mt5 roomy",
    )


# ---- findings


def _findings() -> rx.Component:
    report = FeedbackState.report
    return rx.el.div(
        rx.cond(
            report.strengths.length() > 0, _column("What worked", "circle-plus", "okc", report.strengths, "worked")
        ),
        rx.cond(
            report.improvements.length() > 0,
            _column("What to work on", "circle-arrow-up", "warnc", report.improvements, "work-on"),
        ),
        class_name="grid c2 stack mt8 report-findings",
    )


def _column(title: str, icon_name: str, tone: str, findings: rx.Var[list[FindingView]], id: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(icon(icon_name, 21, class_name=tone), title, id=id, class_name="row g2"),
        rx.el.div(rx.foreach(findings, _finding), class_name="col g5 mt4"),
        aria_labelledby=id,
    )


def _finding(finding: rx.Var[FindingView]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(finding.text),
        rx.cond(finding.detail != "", rx.el.p(finding.detail, class_name="sub report-detail")),
        rx.el.div(rx.foreach(finding.quotes, _quote), class_name="col g2 mt3"),
    )


def _quote(said: rx.Var[QuoteView]) -> rx.Component:
    hear = rx.cond(
        said.is_recorded,
        heard_button(said.order_index, said.from_ms, said.to_ms, said.place, "Hear it: " + said.place),
    )
    return quote(said.words, said.place, hear=hear)


# ---- answers and what comes next


def _answers() -> rx.Component:
    report = FeedbackState.report
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Answer by answer", id="answers"),
            rx.el.div(
                rx.foreach(
                    report.legend,
                    lambda part: rx.el.span(
                        rx.el.i(class_name="dotk part-" + part.css), part.name, class_name="row g2 t1 sub"
                    ),
                ),
                rx.el.span(rx.el.i(class_name="dotk part-miss"), "Missing", class_name="row g2 t1 sub"),
                class_name="row wrap g4",
                aria_hidden="true",
            ),
            class_name="row between wrap",
        ),
        rx.el.div(rx.foreach(report.answers, _answer), class_name="card pad0 mt4"),
        class_name="mt8",
        aria_labelledby="answers",
    )


def _answer(answer: rx.Var[AnswerView]) -> rx.Component:
    return link(
        rx.el.span(answer.number, class_name="num sub med hide-s"),
        rx.el.span(
            rx.el.span(answer.question, class_name="speech report-question"),
            rx.el.span(
                answer.duration,
                rx.foreach(answer.missing, lambda part: badge(part, "warn")),
                class_name="row g2 t1 sub num wrap",
            ),
            class_name="col g1",
        ),
        rx.cond(answer.star.length() > 0, star_bar(answer.star, answer.star_words, is_small=True), rx.el.span()),
        rx.cond(
            answer.overall.is_scored,
            rx.el.span(
                rx.el.span("Score ", class_name="only-s sub"),
                answer.overall.shown,
                rx.el.span(" ± ", answer.overall.spread, class_name="sub t1"),
                class_name="num med",
            ),
            rx.el.span("No score", class_name="t1 sub"),
        ),
        rx.el.span(icon("chevron-right", 18), class_name="sub hide-s"),
        href=FeedbackState.answers_address + "/" + answer.number.to_string() + FeedbackState.version_query,
        class_name="li grid stack report-answer",
    )


def _next_steps() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Before the next one", id="next"),
        rx.el.ol(
            rx.foreach(
                FeedbackState.report.suggestions,
                lambda words, index: rx.el.li(
                    rx.el.span(index + 1, class_name="avatar num"),
                    rx.el.p(words, class_name="grow"),
                    class_name="row top g3",
                ),
            ),
            class_name="col g4 mt4 report-next",
        ),
        class_name="card",
        aria_labelledby="next",
    )


def _rating() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Was this feedback fair?", id="fair", class_name="h3"),
        rx.el.p("One is not at all, five is entirely. Kept with this report.", class_name="sub t1 mt2"),
        rx.el.div(
            *(_rating_choice(number) for number in range(1, 6)),
            class_name="seg full mt4",
            role="radiogroup",
            aria_labelledby="fair",
        ),
        rx.el.p(FeedbackState.rating_note, class_name="t1 sub mt2 report-saved", role="status"),
        class_name="card report-rate",
        aria_labelledby="fair",
    )


def _rating_choice(number: int) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="rating",
            value=str(number),
            checked=FeedbackState.rating == number,
            on_change=FeedbackState.rate(str(number)),
        ),
        str(number),
    )
