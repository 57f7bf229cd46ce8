#!/usr/bin/env python3
"""Check how the rooms stand on each other: `make lint` runs it, `rooms.py --show` prints the shape.

1. No file requires at its top level what lies on a floor above its own: base, then web and modules side by side, then
   program. What must be otherwise is in EXCEPTIONS, with the reason.
2. Rooms do not need each other in a circle at top level, but for the circles in CIRCLES.
3. What a room shows besides its face is said in its face's head: '// Also shown: lifecycle, stdio.'
4. The largest knot of rooms, requires within functions included, grows no further than KNOT.
"""
import collections
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _harness import FLOORS, ROOT

HEIGHT = {'base': 0, 'web': 1, 'modules': 1, 'program': 2}
EXCEPTIONS = {
    ('domain', 'uncaught'): 'a domain takes the errors that nobody caught, from the moment it is loaded',
}
CIRCLES = [
    {'blob', 'buffer'},       # a Blob is made of Buffers, and node:buffer has Blob
    {'stream', 'webstreams'},  # node:stream/web is the room webstreams
]
KNOT = 59
TOKEN = re.compile(r'''//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[{}()\[\];]|=>|\brequire\('([\w/.-]+)'\)''', re.S)


class Require:
    def __init__(self, source, target, line, is_top):
        self.source, self.target, self.line, self.is_top = source, target, line, is_top


def files_of_rooms():
    """{id: path} of every built-in file, and {room: floor}."""
    files, floors = {}, {}
    for floor in FLOORS:
        for room in sorted(os.listdir(os.path.join(ROOT, floor))):
            floors[room] = floor
            for folder, folders, names in os.walk(os.path.join(ROOT, floor, room)):
                if folder == os.path.join(ROOT, floor, room):
                    folders[:] = [f for f in folders if f not in ('test', 'bench')]
                for name in names:
                    if name.endswith('.js'):
                        path = os.path.join(folder, name)
                        file_id = os.path.relpath(path, os.path.join(ROOT, floor))[:-3]
                        files[room if file_id == f'{room}/{room}' else file_id] = path
    return files, floors


def requires_in(file_id, text):
    """Those of a file, each with whether it runs when the file is loaded."""
    depth, arrow = 0, False
    for match in TOKEN.finditer(text):
        token = match[0]
        if match[1]:
            yield Require(file_id, match[1].removeprefix('node:'), text.count('\n', 0, match.start()) + 1, depth == 0 and not arrow)
        elif token in '{[(':
            depth += 1 if token == '{' else 0
        elif token == '}':
            depth -= 1
        elif token == '=>':
            arrow = True
        if depth == 0 and token == ';':
            arrow = False


def room_of(file_id):
    return file_id.split('/')[0]


def circles(edges, rooms):
    """Strongly connected components of more than one room (Tarjan's)."""
    index, low, stack, found = {}, {}, [], []

    def visit(room):
        index[room] = low[room] = len(index)
        stack.append(room)
        for other in sorted(edges[room]):
            if other not in index:
                visit(other)
                low[room] = min(low[room], low[other])
            elif other in stack:
                low[room] = min(low[room], index[other])
        if low[room] == index[room]:
            circle = set()
            while not circle or room not in circle:
                circle.add(stack.pop())
            if len(circle) > 1:
                found.append(circle)

    sys.setrecursionlimit(10_000)
    for room in rooms:
        if room not in index:
            visit(room)
    return found


def edges_of(requires):
    edges = collections.defaultdict(set)
    for each in requires:
        if room_of(each.source) != room_of(each.target):
            edges[room_of(each.source)].add(room_of(each.target))
    return edges


def shown_files(room, files):
    """What the room's face says that it shows besides itself."""
    if room not in files:  # without a face, every file is one
        return {file_id[len(room) + 1:] for file_id in files if file_id.startswith(f'{room}/')}
    with open(files[room], encoding='utf8') as file:
        head = ''.join(line for line in file if line.startswith('//'))
    match = re.search(r'Also shown: ([^.]*)\.', head.replace('\n// ', ' '))
    return {name.strip() for name in match[1].split(',')} if match else set()


def complaints(files, floors, requires):
    place = lambda each: f'{os.path.relpath(files[each.source], ROOT)}:{each.line}'
    for each in requires:
        source, target = room_of(each.source), room_of(each.target)
        if each.is_top and HEIGHT[floors[target]] > HEIGHT[floors[source]] and (source, target) not in EXCEPTIONS:
            yield f'{place(each)}: {floors[source]}/{source} requires {floors[target]}/{target}, which stands above it'
        if source != target and each.target != target:
            name = each.target[len(target) + 1:]
            if name not in shown_files(target, files):
                yield f"{place(each)}: {each.target} is not among what the face of {target} says it shows (// Also shown: ...)"
    for circle in circles(edges_of(r for r in requires if r.is_top), floors):
        if circle not in CIRCLES:
            yield f'a circle at top level: {", ".join(sorted(circle))}'
    knot = max((len(circle) for circle in circles(edges_of(requires), floors)), default=0)
    if knot > KNOT:
        yield f'{knot} rooms need each other, {KNOT} at most may'


def main():
    files, floors = files_of_rooms()
    requires = []
    for file_id, path in files.items():
        with open(path, encoding='utf8') as file:
            requires += [each for each in requires_in(file_id, file.read()) if each.target in files]
    if '--show' in sys.argv:
        for circle in circles(edges_of(requires), floors):
            print(f'knot of {len(circle)}: {", ".join(sorted(circle))}')
    found = list(dict.fromkeys(complaints(files, floors, requires)))
    print(''.join(f'{complaint}\n' for complaint in found), end='')
    print(f'{len(floors)} rooms, {len(requires)} requires, {len(found)} complaints')
    sys.exit(1 if found else 0)


if __name__ == '__main__':
    main()
