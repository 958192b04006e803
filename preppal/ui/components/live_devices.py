"""Choosing a microphone or a loudspeaker. The audio component reads the choice from the element itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from audio_worklet import DeviceInfo
from preppal.ui.components.field import field
from preppal.ui.components.icon import icon
from preppal.ui.components.surface import problem

_NAMES = {"input": "Microphone", "output": "Speaker"}


@dataclass(frozen=True)
class Device:
    id: str
    label: str
    is_selected: bool
    is_narrow: bool = False
    cancels_echo: bool = True


def devices_of(offered: Sequence[DeviceInfo], kind: str) -> list[Device]:
    """The devices of one kind; a browser hides their names until the microphone is allowed."""
    same_kind = [device for device in offered if device.get("kind") == kind]
    return [
        Device(
            id=str(device.get("id", "")),
            label=str(device.get("label") or f"{_NAMES[kind]} {number}"),
            is_selected=device.get("selected") is True,
            is_narrow=device.get("narrow") is True,
            cancels_echo=device.get("cancelsEcho") is not False,
        )
        for number, device in enumerate(same_kind, start=1)
    ]


def chosen_device(devices: Sequence[Device]) -> str:
    """The id of the one in use; the first where none is marked."""
    return next((device.id for device in devices if device.is_selected), devices[0].id if devices else "")


def doubts_about(devices: Sequence[Device]) -> list[str]:
    """What is known against the microphone in use: "narrow", "echo"."""
    used = next((device for device in devices if device.is_selected), None)
    if used is None:
        return []
    return ["narrow"] * used.is_narrow + ["echo"] * (not used.cancels_echo)


def microphone_hints(doubts: Any) -> rx.Component:
    """Each doubt in words, with what to do about it. Nobody is kept from going on."""
    return rx.el.div(
        rx.cond(
            doubts.contains("narrow"),
            problem(
                "This microphone sounds like a telephone",
                "A Bluetooth headset does, while its microphone is on. Choose another microphone, and go on listening "
                "with the headset.",
                tone="warn",
                icon_name="bluetooth",
                is_alert=False,
                class_name="mt4",
            ),
        ),
        rx.cond(
            doubts.contains("echo"),
            problem(
                "This microphone also hears your speaker",
                "Your browser does not take the speaker's sound out of it. Wear headphones, so that only your voice is "
                "heard.",
                tone="warn",
                icon_name="headphones",
                is_alert=False,
                class_name="mt4",
            ),
        ),
        class_name="microphone-hints",
    )


def device_select(label: str, command: str, devices: Any, *, chosen: Any, on_choose: Any, id: str) -> rx.Component:
    """A native list. `command` is the audio component's: choose_input or choose_output."""
    control = rx.el.span(
        rx.el.select(
            rx.foreach(devices, lambda device: rx.el.option(device.label, value=device.id, key=device.id)),
            id=id,
            value=chosen,
            on_change=on_choose,
            class_name="select",
            data_interview_command=command,
        ),
        icon("chevrons-up-down", 16),
        class_name="select-box",
    )
    return field(label, control, id=id)
