"""Programs of the suite's folder pseudo-tty: each runs on a terminal of its own, and passes when it shows what the .out file
beside it says. As in the suite's own runner, control characters and empty lines do not count, a `*` stands for any text,
and the exit code says nothing; a file .in is typed."""
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from _harness import Result

CONTROL_CHARACTERS = bytes(code for code in range(0x20) if chr(code) not in '\t\n\r\f')
OUTPUT_FLAGS, LOCAL_FLAGS = 1, 3


def open_terminal():
    """(ours, the program's). It writes line feeds as they are, and echoes control characters as they are."""
    ours, theirs = pty.openpty()
    mode = termios.tcgetattr(theirs)
    mode[OUTPUT_FLAGS] &= ~termios.ONLCR
    mode[LOCAL_FLAGS] &= ~termios.ECHOCTL
    termios.tcsetattr(theirs, termios.TCSANOW, mode)
    return ours, theirs


def read_until_hung_up(terminal, deadline):
    """What comes until nobody has the terminal open any more, and whether that took too long."""
    output = b''
    while True:
        if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
            return output, True
        try:
            data = os.read(terminal, 65536)
        except OSError:  # EIO: the last one hung up
            return output, False
        if not data:
            return output, False
        output += data


def run_on_terminal(command, cwd, timeout, env, typed=b''):
    """Run a command with a new terminal as its controlling one, for `timeout` seconds at most."""
    ours, theirs = open_terminal()
    start = time.monotonic()
    try:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
                                   start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(theirs)
        os.write(ours, typed)
        output, timed_out = read_until_hung_up(ours, start + timeout)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return Result(process.wait(), output, b'', time.monotonic() - start, timed_out)
    finally:
        os.close(ours)


def lines_of(output):
    text = output.translate(None, CONTROL_CHARACTERS).decode('utf8', 'replace')
    return [line.rstrip() for line in text.split('\n') if line.strip() and not line.startswith(('==', '**'))]


def difference(output, expected):
    """None when the output is as the patterns of the file `expected` want it, else what differs."""
    with open(expected, encoding='utf8') as file:
        patterns = [line.rstrip().replace('%(basename)s', '*') for line in file if line.strip()]
    lines = lines_of(output)
    for line, pattern in zip(lines, patterns):
        if not re.fullmatch(re.escape(pattern).replace(r'\*', '.*'), line):
            return f'Error: shows {line!r}, not {pattern!r}'
    if len(lines) != len(patterns):
        return f'Error: shows {len(lines)} lines, not {len(patterns)}'
    return None
