"""One answer at a time: its question, score and reasons, its parts by seconds, and what was said."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.score import score_axis_svg, score_number, star_bar
from preppal.ui.components.surface import badge
from preppal.ui.components.transcript_view import transcript_list
from preppal.ui.pages.feedback.state import FeedbackState
from preppal.ui.pages.feedback.views import AnswerView, ScoreView


def answers() -> rx.Component:
    return rx.cond(
        FeedbackState.report.answers.length() > 0,
        rx.el.div(_chooser(), _question(), _parts(), _said(), class_name="mt5"),
        rx.el.p("There is no answer to look at.", class_name="sub mt5"),
    )


def _chooser() -> rx.Component:
    return rx.el.nav(rx.foreach(FeedbackState.report.answers, _choice), class_name="row wrap g2", aria_label="Answers")


def _choice(answer: rx.Var[AnswerView], index: rx.Var[int]) -> rx.Component:
    is_chosen = FeedbackState.answer_index == index
    return rx.el.button(
        rx.el.span("Q", answer.number, class_name="med"),
        rx.el.span(answer.overall.shown, class_name="num sub"),
        type="button",
        class_name=rx.cond(is_chosen, "btn sm soft", "btn sm ghost"),
        aria_current=rx.cond(is_chosen, "true", "false"),
        on_click=FeedbackState.show_answer(index),
    )


def _question() -> rx.Component:
    answer = FeedbackState.answer
    return rx.el.div(
        rx.el.h2(answer.question, class_name="speech report-asked"),
        rx.cond(
            answer.overall.is_scored,
            rx.el.div(
                rx.el.div(
                    score_number(answer.overall.shown, answer.overall.spread, "stat-n report-one"),
                    rx.el.span(answer.overall.reason, class_name="t1 sub"),
                    class_name="row g3",
                ),
                rx.el.div(score_axis_svg(answer.overall.axis), class_name="mt2"),
            ),
            rx.el.p("Too short to score", class_name="sub"),
        ),
        class_name="grid stack mt5 report-answer-top",
    )


def _parts() -> rx.Component:
    answer = FeedbackState.answer
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.span(answer.duration, class_name="num med"), rx.el.span(" answer", class_name="sub")),
            rx.el.div(
                rx.foreach(answer.facts, lambda fact: badge(fact)),
                rx.foreach(answer.missing, lambda part: badge(part, "warn")),
                class_name="row wrap g2",
            ),
            class_name="row between wrap",
        ),
        rx.cond(
            answer.star.length() > 0,
            rx.el.div(
                star_bar(answer.wide_star, answer.star_words),
                rx.el.p(answer.star_words, ".", class_name="t1 sub mt2 num", aria_hidden="true"),
                class_name="mt4",
            ),
        ),
        rx.el.div(rx.foreach(answer.scores, _score), class_name="mt4 report-scores bare"),
        class_name="card mt5",
        aria_label="How this answer was built",
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


def _said() -> rx.Component:
    answer = FeedbackState.answer
    return rx.el.section(
        rx.el.h2("What you said", class_name="h3", id="said"),
        transcript_list(answer.lines, class_name="report-turns mt4"),
        rx.cond(
            answer.note != "",
            rx.el.div(
                icon("message-square-text", 18, class_name="accc"),
                rx.el.div(rx.el.h3("Why this score"), rx.el.p(answer.note, class_name="sub")),
                class_name="callout mt5",
            ),
        ),
        class_name="card mt5",
        aria_labelledby="said",
    )
