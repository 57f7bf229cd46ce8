'use strict';
// lightningcss: transform, CSS modules, visitors in JavaScript, bundleAsync with resolvers, errors.
const css = require('lightningcss');

const CODE = `.list { color: color-mix(in srgb, red 40%, blue); display: grid; & > .item:is(:hover, :focus) { inset: 0; width: calc(1rem + 2 * 3px) } }
@media (width >= 600px) { .list { margin-inline: 10px 20px; user-select: none } } @custom-media --small (max-width: 30em);`;

module.exports = async (print) => {
  const code = Buffer.from(CODE);
  const targets = { chrome: 80 << 16, safari: 13 << 16 };
  const done = css.transform({ filename: 'a.css', code, minify: true, sourceMap: true, targets, drafts: { customMedia: true } });
  print(`${done.code}`, `${done.map}`);
  const names = css.transform({ filename: 'a.css', code, cssModules: true, analyzeDependencies: true });
  print(`${names.code}`, JSON.stringify(Object.entries(names.exports).sort()));
  const seen = [];
  const visited = css.transform({
    filename: 'a.css', code,
    visitor: {
      Selector(selector) { seen.push(selector.map((part) => part.name ?? part.type)); },
      Length: (length) => (length.unit === 'px' ? { unit: 'rem', value: length.value / 16 } : length),
      Color: (colour) => colour,
      Rule: { media: (rule) => { seen.push(rule.value.rules.length); return rule; } },
    },
  });
  print(`${visited.code}`, JSON.stringify(seen));
  const files = { '/main.css': '@import "./one.css"; @import "./two.css" screen; .main { color: red }', '/one.css': '.one { color: blue }', '/two.css': '.two{}.three{top:0}' };
  const bundled = await css.bundleAsync({
    filename: '/main.css', minify: true,
    resolver: { read: async (file) => files[file], resolve: (name, from) => new URL(name, `file://${from}`).pathname },
  });
  print(`${bundled.code}`);
  const throwing = { filename: 'a.css', code, visitor: { Length() { throw new RangeError('of a visitor'); } } };
  for (const fails of [() => css.transform({ filename: 'b.css', code: Buffer.from('.a { color: }} b') }), () => css.transform(throwing),
    () => css.bundleAsync({ filename: '/m.css', resolver: { read: () => { throw new TypeError('of a resolver'); } } })]) {
    try {
      await fails();
      print('no error');
    } catch (error) {
      print(error.name, error.message, error.fileName, JSON.stringify(error.loc), JSON.stringify(error.data));
    }
  }
  print(JSON.stringify(css.browserslistToTargets(['chrome 90', 'safari 14.1'])), `${css.transformStyleAttribute({ code: Buffer.from('color: #ff0000; left: 0px'), minify: true }).code}`);
};
