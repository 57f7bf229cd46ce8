"""Makes built-in sources of an npm package, one for each of its files: npm_files.py NODE_MODULES PACKAGE OUT REQUIRE CONSTANTS FILE...

Follows require() from each FILE of the package, writes what it finds below OUT and prints a line ID=PATH for each; an id is the
file's path without its extension. A require() of a built-in module becomes a call of what the built-in REQUIRE exports. CONSTANTS,
apart by commas, are defined as true.
"""
import os
import re
import sys

root, package, out, require, constants, *entries = sys.argv[1:]
CALL = re.compile(r'''\brequire\(\s*(['"])([^'"]+)\1\s*\)''')
DIRECTIVE = re.compile(r'''^(['"])use strict\1;?''', re.M)
made = {}

def resolve(request, importer):
    base = os.path.normpath(os.path.join(os.path.dirname(importer), request))
    return next(path for path in (base, base + '.js', base + '/index.js') if os.path.isfile(os.path.join(root, path)))

def add(path):
    """The id of the file's source."""
    id = path.removesuffix('.js')
    if id in made:
        return id
    made[id] = os.path.join(out, path)
    text = open(os.path.join(root, path), encoding='utf-8').read()
    for name in filter(None, constants.split(',')):
        if name in text:
            text = DIRECTIVE.sub(f"'use strict'; const {name} = true;", text, count=1)
    def call(match):
        if match[2].startswith('.'):
            return f"require('{add(resolve(match[2], path))}')"
        return f"require('{require}')('{match[2].removeprefix('node:')}')"
    text = CALL.sub(call, text)
    assert DIRECTIVE.search(text), f'{path} is not strict'
    os.makedirs(os.path.dirname(made[id]), exist_ok=True)
    if not os.path.exists(made[id]) or open(made[id], encoding='utf-8').read() != text:
        open(made[id], 'w', encoding='utf-8').write(text)
    return id

for entry in entries:
    add(os.path.join(package, entry))
print(';'.join(f'{id}={path}' for id, path in made.items()), end='')
