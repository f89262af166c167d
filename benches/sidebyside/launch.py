"""Runs one program and says what it took: wall time, processor time, peak memory.

Started as `python3 -I -S launch.py STDIN STDOUT STDERR PROGRAM ARGUMENT...`. Prints one line: wall time in ns, user
and system time in s, peak memory in KiB, exit status (negative: the signal that ended it); 127 if it cannot start.

It is a program of its own because of a habit of Linux: the peak memory of a process counts what the process that
started it had in use. With a bare Python, peaks under about 9 MB cannot be seen; in a fork they could, but a fork
takes longer than the start of a small program.
"""

import os
import signal
import sys
import time


def main(stdin, stdout, stderr, *argv):
    """Starts the program with its standard streams on these files, and waits for it."""
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    opened = [os.open(stdin, os.O_RDONLY), os.open(stdout, write, 0o644), os.open(stderr, write, 0o644)]
    streams = [(os.POSIX_SPAWN_DUP2, file, number) for number, file in enumerate(opened)]
    start = time.perf_counter_ns()
    try:
        child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=streams)
    except OSError as error:
        os.write(opened[2], f"{argv[0]}: {error.strerror}\n".encode())
        print(0, 0, 0, 0, 127)
        return

    def stop(*_):
        """Takes the program along when this one is told to end."""
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter_ns() - start
    print(wall, used.ru_utime, used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(*sys.argv[1:])
