"""The live room's state. Sound, levels, running captions and clocks never come here: the browser draws them itself."""

from typing import Any

import reflex as rx

from audio_worklet import DeviceInfo, InterviewError, QuestionProgress, TranscriptEntry
from preppal.domain.interview import Patience
from preppal.services.views import InterviewDetail
from preppal.ui.components.live_devices import Device, chosen_device, devices_of, doubts_about
from preppal.ui.components.patience import chosen_patience, patience_help
from preppal.ui.components.transcript_view import TranscriptLine, clock_text, put_line, transcript_lines
from preppal.ui.components.turn_controls import status_texts
from preppal.ui.pages.own_interview import keep_patience, page_of, visit_interview
from preppal.ui.pages.session.views import Room, questions_answered, room_of

# A turn comes through the browser: more than any interview holds is refused.
_MAX_LINES = 500
_MAX_LINE_CHARS = 20_000
_CAPTION_SIZES = frozenset({"32", "40", "48"})


class LiveState(rx.State):
    loading: str = "loading"  # loading, ready, missing, failed
    room: Room = Room()
    patience: str = Patience.NORMAL.value
    lines: list[TranscriptLine] = []
    question_index: int = 0
    question_count: int = 0
    answered: int = 0
    is_typing: bool = False
    is_transcript_open: bool = False
    has_microphone: bool = True
    has_captions: bool = True
    is_replaced: bool = False
    server_message: str = ""
    inputs: list[Device] = []
    outputs: list[Device] = []
    microphone_doubts: list[str] = []
    input_id: str = ""
    output_id: str = ""
    caption_size: str = rx.LocalStorage("32", name="preppal-caption-size")
    single_keys: str = rx.LocalStorage("on", name="preppal-single-keys")

    @rx.var
    def has_keys(self) -> bool:
        return self.single_keys != "off"

    @rx.var
    def status_texts(self) -> dict[str, list[str]]:
        return status_texts(self.room.role, Patience(self.patience))

    @rx.var
    def patience_help(self) -> str:
        return patience_help(Patience(self.patience))

    @rx.event
    async def load(self) -> Any:
        """Fetch the interview in the address; an ended one goes on to its report."""
        self._forget()
        visited = await visit_interview(self)
        if isinstance(visited, str):
            self.loading = visited
            return None
        if not visited.detail.summary.is_resumable:
            return rx.redirect(page_of(visited.detail.summary.id, "feedback"), replace=True)
        self.has_captions = visited.profile.captions
        self._show(visited.detail)
        return None

    def _forget(self) -> None:
        """Nothing of an interview visited before stays; what the browser keeps does."""
        caption_size, single_keys = self.caption_size, self.single_keys
        self.reset()
        self.caption_size, self.single_keys = caption_size, single_keys

    def _show(self, detail: InterviewDetail) -> None:
        self.room = room_of(detail)
        self.patience = detail.patience.value
        self.lines = transcript_lines(detail.entries, self.room.interviewer)
        self.question_count = self.room.question_count
        self.answered = questions_answered(detail.entries)
        self.is_typing = "typing" in self.router.url.query_parameters
        self.has_microphone = not self.is_typing
        self.loading = "ready"

    # ---- what the room reports

    @rx.event
    def add_turn(self, turn: TranscriptEntry) -> None:
        """A stored entry; the same index again replaces it."""
        if len(self.lines) >= _MAX_LINES:
            return
        is_candidate = turn["speaker"] == "USER"
        known = next((line for line in self.lines if line.order_index == turn["orderIndex"]), None)
        line = TranscriptLine(
            order_index=int(turn["orderIndex"]),
            who="You" if is_candidate else self.room.interviewer,
            is_candidate=is_candidate,
            clock=known.clock if known else clock_text(turn["elapsedSeconds"]),
            text=str(turn["text"])[:_MAX_LINE_CHARS],
            note="typed" if is_candidate and self.is_typing else "",
        )
        self.lines = put_line(self.lines, line)
        if is_candidate:
            self.answered = max(self.answered, self.question_index)

    @rx.event
    def show_question(self, question: QuestionProgress) -> None:
        self.question_index = int(question["index"])
        self.question_count = int(question["count"])

    @rx.event
    def set_captions(self, has_captions: bool) -> None:
        self.has_captions = has_captions

    @rx.event
    def list_devices(self, devices: list[DeviceInfo]) -> None:
        self.inputs = devices_of(devices, "input")
        self.outputs = devices_of(devices, "output")
        self.microphone_doubts = doubts_about(self.inputs)
        self.input_id = chosen_device(self.inputs)
        self.output_id = chosen_device(self.outputs)

    @rx.event
    def choose_input(self, device_id: str) -> None:
        """The component has taken the choice already; the list follows."""
        self.input_id = device_id

    @rx.event
    def choose_output(self, device_id: str) -> None:
        self.output_id = device_id

    @rx.event
    def note_error(self, error: InterviewError) -> None:
        """The page shows a problem by its code; only the server's own words travel."""
        self.server_message = str(error["message"])[:300] if error["code"] == "server" else ""

    @rx.event
    def leave(self, reason: str) -> Any:
        """The interview has ended, or another tab has taken it over."""
        if reason == "replaced":
            self.is_replaced = True
            return None
        return rx.redirect(page_of(self.room.interview_id, "feedback"), replace=True)

    # ---- what the candidate chooses

    @rx.event
    def toggle_transcript(self) -> None:
        self.is_transcript_open = not self.is_transcript_open

    @rx.event
    def type_answers(self) -> Any:
        """The microphone is closed meanwhile: the keys are no part of the answer."""
        self.is_typing, self.has_microphone = True, False
        return rx.set_focus("answer")

    @rx.event
    def use_voice(self) -> None:
        self.is_typing, self.has_microphone = False, True

    @rx.event
    async def choose_patience(self, patience: str) -> Any:
        """The component tells the running session; it is kept on the interview for a reload and for a restart."""
        chosen = chosen_patience(patience)
        if chosen is None:
            return None
        self.patience = chosen.value
        is_kept = await keep_patience(self, self.room.interview_id, chosen)
        return None if is_kept else LiveState.load  # it has ended meanwhile: on to what is there instead

    @rx.event
    def choose_keys(self, has_keys: bool) -> None:
        self.single_keys = "on" if has_keys else "off"

    @rx.event
    def set_caption_size(self, size: str) -> None:
        if size in _CAPTION_SIZES:
            self.caption_size = size
