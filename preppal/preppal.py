"""The Reflex app and, on the same origin, our routes: `/api/…`, health, and the interview WebSocket."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import reflex as rx

from preppal.composition import Product, compose
from preppal.config import Settings, from_env
from preppal.gateway.asgi import Dispatch
from preppal.gateway.client import Asgi
from preppal.gateway.policy import Headers, content_policy, read_pages, script_hashes
from preppal.serving import PAGES
from preppal.ui.deps import set_services
from preppal.ui.faults import on_fault
from preppal.ui.pages import register_pages
from preppal.ui.theme import STYLESHEETS, head

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
for _chatty in ("httpx", "alembic", "dbos"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


@cache
def product() -> Product:
    """This process's product; made on first use, so that importing this module opens nothing."""
    return compose(from_env())


def mount(pages: Asgi) -> Asgi:
    """Put our routes in front of Reflex's own."""
    from preppal.api import create_api
    from preppal.services.backend import LocalBackend
    from preppal.worker_api.server import create_worker_route

    made = product()
    set_services(made.services)
    api = create_api(
        made.services,
        made.settings,
        correspondence=made.correspondence,
        voice=made.voice,
        checks=made.checks(),
        figures=made.figures,
    )
    if made.settings.worker_shared_secret:
        api.include_router(
            create_worker_route(LocalBackend(made.services.interviews), made.settings.worker_shared_secret)
        )
    # With a gateway elsewhere, sockets have no business here.
    gateway = None if made.settings.gateway_url else made.gateway
    return Dispatch(pages=pages, api=api, gateway=gateway, headers=Headers(_content_policy(made.settings)))


def _content_policy(settings: Settings) -> str:
    """Of the pages as they are built now."""
    elsewhere = [address for address in (settings.gateway_url, settings.public_url) if address]
    return content_policy(script_hashes(read_pages(PAGES)), elsewhere)


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """A mounted app's own lifespan never runs under Reflex, so the product's is registered here."""
    async with product().running():
        yield


app = rx.App(stylesheets=STYLESHEETS, head_components=head(), api_transformer=mount, backend_exception_handler=on_fault)
app.register_lifespan_task(lifespan)
register_pages(app)
