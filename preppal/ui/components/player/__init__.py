"""The player of recorded answers: a waveform with its pauses and fillers, or a bar that plays a quote."""

from preppal.ui.components.player.component import Clip, ClipMark, clips_of, heard_button, player

__all__ = ["Clip", "ClipMark", "clips_of", "heard_button", "player"]
