jest.mock('fs', () => ({ ...jest.requireActual('fs'), readFileSync: jest.fn(() => 'mocked') }));
const { sum, read, later } = require('./sum');
describe('sum', () => {
  test('adds', () => expect(sum(1, 2)).toBe(3));
  test('is mocked', () => { expect(read()).toBe('mocked'); expect(require('fs').readFileSync).toHaveBeenCalledWith('x', 'utf8'); });
  test('fake timers', async () => { jest.useFakeTimers(); const p = later(); await jest.advanceTimersByTimeAsync(1000); expect(await p).toBe('later'); jest.useRealTimers(); });
  test('snapshot', () => expect({ a: [1, new Date(0)], b: new Map([[1, 2]]) }).toMatchInlineSnapshot(`
{
  "a": [
    1,
    1970-01-01T00:00:00.000Z,
  ],
  "b": Map {
    1 => 2,
  },
}
`));
  test('fails', () => expect({ a: 1, b: [1, 2] }).toEqual({ a: 2, b: [1, 3] }));
  test('isolated', () => { let a, b; jest.isolateModules(() => { a = require('./sum'); }); jest.isolateModules(() => { b = require('./sum'); }); expect(a).not.toBe(b); });
  test('import', async () => { expect((await import('./sum')).default.sum(2, 2)).toBe(4); });
});
