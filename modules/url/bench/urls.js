'use strict';
// Nanoseconds of CPU time for common work with URLs. Run with two runtimes and compare: <runtime> urls.js
const url = require('url');

const cpuTime = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1000;
};

function b(name, f, n = 300000) {
  for (let i = 0; i < 20000; i++) f(i);
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = cpuTime();
    for (let i = 0; i < n; i++) f(i);
    best = Math.min(best, (cpuTime() - start) / n);
  }
  console.log(name.padEnd(30), best.toFixed(0), 'ns');
}

let s=0;
b('new URL(http)',i=>{s+=new URL('https://example.com/path/to?x='+(i&1023)).href.length});
b('new URL(/path, base)',i=>{s+=new URL('/path/to?x='+(i&1023),'http://localhost:3000').pathname.length});
b('new URL(./x, file)',i=>{s+=new URL('./x'+(i&1023),'file:///home/u/a/b/c.js').pathname.length});
b('new URL(../x, http)',i=>{s+=new URL('../x'+(i&1023),'https://e.com/a/b/c').pathname.length});
b('new URL(host only)',i=>{s+=new URL('https://example'+(i&1023)+'.com').href.length});
b('new URL(upper+space)',i=>{s+=new URL('HTTPS://u:p@Example.com:8080/a b/../c?x y#z'+(i&1023)).href.length});
b('new URL(ip)',i=>{s+=new URL('http://127.0.0.1:8080/'+(i&1023)).host.length});
b('new URL(node:)',i=>{s+=new URL('node:fs'+(i&1023)).href.length});
b('new URL(file:)',i=>{s+=new URL('file:///a/b/c.js?'+(i&1023)).href.length});
b('new URL(idn)',i=>{s+=new URL('http://m\u00fcnchen.de/'+(i&1023)).host.length},50000);
b('canParse',i=>{s+=URL.canParse('https://example.com/path/to?x='+(i&1023))?1:0});
b('props',i=>{const u=new URL('https://example.com/path/to?x='+(i&1023));s+=u.pathname.length+u.search.length+u.host.length+u.origin.length+u.protocol.length});
b('searchParams.get',i=>{s+=new URL('https://example.com/path/to?x='+(i&1023)+'&y=2&z=%20a').searchParams.get('z').length});
b('URLSearchParams parse',i=>{s+=new URLSearchParams('a=b&c=d&e=f+g&h=%20i&n='+(i&1023)).size});
b('URLSearchParams toString',i=>{const p=new URLSearchParams();p.append('a b','c&d');p.append('x',i&1023);s+=p.toString().length});
b('set pathname',i=>{const u=new URL('https://example.com/path/to?x');u.pathname='/x/'+(i&1023);s+=u.href.length});
b('set search',i=>{const u=new URL('https://example.com/path/to?x');u.search='x='+(i&1023);s+=u.href.length});
b('url.parse',i=>{s+=url.parse('https://u:p@example.com:80/path/to?x='+(i&1023)+'#h').pathname.length});
b('url.parse /path',i=>{s+=url.parse('/path/to?x='+(i&1023)).pathname.length});
b('url.resolve',i=>{s+=url.resolve('http://a.com/b/c','../d?'+(i&1023)).length});
b('url.format',i=>{s+=url.format({protocol:'http',host:'a.com',pathname:'/x',query:{a:i&1023}}).length});
b('fileURLToPath',i=>{s+=url.fileURLToPath('file:///home/u/proj/src/file'+(i&1023)+'.js').length});
b('pathToFileURL',i=>{s+=url.pathToFileURL('/home/u/proj/src/file'+(i&1023)+'.js').href.length});
