"""Bad input gets Node's messages and exit codes, and never a crash: missing and broken files, closed outputs, wrong
options, values thrown that are no errors, too deep stacks, too small heaps, signals.

Expectations are literal. Where $NODE24 names a Node 24, each case is run there too: what is expected must be what
Node does. $RUNTIME is the program under test. bad_input.py [CASE] runs the cases named so.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _harness import clean_env

FILES = {
    'hello.js': 'console.log("hello")\n',
    'hello_err.js': 'console.error("hello")\n',
    'syntax.js': 'let a = ;\n',
    'open.js': 'console.log(`a\n',
    'utf8.js': b'console.log("a\xff\xfeb".length, "\xc3\x28".charCodeAt(0).toString(16));\n',
    'utf16.js': b'\xff\xfe\x00',
    'lines.js': 'for (let i = 0; i < 100000; i++) console.log("line " + i);\n',
    'deep.js': 'function f() { return f() + 1; }\nf();\n',
    'caught.js': 'function f() { return f() + 1; }\n'
                 'try { f(); } catch (error) { console.log(error.name, error.message); }\n',
    'heap.js': 'const all = [];\nfor (;;) all.push(new Array(1000).fill({}));\n',
    'long.js': 'let s = "x";\nfor (;;) s += s;\n',
    'broken/package.json': '{ "name": ',
    'broken/index.js': 'console.log(1);\n',
    'empty/file.txt': '',
    'no_main/package.json': '{ "main": "gone.js" }',
    'node_modules/broken/package.json': '{ "name": "broken", }',
    'node_modules/broken/index.js': '',
    'bad.json': '{"a":\n',
    'unsettled.mjs': 'await new Promise(() => {});\n',
}

# name: (command for sh, exit code, stdout, stderr). $E is the program; DIR in the text stands for the folder. A string
# is the whole text without stack frames and without the place inside the runtime; None is not looked at, a list holds
# parts that must be there.
CASES = {
    'a missing program': ('$E gone.js', 1, '', ["Error: Cannot find module 'DIR/gone.js'", "code: 'MODULE_NOT_FOUND'"]),
    'a syntax error': ('$E syntax.js', 1, '', [
        "DIR/syntax.js:1\nlet a = ;\n        ^\n\nSyntaxError: Unexpected token ';'\n"]),
    'an end too early': ('$E open.js', 1, '', ['DIR/open.js:2\n\n\n\nSyntaxError: Unexpected end of input\n']),
    'a syntax error, checked': ('$E --check syntax.js', 1, '', ["SyntaxError: Unexpected token ';'"]),
    'a folder without an entry': ('$E empty', 1, '', ["Error: Cannot find module 'DIR/empty'"]),
    'a folder whose main is missing': ('$E no_main', 1, '', [
        "Error: Cannot find module 'DIR/no_main/gone.js'. Please verify that the package.json has a valid \"main\" entry"]),
    'a broken package.json': ('$E broken', 1, '', ['Error: Invalid package config DIR/broken/package.json.',
                                                   "code: 'ERR_INVALID_PACKAGE_CONFIG'"]),
    'a broken package.json of a package': ("$E -e 'require(\"broken\")'", 1, '', [
        'Error: Invalid package config DIR/node_modules/broken/package.json.']),
    'broken JSON': ("$E -e 'require(\"./bad.json\")'", 1, '', [
        'SyntaxError: DIR/bad.json: Unexpected end of JSON input']),
    'invalid UTF-8': ('$E utf8.js', 0, '4 fffd\n', ''),
    'UTF-16': ('$E utf16.js', 1, '', ['SyntaxError: Invalid or unexpected token']),
    'an empty program': ('$E /dev/null', 0, '', ''),
    'a reader that leaves': ('$E lines.js | head -1', 0, 'line 0\n', ''),
    'a closed stdout': ('$E hello.js >&-', 0, '', ''),
    'a closed stderr': ('$E hello_err.js 2>&-', 0, '', ''),
    'a closed stdin': ('$E hello.js <&-', 0, 'hello\n', ''),
    'a closed stderr and an error': ('$E syntax.js 2>&-', 1, '', ''),
    'a full disk behind stderr': ('$E syntax.js 2>/dev/full', 1, '', ''),
    'too deep a stack': ('$E deep.js', 1, '', ['RangeError: Maximum call stack size exceeded']),
    'too deep a stack, caught': ('$E caught.js', 0, 'RangeError Maximum call stack size exceeded\n', ''),
    'too long a string': ('$E long.js', 1, '', ['RangeError: Invalid string length']),
    'too small a heap': ('ulimit -c 0; $E --max-old-space-size=20 heap.js', 134, '', [
        'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory']),
    'an unknown option': ('$E --nope hello.js', 9, '', '$E: bad option: --nope\n'),
    'two unknown options': ('$E --nope -x hello.js', 9, '', '$E: bad option: --nope\n$E: bad option: -x\n'),
    'an option without its value': ('$E -r', 9, '', '$E: -r requires an argument\n'),
    'a number that is none': ('$E --max-old-space-size=much hello.js', 9, '', [
        'Error: illegal value for flag --max-old-space-size=much of type size_t\n'
        'Try --help for options\n$E: bad option: --max-old-space-size=much\n']),
    'a wrong mode': ('$E --unhandled-rejections=x hello.js', 9, '', '$E: invalid value for --unhandled-rejections\n'),
    'an unknown option in NODE_OPTIONS': ('NODE_OPTIONS=--nope $E hello.js', 9, '',
                                          '$E: --nope is not allowed in NODE_OPTIONS\n'),
    'a program in NODE_OPTIONS': ('NODE_OPTIONS="syntax.js --nope" $E hello.js', 0, 'hello\n', ''),
    'an open quote in NODE_OPTIONS': ("NODE_OPTIONS='\"-r' $E hello.js", 9, '', [
        '$E: invalid value for NODE_OPTIONS (unterminated string)\n']),
    'a missing module to preload': ('$E -r ./gone hello.js', 1, '', ["Error: Cannot find module './gone'"]),
    'a missing module to import first': ('$E --import ./gone.mjs hello.js', 1, '', ['ERR_MODULE_NOT_FOUND']),
    'a missing environment file': ('$E --env-file=gone hello.js', 9, '', '$E: gone: not found\n'),
    'a syntax error on the command line': ("$E -e 'foo bar'", 1, '', [
        "[eval]:1\nfoo bar\n    ^^^\nExpected ';', '}' or <eof>\n\nSyntaxError: Unexpected identifier 'bar'\n"]),
    'TypeScript on the command line': ("$E -e 'const a: number = 5; console.log(a)'", 0, '5\n', ''),
    'an enum on the command line': ("$E -e 'enum X { A }'", 1, '', ['enum X { A }\n^^^^\nTypeScript enum is not supported']),
    'a syntax error on stdin': ("echo 'f(1' | $E", 1, '', ["[stdin]:1\nf(1\n  ^\nExpected ',', got '<eof>'\n\nSyntaxError"]),
    'null thrown': ("$E -e 'throw null'", 1, '', ['[eval]:1\nthrow null\n^\nnull\n(Use `']),
    'a symbol thrown': ("$E -e 'throw Symbol(1)'", 1, '', ['[eval]:1\nthrow Symbol(1)\n^\n\n(Use `']),
    'an object thrown': ("$E -e 'throw {a: 1}'", 1, '', ['throw {a: 1}\n^\n\n{ a: 1 }\n']),
    'a proxy thrown': ("$E -e 'throw new Proxy({}, {get() { throw 1 }})'", 1, '', ['\n(Use `']),
    'an error whose stack throws': (
        "$E -e 'throw Object.defineProperty(new Error(\"m\"), \"stack\", {get() { throw 5 }})'", 1, '', ['^\n\nError: m\n(Use `']),
    'an error whose name is a symbol': (
        "$E -e 'throw Object.assign(new Error(\"m\"), {name: Symbol()})'", 1, '', ['^\n\n: m\n(Use `']),
    'a rejection without an error': ("$E -e 'Promise.reject(5)'", 1, '', [
        'The promise rejected with the reason "5".', "code: 'ERR_UNHANDLED_REJECTION'"]),
    'a handler that throws': (
        "$E -e 'process.on(\"uncaughtException\", () => { throw new Error(\"second\") }); throw new Error(\"first\")'",
        7, '', ['Error: second']),
    'bad JSON in a string': ("$E -e 'JSON.parse(\"{\")'", 1, '', ['<anonymous_script>:1\n{\n\nSyntaxError: ']),
    'an exit code that is no number': ("$E -e 'process.exitCode = \"abc\"'", 1, '', [
        "TypeError [ERR_INVALID_ARG_TYPE]: The \"code\" argument must be of type number. Received type string ('abc')"]),
    'an exit code that is no integer': ("$E -e 'process.exit(1.5)'", 1, '', [
        'RangeError [ERR_OUT_OF_RANGE]: The value of "code" is out of range. It must be an integer. Received 1.5']),
    'an exit code in a string': ("$E -e 'process.exitCode = \"12\"'", 12, '', ''),
    'an exit code too large': ("$E -e 'process.exitCode = 256'", 0, '', ''),
    'a negative exit code': ("$E -e 'process.exitCode = -1'", 255, '', ''),
    'an await that never ends': ('$E unsettled.mjs', 13, '', ['Warning: Detected unsettled top-level await at']),
    'SIGTERM': ("$E -e 'process.kill(process.pid, \"SIGTERM\"); setTimeout(() => {}, 9000)'", 143, '', None),
    'SIGKILL': ("$E -e 'process.kill(process.pid, \"SIGKILL\"); setTimeout(() => {}, 9000)'", 137, '', None),
    'abort': ("ulimit -c 0; $E -e 'process.abort()'", 134, '', None),
    'an unknown signal': ("$E -e 'process.kill(process.pid, \"SIGNOPE\")'", 1, '', [
        'TypeError [ERR_UNKNOWN_SIGNAL]: Unknown signal: SIGNOPE']),
    'a working directory that is gone': ('mkdir gone; cd gone; rmdir ../gone; $E -p 1', 0, '1\n', ''),
    'a program where the working directory is gone': (
        'mkdir gone; cd gone; rmdir ../gone; $E hello.js', 1, '', ['Error: ENOENT: no such file or directory, uv_cwd']),
}


def run(program, command, folder):
    # Without exec, so that the shell tells a signal as 128 and its number.
    result = subprocess.run(['sh', '-c', f'{command}\nexit $?'], cwd=folder, env=clean_env(E=program), timeout=60,
                            stdin=subprocess.DEVNULL, capture_output=True)
    out, err = (text.decode('utf8', 'replace').replace(folder, 'DIR').replace(program, '$E')
                for text in (result.stdout, result.stderr))
    return result.returncode, out, re.sub(r'^ +at .*\n', '', err, flags=re.M)


def wrong(got, expected):
    if expected is None or got == expected:
        return False
    return isinstance(expected, str) or any(part not in got for part in expected)


def check(who, program, name):
    """Says what is wrong with a case; returns whether something is."""
    command, code, out, err = CASES[name]
    with tempfile.TemporaryDirectory(prefix='eddy-bad-input-') as folder:
        folder = os.path.realpath(folder)
        for path, text in FILES.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(text if isinstance(text, bytes) else text.encode())
        got = run(program, command, folder)
    if got[0] == code and not wrong(got[1], out) and not wrong(got[2], err):
        return False
    print(f'{name}: {who} does not do what is expected\n  {command}\n  expected: {(code, out, err)}\n  got:      {got}')
    return True


def main():
    eddy = os.path.abspath(os.environ['RUNTIME'])
    node = os.environ.get('NODE24')
    names = [name for name in CASES if not sys.argv[1:] or name in sys.argv[1:]]
    failures = sum(check('eddy', eddy, name) for name in names)
    if node:
        failures += sum(check('Node', node, name) for name in names)
    print(f'{len(names)} cases, {failures} wrong')
    sys.exit(1 if failures else 0)


main()
