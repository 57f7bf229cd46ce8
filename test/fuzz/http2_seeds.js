'use strict';
// The inputs that fuzzing of HTTP/2 starts from: options, the seed of the cuts, and frames.
const { FLAGS, TYPES, data, fields, frame, goaway, headers, ping, priority, request, reset, settings, uint32, windowUpdate } = require('./_frames');

const get = (id, path) => headers(id, fields(request(path)));
const post = (id, path, more) => headers(id, fields(request(path, 'POST', more)), FLAGS.END_HEADERS);
const response = (id, list = [[':status', '200'], ['content-type', 'text/plain']], flags = FLAGS.END_HEADERS) => headers(id, fields(list), flags);

const toServers = [
  ...[...'abcdefghijklmnop'].map((letter, i) => [settings([]), get(1, `/${letter}`), post(3, `/${letter}x`), data(3, 'some bytes'), settings([], FLAGS.ACK)]),
  [settings([[4, 10]]), get(1, '/l'), windowUpdate(1, 1000), windowUpdate(0, 70_000)],
  [settings([]), get(1, '/a'), reset(1), get(3, '/a'), reset(3, 0)],
  [settings([]), ...Array.from({ length: 12 }, (_, i) => Buffer.concat([get(2 * i + 1, '/d'), reset(2 * i + 1)]))],
  [settings([]), headers(1, fields(request().slice(0, 2)), 0), frame(TYPES.CONTINUATION, 0, 1, fields(request().slice(2, 3))),
    frame(TYPES.CONTINUATION, FLAGS.END_HEADERS, 1, fields(request().slice(3)))],
  [settings([]), headers(1, fields(request()), 0), ping()],
  [settings([]), headers(1, Buffer.concat([Buffer.from([3]), fields(request()), Buffer.alloc(3)]), 4 | 1 | FLAGS.PADDED)],
  [settings([]), headers(1, Buffer.concat([uint32(1), Buffer.from([5]), fields(request())]), 4 | 1 | FLAGS.PRIORITY)],
  [settings([]), get(1, '/a'), priority(1, 1), priority(3, 5), priority(5, 3)],
  [settings([]), ping(), ping(FLAGS.ACK), ping(), goaway(0, 0, 'bye')],
  [settings([[2, 2]])], [settings([[5, 1]])], [settings([[4, 2 ** 31]])], [frame(TYPES.SETTINGS, 0, 0, Buffer.alloc(5))],
  [settings([[1, 0], [3, 0], [6, 0], [8, 1], [9, 9]]), get(1, '/c')],
  [settings([]), post(1, '/b', [['content-length', '5']]), data(1, 'hello')], [settings([]), post(1, '/b', [['content-length', '5']]), data(1, 'hell')],
  [settings([]), post(1, '/i'), data(1, 'body', 0), headers(1, fields([['t', 'trailer']]))],
  [settings([]), post(1, '/i'), ...Array.from({ length: 8 }, () => data(1, '', 0)), data(1, '')],
  [settings([]), headers(1, fields(request('/a', 'GET', [['cookie', 'a=b'], ['cookie', 'c=d']]), 0x10)), headers(3, fields(request('/a', 'GET', [['x', 'y'.repeat(90)]]), 0x40))],
  [settings([]), headers(1, fields([...request(), ['A', 'b']]))], [settings([]), headers(1, fields([...request(), ['a', ' b\n']]))],
  [settings([]), headers(1, fields([['a', 'b'], ...request()]))], [settings([]), headers(1, fields([...request(), ['connection', 'close']]))],
  [settings([]), headers(1, fields([[':method', 'CONNECT'], [':authority', 'x:1']]), FLAGS.END_HEADERS), data(1, 'tunnel')],
  [settings([]), headers(2, fields(request()))], [settings([]), data(1, 'x')], [settings([]), windowUpdate(1, 0)], [settings([]), get(3, '/a'), get(1, '/a')],
  [settings([]), frame(TYPES.DATA, 0, 0)], [settings([]), frame(99, 0, 1, Buffer.from('what'))], [settings([]), frame(TYPES.DATA, 0, 1, Buffer.alloc(0), 20_000)],
];

const toClients = [
  [response(1), data(1, 'one'), response(3), data(3, 'two'), response(5, undefined, 5), response(7), data(7, 'four')],
  [response(1, [[':status', '103'], ['link', 'x']]), response(1, [[':status', '204']], 5), reset(3, 7), goaway(5, 0)],
  [frame(TYPES.PUSH_PROMISE, 4, 1, Buffer.concat([uint32(2), fields(request('/p'))])), response(2), data(2, 'pushed'), response(1), data(1, '')],
  [response(1), data(1, 'x', 0), headers(1, fields([['t', 'trailer']]))],
  [goaway(0, 11, 'calm')], [settings([[3, 0]]), settings([[4, 0]]), response(1)], [response(9)], [ping(), ping(), response(1, [['a', 'b']])],
  [frame(TYPES.ALTSVC, 0, 0, Buffer.from('\0\x08http://xh2=":1"', 'latin1')), frame(TYPES.ORIGIN, 0, 0, Buffer.from('\0\x08http://x', 'latin1'))],
  [Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')],
];

const seeds = [
  ...toServers.flatMap((frames, i) => [0, 10].map((options) => Buffer.concat([Buffer.from([options, i]), ...frames]))),
  ...toClients.flatMap((frames, i) => [1, 3].map((options) => Buffer.concat([Buffer.from([options, i]), ...frames]))),
];

module.exports = { seeds };
