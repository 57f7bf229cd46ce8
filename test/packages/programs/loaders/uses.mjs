import fs, { readFileSync } from 'node:fs';
import { name } from './dependency.mjs';
export const read = () => readFileSync('nothing');
export const both = () => [name, fs.existsSync('/')];
