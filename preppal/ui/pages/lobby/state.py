"""The sound check's state: what the browser reports about microphone, speaker and network, and two choices."""

import asyncio
from typing import Any
from uuid import uuid4

import reflex as rx

from audio_worklet import DeviceInfo, InterviewError, NetworkReport
from preppal.domain.interview import Patience
from preppal.errors import PreppalError
from preppal.ui.components.live_devices import Device, chosen_device, devices_of, doubts_about
from preppal.ui.components.patience import chosen_patience, patience_help
from preppal.ui.components.turn_controls import status_texts
from preppal.ui.deps import get_services
from preppal.ui.pages.lobby.browsers import BrowserHelp, help_for, system_help
from preppal.ui.pages.lobby.views import Briefing, briefing_of, recording_help
from preppal.ui.pages.own_interview import keep_patience, page_of, require_person, visit_interview

# Errors that leave no microphone to speak into.
_BLOCKING = frozenset(
    {"insecure", "mic_denied", "mic_blocked", "mic_missing", "mic_busy", "mic_failed", "mic_lost", "audio_failed"}
)
_LINE_BROKEN = frozenset({"not_allowed", "unreachable", "protocol", "full"})
_TOO_MANY = 429
_WARM_ENOUGH = "That was a lot of warming up. Try again in a few minutes, or enter the room."
_NO_ROOM = "All rooms are taken right now. Try again in a few minutes."
_NO_WARM_UP = "The warm-up didn't open just now. Nothing depends on it: you can enter the room without."


def _refusal(error: InterviewError) -> str:
    if error["code"] == "full":
        return _NO_ROOM
    return _WARM_ENOUGH if int(error["status"]) == _TOO_MANY else _NO_WARM_UP


class LobbyState(rx.State):
    loading: str = "loading"  # loading, ready, missing, failed
    briefing: Briefing = Briefing()
    patience: str = Patience.NORMAL.value
    has_captions: bool = True
    offers_recording: bool = False
    is_recorded: bool = False
    recording_help: str = ""
    permission: str = "prompt"
    microphone: str = ""  # what was judged last; empty before that
    problem: str = ""
    recording: str = "idle"
    chime: str = "untested"  # untested, asking, heard, unheard
    network: str = "checking"  # checking, good, fair, poor, dead (nothing came back)
    browser: BrowserHelp = BrowserHelp()
    system_help: str = ""
    warm_up: str = ""  # running, over, refused; empty before the first
    warm_up_refusal: str = ""
    inputs: list[Device] = []
    outputs: list[Device] = []
    microphone_doubts: list[str] = []
    input_id: str = ""
    output_id: str = ""
    command: dict[str, Any] = {}

    @rx.var
    def patience_help(self) -> str:
        return patience_help(Patience(self.patience))

    @rx.var
    def status_texts(self) -> dict[str, list[str]]:
        return status_texts(self.briefing.role, Patience(self.patience))

    @rx.var
    def mode(self) -> str:
        return "rehearse" if self.warm_up == "running" else "check"

    @rx.var
    def has_microphone(self) -> bool:
        """Something can be spoken into: allowed, there, and taken."""
        return self.permission == "granted" and self.problem == "" and self.microphone != "off"

    @rx.event
    async def load(self) -> Any:
        """Fetch the interview in the address; one that is over goes on to its report."""
        self.reset()
        visited = await visit_interview(self)
        if isinstance(visited, str):
            self.loading = visited
            return None
        detail, profile = visited.detail, visited.profile
        if not detail.summary.is_resumable:
            return rx.redirect(page_of(detail.summary.id, "feedback"), replace=True)
        self.briefing = briefing_of(detail, visited.person)
        user_agent = self.router.headers.user_agent
        self.browser, self.system_help = help_for(user_agent), system_help(user_agent)
        self.patience = detail.patience.value
        self.has_captions = profile.captions
        recordings = get_services().recordings
        self.offers_recording, self.is_recorded = recordings.is_offered, detail.record_audio
        self.recording_help = recording_help(recordings.days_kept_for(profile.recording_days))
        self.loading = "ready"
        return None

    # ---- choices

    @rx.event
    async def choose_patience(self, patience: str) -> Any:
        """Saved on the interview at once; refused when it has ended meanwhile."""
        chosen = chosen_patience(patience)
        if chosen is None:
            return None
        self.patience = chosen.value
        return None if await keep_patience(self, self.briefing.interview_id, chosen) else LobbyState.load

    @rx.event
    async def choose_recording(self, is_recorded: bool) -> Any:
        """Consent, saved on the interview at once and remembered for the next; nothing is recorded without it."""
        self.is_recorded = is_recorded
        try:
            person = await require_person(self)
            interviews, interview_id = get_services().interviews, self.briefing.interview_id
            await asyncio.to_thread(interviews.update_setup, person.id, interview_id, record_audio=is_recorded)
        except PreppalError:
            return LobbyState.load  # what the page shows is what is stored
        return None

    @rx.event
    async def choose_captions(self, has_captions: bool) -> None:
        """Remembered with the person, and told to this browser's own memory."""
        if has_captions != self.has_captions:
            self._send_command("toggle_captions")
        self.has_captions = has_captions
        person = await require_person(self)
        await asyncio.to_thread(get_services().accounts.update_profile, person.id, captions=has_captions)

    @rx.event
    def enter(self) -> Any:
        return rx.redirect(page_of(self.briefing.interview_id, "session"))

    # ---- a minute to warm up

    @rx.event
    def start_warm_up(self) -> None:
        if self.has_microphone:
            self.warm_up = "running"

    @rx.event
    def stop_warm_up(self) -> None:
        self._close_warm_up("over")

    @rx.event
    def end_warm_up(self, reason: str) -> None:
        """The minute is over, or the interviewer had to leave."""
        self._close_warm_up("refused" if reason == "error" else "over")
        self.warm_up_refusal = _NO_WARM_UP

    def _close_warm_up(self, warm_up: str) -> None:
        if self.warm_up == "running":
            self.warm_up = warm_up

    # ---- what the browser reports

    @rx.event
    def note_captions(self, has_captions: bool) -> None:
        self.has_captions = has_captions

    @rx.event
    def note_permission(self, permission: str) -> None:
        """Allowed before or just now: the component opens the microphone by itself."""
        self.permission = permission
        if permission == "granted" and self.problem == "mic_denied":
            self.problem = ""

    @rx.event
    def note_microphone(self, microphone: str) -> None:
        """It is open, or judged: either way there is something to speak into again."""
        self.microphone = microphone
        if microphone != "off":
            self.problem = ""

    @rx.event
    def note_problem(self, error: InterviewError) -> None:
        if error["code"] in _BLOCKING:
            self.problem = error["code"]
            self._close_warm_up("")
        elif error["code"] in _LINE_BROKEN and self.warm_up == "running":
            self._close_warm_up("refused")
            self.warm_up_refusal = _refusal(error)

    @rx.event
    def note_recording(self, recording: str) -> None:
        self.recording = recording

    @rx.event
    def ask_about_chime(self) -> None:
        self.chime = "asking"

    @rx.event
    def note_chime(self, is_heard: bool) -> None:
        self.chime = "heard" if is_heard else "unheard"

    @rx.event
    def note_network(self, report: NetworkReport) -> None:
        self.network = report["verdict"] if report["roundTripMs"] >= 0 else "dead"

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

    def _send_command(self, name: str) -> None:
        self.command = {"id": uuid4().hex, "name": name}
