"""The one place where States find the services. The composition root fills it; tests fill it with fakes."""

from typing import TYPE_CHECKING

from preppal.errors import ConfigurationError

if TYPE_CHECKING:
    from preppal.services.container import Services

_services: "Services | None" = None


def set_services(services: "Services") -> None:
    global _services
    _services = services


def get_services() -> "Services":
    if _services is None:
        raise ConfigurationError("The services were not started: the app's lifespan has not run.")
    return _services
