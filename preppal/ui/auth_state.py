"""Who is signed in. Identity comes only from the HttpOnly cookie of the browser's handshake, never from an argument."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

import reflex as rx

from preppal.auth.cookies import safe_next, sign_in_token
from preppal.errors import BackendError, NotAllowed
from preppal.ui.components.geometry import initials
from preppal.ui.deps import get_services

if TYPE_CHECKING:
    from preppal.services.views import Person

SIGN_IN = "/sign-in"


async def signed_in_person(state: rx.State) -> "Person | None":
    """The person whose cookie came with this connection; None when signed out, expired or revoked.

    Raises BackendError when nobody can tell.
    """
    token = sign_in_token(state.router.headers.cookie)
    if not token:
        return None
    try:
        return await asyncio.to_thread(get_services().accounts.person_for_token, token)
    except NotAllowed:
        return None


def sign_in_address(path: str) -> str:
    """The sign-in page, which comes back to `path`."""
    return f"{SIGN_IN}?next={quote(safe_next(path.rstrip('/')), safe='/')}"


class AuthState(rx.State):
    """The signed-in person as the frame shows them. `theme` is the look they chose; nothing when nobody is known.

    `reduces_motion`: pages stay still for them, whatever their device says.
    """

    name: str = ""
    initials: str = ""
    is_signed_in: bool = False
    theme: str = ""
    reduces_motion: bool = False

    @rx.event
    async def require_sign_in(self) -> rx.event.EventSpec | None:
        """On load of every signed-in page: know the person, or ask them to sign in and come back."""
        try:
            await self.identify()
        except BackendError:
            # Not known is not signed out: the page says what it could not fetch, and offers to try again.
            return None
        if self.is_signed_in:
            return None
        return rx.redirect(sign_in_address(self.router.url.path), replace=True)

    @rx.event
    async def identify(self) -> None:
        """On load of the public pages: know the person where there is one."""
        person = await signed_in_person(self)
        self.is_signed_in = person is not None
        self.name = (person.name or person.email) if person else ""
        self.initials = initials(self.name) if person else ""
        self.theme = person.theme if person else ""
        self.reduces_motion = person.reduce_motion if person else False
