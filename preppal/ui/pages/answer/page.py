"""One answer: its question, score and why, the recording, its parts by seconds, its words, and a better version."""

import reflex as rx

from preppal.ui.components.button import button_link, link
from preppal.ui.components.icon import icon
from preppal.ui.components.player import player
from preppal.ui.components.score import score_axis_svg, score_number, star_bar
from preppal.ui.components.surface import badge, problem, skeleton_card
from preppal.ui.components.transcript_view import doubt_legend, doubtful_words
from preppal.ui.pages import not_found
from preppal.ui.pages.answer.state import AnswerState
from preppal.ui.pages.answer.views import BetterLineView, Piece, SaidLine
from preppal.ui.pages.feedback.views import AnswerView, ScoreView
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.template import HISTORY, frame

ROUTE = "/interview/[interview_id]/feedback/[question]"
TITLE = "One answer"


def page() -> rx.Component:
    return rx.match(
        AnswerState.loading,
        ("ready", frame(_answer(), active=HISTORY.route)),
        ("missing", not_found.page()),
        ("failed", interview_failed(AnswerState.load)),
        frame(rx.el.h1("One answer"), skeleton_card("Loading the answer", "mt6"), active=HISTORY.route),
    )


def _answer() -> rx.Component:
    return rx.el.div(
        _head(),
        rx.cond(
            AnswerState.problem != "",
            problem("No retry just now", AnswerState.problem, tone="warn", class_name="mt5"),
        ),
        _question(),
        _built(),
        rx.el.div(_said(), _better(), class_name="grid stack answer-columns mt6"),
        class_name="report",
    )


def _head() -> rx.Component:
    return rx.el.div(
        button_link(
            "Report",
            AnswerState.report_address + AnswerState.version_query,
            kind="quiet",
            size="sm",
            icon_name="arrow-left",
        ),
        rx.el.p(AnswerState.heading.title, ". ", AnswerState.heading.sentence, class_name="sub mt2"),
        rx.el.div(
            rx.el.nav(rx.foreach(AnswerState.answers, _choice), class_name="row wrap g2", aria_label="Answers"),
            rx.el.div(
                rx.cond(
                    AnswerState.compare_address != "",
                    button_link("Compare takes", AnswerState.compare_address, icon_name="columns-2"),
                ),
                _retry("Retry this question"),
                class_name="row wrap g2 answer-actions",
            ),
            class_name="row between wrap mt4",
        ),
    )


def _retry(label: str, kind: str = "solid") -> rx.Component:
    return rx.el.button(
        icon("mic", 17),
        label,
        type="button",
        class_name=f"btn {kind}",
        disabled=AnswerState.is_busy,
        on_click=AnswerState.retry,
    )


def _choice(answer: rx.Var[AnswerView]) -> rx.Component:
    is_chosen = AnswerState.answer.number == answer.number
    return link(
        rx.el.span("Q", answer.number, class_name="med"),
        rx.el.span(answer.overall.shown, class_name="num sub"),
        href=AnswerState.report_address + "/" + answer.number.to_string() + AnswerState.version_query,
        class_name=rx.cond(is_chosen, "btn sm soft", "btn sm ghost"),
        aria_current=rx.cond(is_chosen, "page", "false"),
    )


def _question() -> rx.Component:
    answer = AnswerState.answer
    return rx.el.div(
        rx.el.h1(answer.question, class_name="speech report-asked"),
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
            rx.el.p(answer.overall.reason, class_name="sub"),
        ),
        class_name="grid stack mt5 report-answer-top",
    )


def _built() -> rx.Component:
    answer = AnswerState.answer
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.span(answer.duration, class_name="num med"), rx.el.span(" answer", class_name="sub")),
            rx.el.div(
                rx.foreach(answer.facts, lambda fact: badge(fact)),
                badge(AnswerState.numbers),
                rx.foreach(answer.missing, lambda part: badge(part, "warn")),
                class_name="row wrap g2",
            ),
            class_name="row between wrap",
        ),
        rx.cond(AnswerState.clips.length() > 0, rx.el.div(player(AnswerState.clips, kind="card"), class_name="mt4")),
        rx.cond(AnswerState.is_unrecorded, _unrecorded()),
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


