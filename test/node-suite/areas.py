"""The suite's files by area, so that somebody who works on one can run and count only those.

`areas.py AREA` prints the names of an area; `areas.py` alone counts all of them.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# The first that matches counts. The patterns are what a file's name begins with after `test-`.
AREAS = [
    ('loop', 'timers|next-tick|microtask|promise|immediate|set-immediate|process|unhandled|rejection|ref-unref|eventloop|'
             'queue-microtask|timeout|stdin|stdout|cli|eval|exception|error|signal|beforeexit|kill|exit|cwd|env'),
    ('proc', 'child|cluster|worker|fork|spawn|message|broadcast|ipc|atomics|stdio|execfile|double-tls|locks|web-locks'),
    ('net', 'net|dgram|dns|socket|listen|pipe|tcp|c-ares|blocklist|tojson|keepalive'),
    ('http', r'http-|http\.|http_|httpparser|header|set-http|set-incoming|outgoing|client|server|max-http|'
             'abort-controller-http'),
    ('crypto', 'crypto|webcrypto|tls|https|http2|zlib|x509|ssl|openssl|gzip|brotli|zstd'),
    ('streams', 'stream|readable|writable|duplex|transform|pipeline|webstream|'
                'whatwg-(readable|writable|transform|webstreams)|compression'),
    ('files', 'fs|file|fastutf8|watch|tmpdir|glob|readline|tty|repl'),
    ('modules', 'module|require|compile|cjs|esm|preload|import|source-map|find-package|typescript|strip|node-modules|'
                'package|init|symlink|sea|single-exec|snapshot'),
    ('tools', 'runner|inspector|debugger|debug|inspect|permission|report|diagnostic-dir|heap|cpu-prof|trace|sqlite|'
              'coverage|perf-|dotenv|config|node-run|wasi|test-runner|domain|shadow'),
    ('core', ''),
    ('terminal', None),  # the folder pseudo-tty
]
PATTERNS = [(area, re.compile(rf'(parallel|sequential)/test-({starts})')) for area, starts in AREAS if starts is not None]


def area_of(name):
    if name.startswith('es-module/'):
        return 'modules'
    if name.startswith('pseudo-tty/'):
        return 'terminal'
    return next(area for area, pattern in PATTERNS if pattern.match(name))


def names_in(file):
    """The names in a list: first column, no empty lines, no '#' comments."""
    path = os.path.join(HERE, file)
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf8') as lines:
        return [line.split('\t')[0].strip() for line in lines if line.strip() and not line.startswith('#')]


if __name__ == '__main__':
    names = names_in('applicable.txt')
    if len(sys.argv) > 1:
        print('\n'.join(name for name in names if area_of(name) == sys.argv[1]))
    else:
        for area, _ in AREAS:
            print(f'{area:8} {sum(area_of(name) == area for name in names):5}')
