"""Builds frozen dataclasses from plain YAML values, refusing every key and type that has no place."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")
Reader = Callable[[object, str], object]


class ScenarioError(ValueError):
    """Raised when a scenario file says something the emulator does not know; names the place."""


def build(kind: type[T], value: object, where: str, readers: Mapping[object, Reader] | None = None) -> T:
    """A value of this kind; `readers` build the kinds that have a notation of their own. Raises ScenarioError."""
    return typing.cast(T, _Builder(readers or {}).convert(kind, value, where))


class _Builder:
    """Follows type hints at run time; they have no better static type than Any."""

    def __init__(self, readers: Mapping[object, Reader]) -> None:
        self._readers = readers

    def convert(self, hint: Any, value: object, where: str) -> object:
        if hint in self._readers:
            return self._readers[hint](value, where)
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            return self._first_of(typing.get_args(hint), value, where)
        if origin is tuple:
            return self._tuple(typing.get_args(hint), value, where)
        if origin is frozenset:
            return frozenset(self._items(typing.get_args(hint)[0], value, where))
        if origin is not None:
            return self._mapping(typing.get_args(hint), value, where)
        if dataclasses.is_dataclass(hint):
            return self._dataclass(typing.cast(type, hint), value, where)
        return _scalar(hint, value, where)

    def _first_of(self, hints: tuple[Any, ...], value: object, where: str) -> object:
        if value is None and types.NoneType in hints:
            return None
        problems = []
        for hint in hints:
            try:
                return self.convert(hint, value, where)
            except ScenarioError as problem:
                problems.append(str(problem))
        raise ScenarioError(max(problems, key=len))

    def _tuple(self, hints: tuple[Any, ...], value: object, where: str) -> object:
        if hints[-1] is Ellipsis:
            return self._items(hints[0], value, where)
        if not isinstance(value, list | tuple) or len(value) != len(hints):
            raise _misfit(value, where)
        return tuple(self.convert(hint, item, where) for hint, item in zip(hints, value, strict=True))

    def _items(self, hint: Any, value: object, where: str) -> tuple[object, ...]:
        items = value if isinstance(value, list | tuple) else [value]
        return tuple(self.convert(hint, item, f"{where}[{index}]") for index, item in enumerate(items))

    def _mapping(self, hints: tuple[Any, ...], value: object, where: str) -> object:
        if not isinstance(value, Mapping):
            raise _misfit(value, where)
        return {
            self.convert(hints[0], key, where): self.convert(hints[1], item, f"{where}.{key}")
            for key, item in value.items()
        }

    def _dataclass(self, kind: type, value: object, where: str) -> object:
        """A mapping of its fields; a bare value stands for the first field, nothing or `true` for all defaults."""
        fields = dataclasses.fields(kind)
        if value is None or value is True:
            value = {}
        if not isinstance(value, Mapping):
            if not fields:
                raise _misfit(value, where)
            value = {fields[0].name: value}
        unknown = value.keys() - {field.name for field in fields}
        if unknown:
            raise ScenarioError(f"{where}: unknown {sorted(map(str, unknown))}")
        hints = typing.get_type_hints(kind)
        return kind(**{key: self.convert(hints[key], item, f"{where}.{key}") for key, item in value.items()})


def _scalar(hint: Any, value: object, where: str) -> object:
    if hint is object:
        return value
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            raise _misfit(value, where) from None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if hint is float and is_number:
        return float(typing.cast(float, value))
    fits = isinstance(value, hint) and (hint is not int or is_number)
    if not fits:
        raise _misfit(value, where)
    return value


def _misfit(value: object, where: str) -> ScenarioError:
    return ScenarioError(f"{where}: {value!r} does not fit")
