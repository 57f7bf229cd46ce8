'use strict';
// fiware-pep: many wait for one renewal of a token, and who comes while it is being stored is forgotten. Mended: who waits is
// told when it is over.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');

const file = path.join(folder(), 'token');
let token = null;
let waiting = null;
let answered = 0;

function withToken(callback) {
  if (token !== null) return callback(token);
  if (waiting !== null) return void waiting.push(callback);
  waiting = [callback];
  fs.readFile(__filename, 'utf8', (error, text) => {
    const renewed = text.length;
    const told = isMended ? waiting : waiting.slice();
    fs.writeFile(file, String(renewed), () => {
      token = renewed;
      waiting = null;
      for (const listener of told) listener(token);
    });
  });
}

const COUNT = 3;
for (let i = 0; i < COUNT; i++) setTimeout(withToken, 1 + i * 25, () => { answered++; });
atEnd(() => assert.strictEqual(answered, COUNT));
