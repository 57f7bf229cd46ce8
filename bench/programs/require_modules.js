'use strict';
// require() of 500 small modules, each of which requires one more: written to a folder of their own first.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { report } = require('./_measure.js');

const MODULES = 500;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-require-'));
try {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
  for (let i = 0; i < MODULES; i++) {
    const uses = i % 10 === 0 ? '' : `const before = require('./module${i - 1}');\n`;
    fs.writeFileSync(path.join(folder, `module${i}.js`), `'use strict';\n${uses}
class Thing${i} {
  constructor(name) { this.name = name; }
  describe() { return \`\${this.name} is number ${i}\`; }
}
exports.Thing = Thing${i};
exports.describe = (name) => new Thing${i}(name).describe();
`);
  }
  const start = performance.now();
  for (let i = 0; i < MODULES; i++) require(path.join(folder, `module${i}.js`));
  report('require of 500 modules', MODULES / (performance.now() - start) * 1000);
} finally {
  fs.rmSync(folder, { recursive: true });
}
