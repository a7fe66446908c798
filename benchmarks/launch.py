"""Runs one command and writes down what the operating system charges it: ``launch.py RESULT COMMAND [ARGUMENT ...]``.

The system takes a child's peak memory to be at least that of the process that started it. So nothing big may start
what is measured: this does, in a bare interpreter of its own. Standard input, output and error are the command's.
RESULT gets its exit status, wall seconds, CPU seconds (user and system) and peak resident bytes.
"""

import os
import sys
import time

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Run the command to its end."""
    result, *command = sys.argv[1:]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would make this process bigger
        print(os.waitstatus_to_exitcode(status), wall, cpu, usage.ru_maxrss * BYTES_PER_UNIT, file=file)


if __name__ == "__main__":
    main()
