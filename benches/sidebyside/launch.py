"""Runs one program and says what it took: wall time, processor time, peak memory.

Started as `python3 -I -S launch.py STDIN STDOUT STDERR PROGRAM ARGUMENT...`. Prints one line: wall time in ns, user
and system time in s, peak memory in KiB, exit status (negative: the signal that ended it).

It is a program of its own because of a habit of Linux: the peak memory of a process counts what the process that
started it had in use. A bare Python that forks adds about 5 MB, so smaller peaks than that cannot be seen.
"""

import os
import signal
import sys
import time


def replace_self(files, argv):
    """Becomes the program, with its standard streams on `files`; 127 if there is no such program."""
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.execvp(argv[0], argv)
    except OSError:
        os._exit(127)


def main(stdin, stdout, stderr, *argv):
    """Opens the files first, so that only the program itself is timed."""
    files = [
        os.open(stdin, os.O_RDONLY),
        os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        os.open(stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    start = time.perf_counter_ns()
    child = os.fork()
    if child == 0:
        replace_self(files, argv)

    def stop(*_):
        """Takes the program along when this one is told to end."""
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter_ns() - start
    code = os.waitstatus_to_exitcode(status)
    print(wall, used.ru_utime, used.ru_stime, used.ru_maxrss, code)


if __name__ == "__main__":
    main(*sys.argv[1:])
