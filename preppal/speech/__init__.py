"""Local speech parts behind the ports: voice activity, recognition, synthesis. Importing them starts nothing."""

from preppal.ports import SpeechToText, TextToSpeech

_CHILDREN = 2  # recordings that are recognised at once; live interviews have their own


def create_speech() -> tuple[SpeechToText, TextToSpeech]:
    """The offline recogniser and synthesiser, for sound that comes as files. Starts nothing."""
    from preppal.speech.recognizer import PocketsphinxRecognizer
    from preppal.speech.synthesizer import EspeakSynthesizer

    return PocketsphinxRecognizer(_CHILDREN), EspeakSynthesizer()
