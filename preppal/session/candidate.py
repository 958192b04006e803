"""The candidate's side of a session: where the voice is, the running turn, turns that wait for their text."""

from collections import deque
from collections.abc import Iterator, Sequence

from preppal.domain.audio import CANDIDATE_RATE_HZ, duration_ms
from preppal.domain.interview import Patience
from preppal.domain.transcript import Entry, Role, Source
from preppal.session import actions as act
from preppal.session import messages as msg
from preppal.session.desk import Desk, Link, Timer
from preppal.session.events import CandidateText
from preppal.session.journal import Journal
from preppal.session.limits import Limits
from preppal.session.messages import AudioFrame, Phase
from preppal.session.speeches import CandidateSpeech
from preppal.session.turns import VoiceTracker, silence_allowed_s, speech_ms

_AMENDABLE_TURNS = 3  # a provider may recognise the end of an answer after the next one has begun


class CandidateTurns:
    """Begins, feeds, ends and stores candidate turns. When a turn may begin or end is the session's decision."""

    def __init__(
        self, desk: Desk, journal: Journal, limits: Limits, patience: Patience, *, is_recorded: bool = False
    ) -> None:
        self._desk = desk
        self._journal = journal
        self._limits = limits
        self._patience = patience
        self._is_recorded = is_recorded
        self.voice = VoiceTracker()
        self.running: CandidateSpeech | None = None
        self._awaiting: dict[int, CandidateSpeech] = {}
        self._stored: deque[CandidateSpeech] = deque(maxlen=_AMENDABLE_TURNS)
        self._pre_roll: deque[AudioFrame] = deque()
        self._pre_roll_ms = 0.0
        self._count = 0
        self._untold: list[act.CandidateSaid] = []
        self.cut_offs = 0

    @property
    def awaits_text(self) -> bool:
        return bool(self._awaiting)

    def under_way(self) -> Iterator[CandidateSpeech]:
        """Every turn without its final text, oldest first."""
        yield from self._awaiting.values()
        if self.running is not None:
            yield self.running

    # ---- sound

    def hear(self, frame: AudioFrame, speech: Sequence[float]) -> None:
        """Take a frame with P(speech) of the windows it completed."""
        self._journal.received = frame.sequence or self._journal.received
        for probability in speech:
            self.voice.hear(probability)
        self._remember(frame)
        if self.running is not None:
            self._forward(self.running, frame)

    def _remember(self, frame: AudioFrame) -> None:
        """Keep the newest frames: a turn begins before its onset is noticed."""
        self._pre_roll.append(frame)
        self._pre_roll_ms += _frame_ms(frame)
        while self._pre_roll_ms - _frame_ms(self._pre_roll[0]) >= self._limits.pre_roll_ms:
            self._pre_roll_ms -= _frame_ms(self._pre_roll.popleft())

    def _forward(self, speech: CandidateSpeech, frame: AudioFrame) -> None:
        speech.keep(frame.pcm, self._limits.turn_audio_ms)
        self._desk.command(act.CandidateAudio(speech.number, frame.pcm))

    # ---- a spoken turn

    def begin(self, heard_end_s: float | None, now: float) -> None:
        """The candidate speaks. `heard_end_s`: when the interviewer's voice was heard to end, if it was measured."""
        self._count += 1
        first = self._pre_roll[0].sequence if self._pre_roll else self._journal.received + 1
        question = self._journal.open_question
        self.running = CandidateSpeech(
            number=self._count,
            order_index=self._journal.reserve(first),
            started_at_s=now - self._pre_roll_ms / 1000,
            base_ms=max(0, self.voice.clock_ms - round(self._pre_roll_ms)),
            response_ms=self._response_ms(heard_end_s, now),
            question=question.question if question else None,
        )
        self.voice.forget_before(self.running.base_ms)
        self._desk.clear(Timer.WATCHDOG)
        self._desk.command(act.ActivityStart(self._count))
        for frame in self._pre_roll:
            self._forward(self.running, frame)
        self._desk.enter(Phase.LISTENING)

    def _response_ms(self, heard_end_s: float | None, now: float) -> int | None:
        if heard_end_s is None:
            return None
        onset_s = now - (self.voice.clock_ms - self.voice.onset_ms) / 1000
        return max(0, round((onset_s - heard_end_s) * 1000))

    def await_silence(self, now: float) -> None:
        """The turn ends when the silence after the last speech has lasted long enough."""
        if self.running is None or not self._desk.client_is_here or self._desk.phase is Phase.HOLDING:
            self._desk.clear(Timer.SILENCE)
        else:
            self._desk.set(Timer.SILENCE, now + self._silence_allowed_s(self.running))

    def change_patience(self, patience: Patience, now: float) -> None:
        """A silence that lasts already is waited for anew: nobody is cut off by a press on "Short"."""
        self._patience = patience
        if self._desk.waits_for(Timer.SILENCE):
            self.await_silence(now)

    def _silence_allowed_s(self, speech: CandidateSpeech) -> float:
        spoken = speech_ms(self.voice.spans_since(speech.base_ms))
        return silence_allowed_s(self._patience, spoken, speech.text, self.cut_offs)

    def end(self, now: float) -> bool:
        """The running turn is over; False when it was no more than a noise."""
        speech = self.running
        if speech is None:
            return False
        self._desk.clear(Timer.SILENCE)
        self.running = None
        speech.ended_at_s = now
        # After an outage an answer comes in a burst; it took as long as its sound all the same.
        speech.started_at_s = min(speech.started_at_s, now - (self.voice.clock_ms - speech.base_ms) / 1000)
        speech.spans = self.voice.spans_since(speech.base_ms)
        if speech_ms(speech.spans) < self._limits.min_speech_ms and not speech.text:
            self._journal.release(speech.order_index)
            self._desk.command(act.ActivityCancel(speech.number))
            return False
        self._awaiting[speech.number] = speech
        self._desk.command(act.ActivityEnd(speech.number))
        if self._desk.link is Link.OPEN:  # else the turn is replayed, and then waited for
            self._desk.set(Timer.FINAL_TEXT, now + self._limits.final_text_s)
        return True

    def replay(self, now: float) -> bool:
        """Hand every turn under way to a new engine stream; False when there is none."""
        turns = list(self.under_way())
        untold = self.forget_untold()
        for said in untold:
            self._desk.command(said)
        for speech in turns:
            self._desk.command(act.ActivityStart(speech.number))
            for pcm in speech.audio:
                self._desk.command(act.CandidateAudio(speech.number, pcm))
            if speech is not self.running:
                self._desk.command(act.ActivityEnd(speech.number))
                self._desk.set(Timer.FINAL_TEXT, now + self._limits.final_text_s)
        return bool(turns) or bool(untold)

    def forget_untold(self) -> tuple[act.CandidateSaid, ...]:
        """Texts that a stream does not know yet; one that is opened from now on knows them from the transcript."""
        untold, self._untold = tuple(self._untold), []
        return untold

    # ---- words

    def take_text(self, event: CandidateText, now: float) -> None:
        """What the engine made of a turn so far, or at last."""
        speech = next((speech for speech in self.under_way() if speech.number == event.turn), None)
        if speech is None:
            self._amend(event, now)
            return
        speech.text = event.text
        speech.words = event.words or speech.words
        if event.is_final and speech.number in self._awaiting:
            self._store(speech, now)
        elif event.text.strip():
            self._journal.announce_partial(Role.CANDIDATE, event.text, speech.order_index)

    def _amend(self, event: CandidateText, now: float) -> None:
        """Words that come after the turn was stored: the entry keeps its place."""
        speech = next((speech for speech in self._stored if speech.number == event.turn), None)
        if speech is None or not event.text.strip() or event.text == speech.text:
            return
        speech.text = event.text
        speech.words = event.words or speech.words
        self._journal.keep(speech.entry(), now)
        self._journal.announce_final(speech.entry())

    def store_words_so_far(self, now: float) -> None:
        """Store turns as they stand and go on waiting: their sound may have to be heard again."""
        for speech in self._awaiting.values():
            if speech.text.strip():
                self._keep(speech, now)

    def store_without_final_text(self, now: float) -> None:
        """Final texts that have not come will not be waited for any longer."""
        for speech in tuple(self._awaiting.values()):
            self._store(speech, now)

    def _store(self, speech: CandidateSpeech, now: float) -> None:
        """Store the turn, then say so. Short speech without words was no answer."""
        del self._awaiting[speech.number]
        if not self._awaiting:
            self._desk.clear(Timer.FINAL_TEXT)
        if not speech.text.strip() and speech_ms(speech.spans) < self._limits.unclear_speech_ms:
            self._journal.release(speech.order_index)
            return
        self._stored.append(speech)
        self._keep(speech, now)

    def _keep(self, speech: CandidateSpeech, now: float) -> None:
        entry = speech.entry()
        self._journal.keep(entry, now)
        if self._is_recorded:
            self._desk.do(act.KeepSound(speech.order_index, speech.audio, speech.lost_ms))
        self._journal.announce_final(entry)
        self._journal.acknowledge(now, at_once=True)

    def take_typed(self, message: msg.TextInput, now: float) -> None:
        """An answer that comes as text: stored and announced at once."""
        self._journal.received = message.sequence or self._journal.received
        self._count += 1
        at_ms = round(now * 1000)
        question, spoken = self._journal.open_question, message.spoken
        entry = Entry(
            order_index=self._journal.next_index(),
            role=Role.CANDIDATE,
            content=message.text.strip(),
            started_at_ms=at_ms - (spoken.duration_ms if spoken else 0),
            ended_at_ms=at_ms,
            source=Source.VOICE if spoken else Source.TYPED,
            speech=spoken.speech if spoken else (),
            words=spoken.words if spoken else (),
            question=question.question if question else None,
        )
        self._journal.keep(entry, now)
        self._journal.announce_final(entry)
        self._journal.acknowledge(now, at_once=True)
        said = act.CandidateSaid(self._count, entry.content)
        if self._desk.link is Link.OPENING:
            self._untold.append(said)  # the stream that is being opened was asked for before this was said
        self._desk.command(said)


def _frame_ms(frame: AudioFrame) -> float:
    return duration_ms(len(frame.pcm), CANDIDATE_RATE_HZ)
