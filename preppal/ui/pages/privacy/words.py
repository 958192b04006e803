"""What the privacy page says about this server. Pure functions."""

from preppal.config import EngineName
from preppal.services.custody import Custody

_LISTENERS = {
    EngineName.OFFLINE: (
        "Nobody but this server. Speech is recognised, answered and spoken by programs on this machine; no sound and "
        "no word leaves it."
    ),
    EngineName.GEMINI: (
        "This server and Google. While you talk, your speech, the job description and the résumé of that interview go "
        "to Google’s Gemini, which answers; afterwards the transcript goes there for the report. Papers you add to the "
        "library go there to be sorted into fields. What Google keeps depends on this server’s contract with them. On "
        "their unpaid tier, people at Google may read it."
    ),
}
_OTHERS = "This server and the speech service that whoever runs it has chosen. Ask them which."


def listener_words(engine: EngineName) -> str:
    return _LISTENERS.get(engine, _OTHERS)


def recording_words(custody: Custody) -> str:
    if not custody.offers_recording:
        return "Never. Sound is measured while you speak and then gone."
    kept = (
        f"and deleted after {custody.recording_days} days, or earlier by you"
        if custody.recording_days
        else "until you delete it"
    )
    return (
        "Only if you say so in the sound check, for that interview alone. Then your own answers are kept, never the "
        f"interviewer’s voice, for you alone to hear, {kept}. Without that, sound is measured and then gone."
    )
