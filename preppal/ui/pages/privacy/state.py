"""The privacy page's state: this server's own answers."""

import reflex as rx

from preppal.ui.deps import get_services
from preppal.ui.pages.privacy.words import listener_words, recording_words


class PrivacyState(rx.State):
    """Sentences that depend on how this server is set up."""

    listener: str = ""
    recording: str = ""
    sign_in_days: int = 0

    @rx.event
    def load(self) -> None:
        custody = get_services().custody
        self.listener = listener_words(custody.engine)
        self.recording = recording_words(custody)
        self.sign_in_days = custody.sign_in_days