def _unrecorded() -> rx.Component:
    return problem(
        rx.fragment("Question ", AnswerState.answer.number, " has no recording"),
        "There is no playback of this answer. It was scored from the transcript.",
        tone="warn",
        is_alert=False,
        class_name="mt4",
    )


def _score(score: rx.Var[ScoreView]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(score.name, class_name="med report-name"),
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


# ---- what was said


def _said() -> rx.Component:
    answer = AnswerState.answer
    return rx.el.section(
        rx.el.div(
            rx.el.h2("What you said", class_name="h3", id="said"),
            rx.cond(AnswerState.clips.length() > 0, rx.el.span("Press a turn to hear it", class_name="t1 sub")),
            class_name="row between wrap",
        ),
        doubt_legend(),
        rx.el.ol(rx.foreach(AnswerState.lines, _turn), class_name="report-turns mt4"),
        rx.cond(
            answer.note != "",
            rx.el.div(
                icon("message-square-text", 18, class_name="accc"),
                rx.el.div(rx.el.h3("Why ", answer.overall.shown), rx.el.p(answer.note, class_name="sub")),
                class_name="callout mt5",
            ),
        ),
        class_name="card",
        aria_labelledby="said",
    )


def _turn(line: rx.Var[SaidLine]) -> rx.Component:
    words = rx.foreach(line.pieces, _piece)
    return rx.el.li(
        rx.el.div(line.who, " ", rx.el.span(line.clock, class_name="num"), class_name="lbl"),
        rx.cond(
            line.is_recorded,
            rx.el.button(
                words,
                type="button",
                class_name="speech said-turn",
                data_play_entry=line.order_index,
                title="Hear this turn",
            ),
            rx.el.p(words, class_name="speech"),
        ),
        class_name=rx.cond(line.is_candidate, "turn me", "turn"),
        key=line.order_index,
    )


def _piece(piece: rx.Var[Piece]) -> rx.Component:
    return rx.match(
        piece.kind,
        ("filler", rx.el.mark(piece.text, class_name="said-filler", title="Filler")),
        ("number", rx.el.span(piece.text, class_name="said-number", title="Number")),
        (
            "pause",
            rx.el.span(
                rx.el.span(" pause of ", class_name="sr"), piece.text, class_name="chip num said-pause", title="Pause"
            ),
        ),
        ("doubtful", doubtful_words(piece.text)),
        rx.el.span(piece.text),
    )


# ---- a better version


def _better() -> rx.Component:
    better = AnswerState.better
    return rx.el.section(
        rx.el.div(
            rx.el.h2("A better version", class_name="h3", id="better"),
            badge("Your facts only", "acc"),
            class_name="row between wrap",
        ),
        rx.cond(
            better.lines.length() > 0,
            rx.fragment(
                rx.el.ol(rx.foreach(better.lines, _better_line), class_name="better-lines mt4"),
                rx.el.p(better.note, class_name="t1 sub mt4"),
                rx.el.div(
                    _retry("Say it your way", "soft"),
                    rx.el.button(
                        icon("copy", 16),
                        "Copy",
                        type="button",
                        class_name="btn ghost",
                        on_click=rx.set_clipboard(better.plain),
                    ),
                    class_name="row wrap g3 mt4 answer-actions",
                ),
            ),
            rx.el.p(better.why_not, class_name="sub mt3"),
        ),
        class_name="card tint answer-better",
        aria_labelledby="better",
    )


def _better_line(line: rx.Var[BetterLineView]) -> rx.Component:
    return rx.el.li(
        rx.cond(line.label != "", rx.el.span(line.label, class_name="lbl")),
        rx.cond(
            line.is_gap,
            rx.el.p(icon("circle-dashed", 16), rx.el.span(line.text), class_name="better-gap row top g2"),
            rx.el.p(line.text, class_name=rx.cond(line.is_moved, "speech better-moved", "speech")),
        ),
    )
