"""The JSON routes of the public contract: thin, one module per noun."""

from preppal.api.app import create_api

__all__ = ["create_api"]
