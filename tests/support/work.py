"""How much work a function does, counted: what a count shows does not depend on the machine, as time does."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType


def count_calls(function: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called while one runs."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return calls


def sum_over_calls(name: str, measure: Callable[[FrameType], int], function: Callable[[], object]) -> int:
    """Return the sum of what is measured in the frame of each call of the functions of a name while one runs."""
    total = 0

    def add(frame: FrameType, event: str, _: object) -> None:
        nonlocal total
        if event == "call" and frame.f_code.co_name == name:
            total += measure(frame)

    sys.setprofile(add)
    try:
        function()
    finally:
        sys.setprofile(None)
    return total


def peak_memory(function: Callable[[], object]) -> int:
    """Return the most bytes that Python objects take at once while a function runs."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def count_c_calls(callee: object, function: Callable[[], object]) -> int:
    """Return how often a function of C is called while another runs."""
    calls = 0

    def count(_: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "c_call" and argument is callee

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return calls


def at_c_call(callee: object, number: int, act: Callable[[], object], function: Callable[[], object]) -> None:
    """Run a function, and do something else just before a function of C is called for the so-manieth time."""
    calls = 0

    def watch(_: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "c_call" and argument is callee
        if calls == number and argument is callee:
            calls += 1
            act()

    sys.setprofile(watch)
    try:
        function()
    finally:
        sys.setprofile(None)
