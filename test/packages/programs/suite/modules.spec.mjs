import { strictEqual } from 'node:assert';

describe('an ES module', () => {
  it('is loaded', () => strictEqual(typeof import.meta.url, 'string'));
});
