"""The JSON routes as one app, to be mounted under the pages. It keeps no state and needs no lifespan."""

from collections.abc import Mapping

from fastapi import FastAPI

from preppal.api import problems
from preppal.api.audio import create_audio_routes
from preppal.api.auth import create_auth_routes
from preppal.api.belongings import create_belongings_routes
from preppal.api.counting import Counting, RequestCounter
from preppal.api.documentation import add_documentation
from preppal.api.exchange import create_exchange
from preppal.api.exports import create_export_routes
from preppal.api.feedback import create_feedback_routes
from preppal.api.guards import Guards
from preppal.api.health import Check, Figures, create_health_routes
from preppal.api.interviews import create_interview_routes
from preppal.api.job_descriptions import create_job_description_routes
from preppal.api.providers import create_provider_routes
from preppal.api.resumes import create_resume_routes
from preppal.api.sessions import create_session_routes
from preppal.api.sign_ins import create_sign_in_routes
from preppal.api.throttle import Throttle
from preppal.api.transcripts import create_transcript_routes
from preppal.api.users import create_user_routes
from preppal.api.voice import create_voice_routes
from preppal.config import Settings
from preppal.ports import Correspondence
from preppal.services.container import Services
from preppal.services.limits import RateLimiter
from preppal.services.voice import VoiceService

_DESCRIPTION = (
    "Interviews, transcripts, measures and feedback. Errors are problem documents (RFC 9457). "
    "A thing that is not yours answers exactly as a thing that does not exist."
)


def create_api(
    services: Services,
    settings: Settings,
    *,
    correspondence: Correspondence,
    voice: VoiceService,
    checks: Mapping[str, Check],
    figures: Figures,
) -> FastAPI:
    """`checks` say whether a part can serve, by name (they raise PreppalError); `figures` fill `/metrics`."""
    app = FastAPI(
        title="Preppal",
        version="1",
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    per_minute = settings.requests_per_minute
    app.add_middleware(Guards)
    app.add_middleware(Throttle, limiter=RateLimiter(per_minute, per_minute), proxies=settings.proxies)
    app.add_middleware(problems.ErrorBoundary)
    requests = RequestCounter()
    app.add_middleware(Counting, counter=requests)  # added last, so outermost
    app.include_router(create_auth_routes(services.accounts, settings))
    app.include_router(create_exchange(services.accounts, settings))
    app.include_router(create_provider_routes(services.accounts, settings))
    app.include_router(create_sign_in_routes(services.accounts, settings))
    app.include_router(create_user_routes(services.accounts, settings))
    app.include_router(create_session_routes(services, settings))
    app.include_router(create_audio_routes(services, settings))
    app.include_router(create_transcript_routes(services, settings))
    app.include_router(create_export_routes(services, settings))
    app.include_router(create_feedback_routes(services, settings))
    app.include_router(create_belongings_routes(services, settings))
    app.include_router(create_resume_routes(services, settings))
    app.include_router(create_job_description_routes(services, settings))
    app.include_router(create_interview_routes(services, settings, correspondence))
    app.include_router(create_voice_routes(services.accounts, settings, voice))
    app.include_router(create_health_routes(settings, checks, lambda: {**figures(), **requests.figures()}))
    add_documentation(app)
    return app
