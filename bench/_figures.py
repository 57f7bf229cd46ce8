"""What the measuring scripts share: the runtimes that are here, and figures side by side."""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'test'))
from _harness import ROOT, reference_node

TIMEOUT = 120
INSTALLED = os.path.join(ROOT, 'deps/cache/bench/node_modules')


# --- runtimes -------------------------------------------------------------------------------------------------------------
def found(path, name, installed):
    for candidate in (path, os.environ.get(name.upper()), name, os.path.join(INSTALLED, installed)):
        if candidate and shutil.which(candidate):
            return os.path.abspath(shutil.which(candidate))
    return None


def find_runtimes(options):
    """{name: command}, eddy first."""
    runtimes = {'eddy': [os.path.abspath(options.eddy)]}
    if not os.access(options.eddy, os.X_OK):
        sys.exit(f'no such runtime: {options.eddy}')
    if node := reference_node(options.node):
        runtimes['node'] = [node]
    if bun := found(options.bun, 'bun', '@oven/bun-linux-x64/bin/bun'):
        runtimes['bun'] = [bun]
    if node26 := found(None, 'node26', 'node26/bin/node'):
        runtimes['node26'] = [node26]
    if deno := found(options.deno, 'deno', '@deno/linux-x64-glibc/deno'):
        runtimes['deno'] = [deno, 'run', '-A']
    for extra in options.also:
        name, _, path = extra.partition('=')
        runtimes[name] = [os.path.abspath(path)]
    return {name: command for name, command in runtimes.items() if name not in options.skip}


def version_of(command):
    text = subprocess.run([command[0], '--version'], capture_output=True, text=True, timeout=TIMEOUT).stdout
    return (re.search(r'\d+\.\d+\.\d+\S*', text) or [text.strip()])[0]


# --- figures --------------------------------------------------------------------------------------------------------------
class Figures:
    """The measurements of one table: figure -> runtime -> values. `better`: 'more' or 'less'."""

    def __init__(self, names, title, better):
        self.names, self.title, self.better, self.values = names, title, better, {}

    def add(self, figure, name, value):
        self.values.setdefault(figure, {}).setdefault(name, []).append(value)

    def as_json(self):
        return {'title': self.title, 'better': self.better, 'figures': self.values}

    def print(self, unit):
        if not self.values:
            print('no figures: no runtime printed {"bench": ...} lines')
            return
        width = max(map(len, self.values))
        print(f'{"":{width}}  ' + ''.join(f'{name:>28}' for name in self.names))
        for figure, by_name in self.values.items():
            mine = by_name.get(self.names[0])
            cells = [self.cell(by_name.get(name), mine, name != self.names[0], unit) for name in self.names]
            print(f'{figure:{width}}  ' + ''.join(f'{cell:>28}' for cell in cells), flush=True)

    @staticmethod
    def cell(values, mine, is_other, unit):
        if not values:
            return 'fails'
        median = statistics.median(values)
        spread = f'({min(values) / median:.2f}-{max(values) / median:.2f})'
        shown = unit(median)
        if is_other and mine:
            return f'{statistics.median(mine) / median:.2f}x {shown} {spread}'
        return f'{shown} {spread}'


def save(path, runtimes, tables):
    """Every value, for bench/report."""
    versions = {name: version_of(command) for name, command in runtimes.items()}
    with open(path, 'w', encoding='utf8') as file:
        json.dump({'versions': versions, 'tables': [table.as_json() for table in tables if table.values]}, file, indent=1)


def plain(value):
    return f'{value:.2f}' if value < 100 else f'{value:.0f}'


def per_second(value):
    for limit, letter in ((1e9, 'G'), (1e6, 'M'), (1e3, 'k')):
        if value >= limit:
            return f'{value / limit:.2f}{letter}'
    return f'{value:.1f}'


def add_runtime_arguments(parser):
    parser.add_argument('--eddy', default=os.path.join(ROOT, 'build/eddy'))
    parser.add_argument('--node', help='default: $NODE24, $NODE, what deps/install has, or node on PATH')
    parser.add_argument('--bun', help='default: $BUN, bun on PATH, or what deps/install has')
    parser.add_argument('--deno', help='default: $DENO, deno on PATH, or what deps/install has')
    parser.add_argument('--also', action='append', default=[], metavar='NAME=PATH', help='one more runtime')
    parser.add_argument('--skip', action='append', default=[], metavar='NAME', help='leave a runtime out')
