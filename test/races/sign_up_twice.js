'use strict';
// Ghost 0.4: two sign-ups look whether the name is free, then both write it. Mended: one behind the other.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');

const file = path.join(folder(), 'users');
fs.writeFileSync(file, '');
const waiting = [];
let isBusy = false;

function signUp(name) {
  if (isMended) {
    if (isBusy) return void waiting.push(name);
    isBusy = true;
  }
  fs.readFile(file, 'utf8', (error, users) => {
    if (users.split('\n').includes(name)) return finish();
    fs.appendFile(file, `${name}\n`, finish);
  });
}

function finish() {
  isBusy = false;
  if (waiting.length > 0) signUp(waiting.shift());
}

signUp('welcome');
setTimeout(signUp, 25, 'welcome');
atEnd(() => assert.strictEqual(fs.readFileSync(file, 'utf8'), 'welcome\n'));
