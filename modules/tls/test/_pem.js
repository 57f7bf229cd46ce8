'use strict';
// Keys and certificates of the tests (fixtures/make.sh), as options.
const fs = require('node:fs');
const path = require('node:path');

const read = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', `${name}.pem`));
const identity = (name) => ({ key: read(`${name}-key`), cert: read(name) });
module.exports = { authority: read('authority'), identity };
