'use strict';
// URL and URLSearchParams, file: URLs and paths, the legacy url.parse(), querystring.
const querystring = require('querystring');
const url = require('url');
const { measure } = require('./_measure.js');

process.noDeprecation = true; // of url.parse()

const short = 'https://example.com/path?x=1';
const long = 'https://user:password@www.example.com:8080/some/long/path/to/a/file.html?query=string&other=value#fragment';
const written = 'HTTPS://Example.COM:443/a/./b/../c d?q=\u00e9';
const query = 'a=b&c=d%20e&f=g+h&number=12345&name=value';
const plainQuery = 'page=2&limit=50&sort=name&order=asc&filter=active';
const params = new URLSearchParams(query);
const plainObject = { page: 2, limit: 50, sort: 'name', tags: ['a', 'b'], text: 'hello world' };
const made = new URL(long);
let kept = 0;

const benches = {
  'new URL(short)': () => new URL(short).href.length,
  'new URL(long)': () => new URL(long).href.length,
  'new URL(concatenation)': (i) => new URL('http://localhost:3000/users/' + (i & 1023)).href.length,
  'new URL(host only)': () => new URL('https://example.com').href.length,
  'new URL(not normalized)': () => new URL(written).href.length,
  'new URL(path, base)': () => new URL('/users/17?x=1', 'http://localhost:3000').href.length,
  'new URL(../path, base)': () => new URL('../lib/file.js', 'https://example.com/a/b/c.js').href.length,
  'URL.canParse': () => Number(URL.canParse(short)),
  'URL.canParse(long)': () => Number(URL.canParse(long)),
  'five getters': () => made.pathname.length + made.search.length + made.host.length + made.origin.length + made.protocol.length,
  'set pathname': (i) => {
    const one = new URL(short);
    one.pathname = i & 1 ? '/other' : '/path/two';
    return one.href.length;
  },
  'url.searchParams.get': () => new URL('https://example.com/path?x=1&y=2&z=%20a').searchParams.get('z').length,
  'url.searchParams.set': () => {
    const one = new URL(short);
    one.searchParams.set('x', '2');
    return one.href.length;
  },
  'new URLSearchParams(string)': () => new URLSearchParams(query).size,
  'new URLSearchParams(object)': () => new URLSearchParams({ page: '2', limit: '50', sort: 'name' }).size,
  'URLSearchParams get': () => params.get('number').length,
  'URLSearchParams has': () => Number(params.has('nothing')),
  'URLSearchParams iterate': () => {
    let length = 0;
    for (const [name, value] of params) length += name.length + value.length;
    return length;
  },
  'URLSearchParams append, toString': () => {
    const one = new URLSearchParams();
    one.append('first', 'a value');
    one.append('second', 'b');
    return one.toString().length;
  },
  'URLSearchParams toString': () => params.toString().length,
  'querystring.parse': () => querystring.parse(query).number.length,
  'querystring.parse(plain)': () => querystring.parse(plainQuery).page.length,
  'querystring.stringify': () => querystring.stringify(plainObject).length,
  'querystring.escape': () => querystring.escape('hello world & more').length,
  'querystring.unescape': () => querystring.unescape('hello%20world%20%26%20more').length,
  'fileURLToPath': () => url.fileURLToPath('file:///home/user/project/src/file.js').length,
  'fileURLToPath(encoded)': () => url.fileURLToPath('file:///home/user/my%20project/file.js').length,
  'fileURLToPath(URL)': ((file) => () => url.fileURLToPath(file).length)(new URL('file:///home/user/project/src/file.js')),
  'pathToFileURL': () => url.pathToFileURL('/home/user/project/src/file.js').href.length,
  'pathToFileURL(relative)': () => url.pathToFileURL('src/my file.js').href.length,
  'url.parse': () => url.parse('https://user:pass@example.com:8080/path/to?x=1#hash').pathname.length,
  'url.parse(path)': () => url.parse('/path/to?x=1').pathname.length,
  'url.format(object)': () => url.format({ protocol: 'http', host: 'a.com', pathname: '/x', query: { a: 1 } }).length,
  'url.resolve': () => url.resolve('http://a.com/b/c', '../d?x').length,
  'urlToHttpOptions': () => url.urlToHttpOptions(made).path.length,
  'domainToASCII': () => url.domainToASCII('espa\u00f1ol.com').length,
  'domainToUnicode': () => url.domainToUnicode('xn--espaol-zwa.com').length,
};

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(i); });
  }
})();
