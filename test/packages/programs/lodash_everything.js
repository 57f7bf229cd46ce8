'use strict';
const _ = require('lodash');

const users = [{ n: 'b', a: 40, t: ['x'] }, { n: 'a', a: 36, t: ['y', 'z'] }, { n: 'c', a: 40, t: [] }];
console.log(_.chain(users).sortBy(['a', 'n']).map('n').value(), _.groupBy(users, 'a'), _.flatMap(users, 't'));
console.log(_.merge({ a: { b: [1, { c: 2 }] } }, { a: { b: [, { d: 3 }] } }), _.cloneDeep(new Map([[{ k: 1 }, new Set([/x/g])]])));
console.log(_.template('<% _.each(list, (x) => { %><li><%- x %></li><% }) %>')({ list: ['<a>', 'b'] }));
console.log(_.camelCase('--foo bar'), _.deburr('d\u00e9j\u00e0 vu'), _.words('fred, barney, & pebbles'), _.isEqual(users, _.cloneDeep(users)));
console.log(Object.keys(_).length, _.VERSION, _.range(0, 1, 0.25), _.partition([1, 2, 3], (n) => n % 2));
const calls = [];
const debounced = _.debounce((value) => calls.push(value), 5);
debounced(1);
debounced(2);
_.defer(() => console.log('deferred'));
_.delay(() => console.log('calls', calls), 100);
