"""A session on a real terminal: $RUNTIME opens a REPL that edits several lines, completes, awaits, is interrupted, is told of
a new size, and knows its history after a restart."""
import os
import sys
import tempfile

sys.dont_write_bytecode = True
from _terminal import CTRL_C, CTRL_D, CTRL_R, ENTER, PROMPT, Session, TAB, UP


def first_session(runtime, history):
    session = Session(runtime, history)
    session.expect(rb'Type "\.help" for more information\.\r\n')
    session.expect(PROMPT)
    # What the line would give is shown before it is entered.
    session.type(b'20 + 22', rb'\x1b\[90m42\x1b\[39m')
    session.type(ENTER, rb'\x1b\[33m42\x1b\[39m\r\n.*' + PROMPT)
    # Several lines.
    session.type(b'function add(a, b) {' + ENTER, rb'\r\n\| $')
    session.type(b'  return a + b' + ENTER, rb'\r\n\| $')
    session.type(b'}' + ENTER, rb'undefined.*' + PROMPT)
    session.type(b'add(40, 2)' + ENTER, rb'\x1b\[33m42\x1b\[39m\r\n.*' + PROMPT)
    # Completion, await, errors.
    session.type(b'JSON.str' + TAB, rb'ingify')
    session.type(b'([1])' + ENTER, rb"'\[1\]'.*" + PROMPT)
    session.type(b'const late = await new Promise((r) => setTimeout(r, 20, "slept"))' + ENTER, rb'undefined.*' + PROMPT)
    session.type(b'late' + ENTER, rb"\r\n[^']*\x1b\[32m'slept'.*" + PROMPT)
    session.type(b'null.x' + ENTER, rb'Uncaught TypeError: Cannot read properties of null \(reading \'x\'\)\r\n.*' + PROMPT)
    session.type(b'_error.name' + ENTER, rb"\r\n[^']*\x1b\[32m'TypeError'.*" + PROMPT)
    # Ctrl-C gives up a line, and stops what runs.
    session.type(b'abc' + CTRL_C, rb'\r\n.*' + PROMPT)
    session.type(b'console.log("run" + "ning"); while (true) {}' + ENTER, rb'running\r\n')
    session.type(CTRL_C, rb'Script execution was interrupted by `SIGINT`.*' + PROMPT)
    session.type(b'await new Promise(() => {})' + ENTER, rb'\r\n')
    session.type(CTRL_C, rb'Script execution was interrupted by `SIGINT`.*' + PROMPT)
    # The line is drawn anew for another width.
    os.write(session.terminal, b'"' + b'x' * 30)
    session.expect(rb'x{30}')
    session.set_size(20)
    session.expect(rb'\x1b\[1G\x1b\[0J> "x{30}')
    session.type(CTRL_C, PROMPT)
    session.set_size(80)
    # Search in the history.
    session.type(CTRL_R + b'add(4', rb'bck-i-search: add\(4_')
    session.type(ENTER, rb'\x1b\[33m42\x1b\[39m\r\n.*' + PROMPT)
    session.type(CTRL_C, rb'To exit, press Ctrl\+C again.*' + PROMPT)
    os.write(session.terminal, CTRL_C)
    assert session.end() == 0


def second_session(runtime, history):
    session = Session(runtime, history)
    session.expect(PROMPT)
    session.type(UP, rb'add\(40, 2\)')
    session.type(CTRL_C, PROMPT)
    for _ in range(20):
        os.write(session.terminal, UP)
    session.expect(rb'function add\(a, b\) \{\r?\n\|   return a \+ b\r?\n\| \}')
    session.type(CTRL_C, PROMPT)
    os.write(session.terminal, CTRL_D)
    assert session.end() == 0


def main():
    runtime = os.path.abspath(os.environ.get('RUNTIME') or sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        history = os.path.join(folder, 'history')
        first_session(runtime, history)
        second_session(runtime, history)
        assert os.stat(history).st_mode & 0o777 == 0o600


main()
