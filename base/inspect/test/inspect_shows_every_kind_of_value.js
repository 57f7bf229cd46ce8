'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(43);
const { inspect } = require('node:util');

const shows = (value, text, options) => assert.strictEqual(inspect(value, options), text);
class Foo { constructor() { this.a = 1; } }
class Mapper extends Map {}
class HashMap extends Map {}
function args() { return arguments; }

shows(-0, '-0');
shows(1e21, '1e+21');
shows('it\'s', '"it\'s"');
shows('it\'s "both"', '`it\'s "both"`');
shows('\u0001\n\ud800\u007f', "'\\x01\\n\\ud800\\x7F'");
shows(Symbol('a\nb'), 'Symbol(a\nb)');
shows(12n, '12n');
shows([1, , undefined, null], '[ 1, <1 empty item>, undefined, null ]');
shows({ 'a-b': 1, $x: 2, _y: 3, [Symbol('s\n')]: 4 }, "{ 'a-b': 1, '$x': 2, _y: 3, Symbol(s\\n): 4 }");
shows(Object.create(null, { x: { value: 1, enumerable: true } }), '[Object: null prototype] { x: 1 }');
shows(Object.create(Object.create(null)), 'Object <[Object: null prototype] {}> {}');
shows(new Foo(), 'Foo { a: 1 }');
shows(Object.setPrototypeOf(new Foo(), null), '[Foo: null prototype] { a: 1 }');
shows(new Mapper([[1, { a: 2 }]]), 'Mapper(1) [Map] { 1 => { a: 2 } }');
shows(new HashMap(), 'HashMap(0) {}');
shows(new Set([1, 'a']), "Set(2) { 1, 'a' }");
shows(new Map([[1, 2]]).entries(), '[Map Entries] { [ 1, 2 ] }');
shows(new Map([[1, 2]]).keys(), '[Map Iterator] { 1 }');
shows(new Set([1]).values(), '[Set Iterator] { 1 }');
shows(args(1), "[Arguments] { '0': 1 }");
shows(() => {}, '[Function (anonymous)]');
shows(async function* named() {}, '[AsyncGeneratorFunction: named]');
shows(class A extends Foo { static s = 1; }, '[class A extends Foo] { s: 1 }');
shows(Object.setPrototypeOf(function f() {}, null), '[Function (null prototype): f]');
shows(new Uint8Array(2), 'Uint8Array(2) [ 0, 0 ]');
shows(new BigInt64Array(1), 'BigInt64Array(1) [ 0n ]');
shows(new ArrayBuffer(2), 'ArrayBuffer { [Uint8Contents]: <00 00>, [byteLength]: 2 }');
shows(Promise.resolve(3), 'Promise { 3 }');
shows(new Promise(() => {}), 'Promise { <pending> }');
shows(new WeakSet(), 'WeakSet { <items unknown> }');
shows(new Date(0), '1970-01-01T00:00:00.000Z');
shows(new Date(NaN), 'Invalid Date');
shows(/a\/b/gi, '/a\\/b/gi');
shows(Object('ab'), "[String: 'ab']");
shows(Object(-0), '[Number: -0]');
shows(Object(Symbol('q')), '[Symbol: Symbol(q)]');
shows((function* () {})(), 'Object [Generator] {}');
shows(Math, 'Object [Math] {}', { depth: 0 });
shows(new Proxy({ a: 1 }, { get() { throw new Error('trap'); } }), '{ a: 1 }');
shows(new Proxy({ a: 1 }, {}), 'Proxy [ { a: 1 }, {} ]', { showProxy: true });
shows({ get a() { return 1; }, set b(value) {}, get c() { return 1; }, set c(value) {} },
      '{ a: [Getter], b: [Setter], c: [Getter/Setter] }');
shows({ get a() { throw new Error('x'); } }, '{ a: [Getter: <Inspection threw (x)>] }', { getters: true });

const ring = { a: {} };
ring.a.ring = ring;
ring.self = ring.a;
ring.a.self = ring.a;
shows(ring, '<ref *1> {\n' +
  '  a: <ref *2> { ring: [Circular *1], self: [Circular *2] },\n' +
  '  self: <ref *2> { ring: [Circular *1], self: [Circular *2] }\n}');

// URLs without their own method, as in the messages of assertions.
const native = { customInspect: false };
shows(new URL('http://foo/a?b#c'), 'http://foo/a?b#c', native);
shows(Object.assign(new URL('http://foo'), { a: 1 }), 'http://foo/ { a: 1 }', native);
shows(new (class Own extends URL {})('http://foo'), 'http://foo/', native);
shows([new URL('http://foo')], '[ URL {} ]', { ...native, depth: 0 });
shows(Object.setPrototypeOf(new URL('http://foo'), null), '[URL: null prototype] {}', native);
shows(new (class Link { href = 'a'; protocol = 'b'; })(), "Link { href: 'a', protocol: 'b' }", native);
assert.throws(() => assert.deepStrictEqual(new URL('http://foo'), new URL('http://bar')), { message: /\n\+ http:\/\/foo\/\n- http:\/\/bar\/\n/ });
