"""Writes the table of built-in JavaScript sources: embed_builtins.py OUT_DIR LIST

OUT_DIR/builtin_sources.S holds the bytes, OUT_DIR/builtin_sources.cc the table sorted by id. Sources must be ASCII, so
that V8 can use them in place; what is not is escaped. LIST holds a line ID=FILE for each.

A source's name in stack traces is node:ID where programs may require it, and node:internal/ID where not: packages tell
frames of the runtime's own by that. What debuggers and tests look for by the name of Node's file that does the same has
that name.
"""
import os
import re
import sys

out = sys.argv[1]
entries = sorted(line.strip().split('=', 1) for line in open(sys.argv[2]) if line.strip())
ascii_dir = os.path.join(out, 'ascii')

def public_ids():
    """What modules/module/public.js lists."""
    text = open(dict(entries)['module/public']).read()
    lists = re.findall(r'^const (?:plainIds|schemeOnlyIds) = \[(.*?)\];', text, re.M | re.S)
    assert len(lists) == 2, 'the lists of modules/module/public.js have other names'
    return {id for ids in lists for id in re.findall(r"'([^']+)'", ids)}

public = public_ids()
NODES_NAMES = {
    'bootstrap': 'bootstrap/realm',
    'main/eval': 'process/execution',
}

def name_of(id):
    if id.startswith('undici/'): # Node's is one file
        return 'node:internal/deps/undici/undici'
    return f'node:{id}' if id in public else f'node:internal/{NODES_NAMES.get(id, id)}'

def ascii_file(id, path):
    """The path itself, or that of an escaped copy."""
    text = open(path, 'rb').read()
    if text.isascii():
        return path
    os.makedirs(ascii_dir, exist_ok=True)
    copy = os.path.join(ascii_dir, id.replace('/', '__'))
    escaped = ''.join(c if ord(c) < 128 else ''.join(f'\\u{unit:04x}' for unit in
                      memoryview(c.encode('utf-16-le')).cast('H')) for c in text.decode())
    open(copy, 'w').write(escaped)
    return copy

with open(os.path.join(out, 'builtin_sources.S'), 'w') as asm, open(os.path.join(out, 'builtin_sources.cc'), 'w') as cc:
    asm.write('  .section .rodata\n')
    cc.write('// Written by cmake/embed_builtins.py.\n#include "engine/builtins.h"\n\nextern "C" {\n')
    for i, (id, path) in enumerate(entries):
        asm.write(f'  .global eddy_source_{i}_begin, eddy_source_{i}_end\n  .balign 8\n'
                  f'eddy_source_{i}_begin:\n  .incbin "{ascii_file(id, path)}"\neddy_source_{i}_end:\n')
        cc.write(f'extern const char eddy_source_{i}_begin[], eddy_source_{i}_end[];\n')
    asm.write('  .section .note.GNU-stack,"",%progbits\n')
    cc.write('}\n\nnamespace eddy::engine {\n\nstd::span<BuiltinSource> BuiltinSources() {\n  static BuiltinSource sources[] = {\n')
    for i, (id, _) in enumerate(entries):
        cc.write(f'      {{"{id}", "{name_of(id)}", eddy_source_{i}_begin, eddy_source_{i}_end}},\n')
    cc.write('  };\n  return sources;\n}\n\n}  // namespace eddy::engine\n')
