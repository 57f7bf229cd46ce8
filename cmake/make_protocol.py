"""Makes the built-in source whose comment is what the inspector's /json/protocol answers: make_protocol.py PACKAGE OWN OUT

PACKAGE is npm's devtools-protocol: its file of V8's domains is taken whole, of the browser's what OWN names under "taken", with the
types that it needs. OWN (modules/inspector/protocol.json) describes our own domains.
"""
import json
import sys

package, own_file, out = sys.argv[1:]

def read(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)

def references(value):
    """The names behind each "$ref" in it."""
    if isinstance(value, dict):
        return {value['$ref']} if isinstance(value.get('$ref'), str) else set().union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()

def without(value, is_missing):
    """It, without members (properties, parameters, what is returned) that refer to what is missing."""
    if isinstance(value, dict):
        return {key: without(part, is_missing) for key, part in value.items()}
    if isinstance(value, list):
        return [without(part, is_missing) for part in value if not any(map(is_missing, references(part)))]
    return value

def taken_from(domain, names, known):
    is_missing = lambda name: '.' in name and name.split('.')[0] not in known
    used = {kind: [without(part, is_missing) for part in domain.get(kind, []) if part['name'] in names] for kind in ('commands', 'events')}
    all_types = {part['id']: {**part, 'properties': without(part.get('properties', []), is_missing)} for part in domain.get('types', [])}
    wanted, found = references(list(used.values())), set()
    while wanted - found:
        name = (wanted - found).pop()
        found.add(name)
        wanted |= references(all_types.get(name, {}))
    types = [{key: value for key, value in part.items() if value != []} for name, part in all_types.items() if name in found]
    return {'domain': domain['domain'], 'description': domain.get('description', ''), 'experimental': True, 'types': types, **used}

own = read(own_file)
protocol = read(f'{package}/json/js_protocol.json')
browsers = {domain['domain']: domain for domain in read(f'{package}/json/browser_protocol.json')['domains']}
known = {domain['domain'] for domain in protocol['domains']} | set(own['taken'])
protocol['domains'] += own['domains'] + [taken_from(browsers[name], names, known) for name, names in own['taken'].items()]
text = json.dumps(protocol, separators=(',', ':'), ensure_ascii=True).replace('*/', '*\\/')
with open(out, 'w', encoding='utf-8') as file:
    file.write(f"// The inspector's protocol: npm's devtools-protocol, and domains of our own. Made by the build.\n/*{text}*/\n")
