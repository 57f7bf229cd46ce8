"""A terminal marks what is pasted: several lines become one input, of which nothing runs before enter is pressed. The marks
are off while a program runs, and when the REPL has ended, in whatever way."""
import os
import signal
import sys
import tempfile

sys.dont_write_bytecode = True
from _terminal import CTRL_C, CTRL_D, CTRL_R, ENTER, PROMPT, Session

ON, OFF = rb'\x1b\[\?2004h', rb'\x1b\[\?2004l'


def paste(text):
    return b'\x1b[200~' + text + b'\x1b[201~'


def pastes(runtime, history):
    session = Session(runtime, history)
    session.expect(ON)
    session.expect(PROMPT)
    # By itself, each of these lines would be an error or another value.
    session.type(paste(b'[1, 2, 3]\r  .map((x) => x * 7)\r  .at(-1)\r'), rb'> \[1, 2, 3\]\r?\n\|   \.map.*\|   \.at\(-1\)')
    session.type(ENTER, rb'21\x1b\[39m\r\n.*' + PROMPT)
    session.type(b'2 * ' + paste(b'6\n\n') + b'5', rb'\x1b\[90m130')
    session.type(ENTER, rb'130\x1b\[39m\r\n.*' + PROMPT)
    # Into the search: it ends.
    session.type(CTRL_R + b'map', rb'bck-i-search: map_')
    session.type(CTRL_C, PROMPT)
    # In editor mode, and while something is waited for.
    session.type(b'.editor' + ENTER, rb'Entering editor mode.*\n')
    session.type(paste(b'function f() {\n  return "from the editor"\n}\nf()\n') + CTRL_D, rb"'from the editor'.*" + PROMPT)
    session.type(b'await new Promise((done) => setTimeout(done, 200))' + ENTER + paste(b'"a"\n+ "b"'), rb'\| \+ "b"')
    session.type(ENTER, rb"'ab'.*" + PROMPT)
    # A program that reads the terminal gets no marks.
    os.write(session.terminal, b'child_process.execSync("head -1", { encoding: "utf8", stdio: [0, "pipe", 2] })' + ENTER)
    session.expect(rb'\r\n' + OFF)
    session.type(b'plain\n', ON + rb".*'plain\\n'.*" + PROMPT)
    os.write(session.terminal, CTRL_D)
    session.expect(OFF)
    assert session.end() == 0


def ends(runtime, history, how):
    session = Session(runtime, history)
    session.expect(ON)
    session.expect(PROMPT)
    how(session)
    session.expect(OFF)
    return session.end()


def main():
    runtime = os.path.abspath(os.environ.get('RUNTIME') or sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        history = os.path.join(folder, 'history')
        pastes(runtime, history)
        assert ends(runtime, history, lambda session: os.kill(session.pid, signal.SIGTERM)) == -signal.SIGTERM
        assert ends(runtime, history, lambda session: os.write(session.terminal, b'process.exit(3)\r')) == 3


main()
