"""Programs that run while a context is open."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import ExitStack
from types import TracebackType
from typing import TypeVar

ServiceT = TypeVar("ServiceT", bound="Service")


class Service(ABC):
    """Starts when its context is entered, and ends with it, also where only a part of it could be started."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        """Takes what ends what was started."""

    @abstractmethod
    def start(self) -> None:
        """Start everything."""

    def __enter__(self: ServiceT) -> ServiceT:  # noqa: PYI019 - `Self` is of Python 3.11
        try:
            self.start()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()
