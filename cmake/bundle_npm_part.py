"""Makes one built-in source of an npm package: bundle_npm_part.py NODE_MODULES PACKAGE OUT

Follows require() from the package's main file; what it does not find among the packages is left to the runtime's own require
(node:util and the like). JSON files become modules.
"""
import json
import os
import re
import sys

root, package, out = sys.argv[1:]
REQUIRE = re.compile(r'''\brequire\(\s*(['"])([^'"]+)\1\s*\)''')
files = {}

def main_of(name):
    manifest = json.load(open(os.path.join(root, name, 'package.json')))
    return os.path.normpath(os.path.join(name, manifest.get('main') or 'index.js'))

def resolve(request, importer):
    """The file below NODE_MODULES that `request` means, or None."""
    if request.startswith('.'):
        path = os.path.normpath(os.path.join(os.path.dirname(importer), request))
        for candidate in (path, path + '.js', path + '.json', path + '/index.js'):
            if os.path.isfile(os.path.join(root, candidate)):
                return candidate
    name = request.rstrip('/')
    return main_of(name) if os.path.isfile(os.path.join(root, name, 'package.json')) else None

def add(path):
    if path in files:
        return
    text = open(os.path.join(root, path), encoding='utf-8').read()
    if path.endswith('.json'):
        files[path] = ('module.exports = ' + text, {})
        return
    requests = {m[2]: resolve(m[2], path) for m in REQUIRE.finditer(text)}
    found = {request: file for request, file in requests.items() if file}
    files[path] = (text, found)
    for file in found.values():
        add(file)

entry = main_of(package)
add(entry)
with open(out, 'w', encoding='utf-8') as bundle:
    bundle.write(f"// {package}, from npm. Bundled by the build; not part of eddy's own source.\n")
    bundle.write('const files = {\n')
    for path, (text, requests) in files.items():
        function = f'function (exports, require, module) {{\n{text}\n}}'
        if '__filename' in text:  # the name of no file that is there
            function = f'((__filename) => {function})({json.dumps(path)})'
        bundle.write(f'{json.dumps(path)}: [{json.dumps(requests)}, {function}],\n')
    bundle.write('''};
const made = new Map();
function load(path) {
  if (made.has(path)) return made.get(path).exports;
  const part = { exports: {} };
  made.set(path, part);
  const [requests, run] = files[path];
  run.call(part.exports, part.exports, (request) => (requests[request] ? load(requests[request]) : require(request.replace(/^node:/, ''))), part);
  return part.exports;
}
module.exports = load(''' + json.dumps(entry) + ');\n')
