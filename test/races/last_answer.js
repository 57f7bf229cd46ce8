'use strict';
// mongoose 4.0.5: the answer that comes last counts, which need not be that of the last question. Mended in 4.0.6: answers to
// older questions are let go.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');

const base = folder();
for (const name of ['old', 'new']) fs.writeFileSync(path.join(base, name), name);

class Document {
  value = '';
  #asked = 0;

  populate(name) {
    const number = ++this.#asked;
    fs.readFile(path.join(base, name), 'utf8', (error, text) => {
      if (isMended && number !== this.#asked) return;
      this.value = text;
    });
  }
}

const one = new Document();
one.populate('old');
setTimeout(() => one.populate('new'), 25);
atEnd(() => assert.strictEqual(one.value, 'new'));
