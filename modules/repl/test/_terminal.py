"""A REPL on a terminal of its own, to be typed to."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

LIMIT = 30  # seconds for one answer, on a machine that has much to do
PROMPT = rb'> \x1b\[3G'
CTRL_C, CTRL_D, CTRL_R, UP, ENTER, TAB = b'\x03', b'\x04', b'\x12', b'\x1b[A', b'\r', b'\t'


class Session:
    def __init__(self, runtime, history, columns=80):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(NODE_REPL_HISTORY=history, TERM='xterm-256color')
            os.execv(runtime, [runtime])
        self.set_size(columns)
        self.output = b''
        self.done = 0

    def set_size(self, columns):
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))

    def expect(self, pattern):
        """Reads until `pattern` is met in what has come since the last match."""
        end = time.monotonic() + LIMIT
        while True:
            match = re.compile(pattern, re.S).search(self.output, self.done)
            if match:
                self.done = match.end()
                return match
            if time.monotonic() > end:
                raise AssertionError(f'no {pattern!r} in {self.output[self.done:]!r}')
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    data = os.read(self.terminal, 65536)
                except OSError:
                    data = b''
                if not data:
                    raise AssertionError(f'ended without {pattern!r}: {self.output[self.done:]!r}')
                self.output += data

    def type(self, text, pattern):
        os.write(self.terminal, text)
        return self.expect(pattern)

    def end(self):
        """The exit code."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    os.read(self.terminal, 65536)
                except OSError:
                    pass
        os.kill(self.pid, signal.SIGKILL)
        raise AssertionError('does not end')
