'use strict';
const fs = require('node:fs');
const Handlebars = require('handlebars');

Handlebars.registerHelper('shout', (text) => `${String(text).toUpperCase()}!`);
Handlebars.registerPartial('card', '[{{name}} {{lookup this "age"}}]');
const render = Handlebars.compile(fs.readFileSync('page.handlebars', 'utf8'));
console.log(render({ title: '<Title>', people: [{ name: 'Ann & Bob', old: true }, { name: '<Eve>' }], owner: { name: 'O', age: 9 } }));
try {
  Handlebars.compile('{{#if}}{{/each}}')({});
} catch (error) {
  console.log(error.message);
}
