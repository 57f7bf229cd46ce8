import path, { basename } from 'node:path';
export const name = basename(path.join('a', 'b.js'));
export default class Thing { #x = 1; static y = 2; get x() { return this.#x; } }
