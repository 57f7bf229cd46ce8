'use strict';
const assert = require('node:assert');
const { parseArgs } = require('node:util');

const options = {
  all: { type: 'boolean', short: 'a' }, file: { type: 'string', short: 'f' }, many: { type: 'string', multiple: true },
  color: { type: 'boolean', default: true },
};
const parse = (args, more) => parseArgs({ args, options, ...more });
const plain = ({ values, positionals }) => [{ ...values }, positionals];

assert.deepStrictEqual(plain(parse(['-a', '--file=x', '--many', '1', '--many=2'])),
                       [{ all: true, file: 'x', many: ['1', '2'], color: true }, []]);
assert.deepStrictEqual(plain(parse(['-afx', 'p', '--', '-q'], { allowPositionals: true })),
                       [{ all: true, file: 'x', color: true }, ['p', '-q']]);
assert.deepStrictEqual(plain(parse(['--no-color'], { allowNegative: true })), [{ color: false }, []]);
assert.deepStrictEqual(plain(parse(['--what', 'x'], { strict: false })), [{ what: true, color: true }, ['x']]);
assert.deepStrictEqual(parse(['-af', 'x'], { tokens: true }).tokens, [
  { kind: 'option', name: 'all', rawName: '-a', index: 0, value: undefined, inlineValue: undefined },
  { kind: 'option', name: 'file', rawName: '-f', index: 0, value: 'x', inlineValue: false },
]);
assert.throws(() => parse(['--what']), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION', message: "Unknown option '--what'" });
assert.throws(() => parse(['x']), { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' });
assert.throws(() => parse(['--file']), { message: "Option '-f, --file <value>' argument missing" });
assert.throws(() => parse(['--all=1']), { message: "Option '-a, --all' does not take an argument" });
assert.throws(() => parse(['--file', '-x']), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message: /is ambiguous/ });
