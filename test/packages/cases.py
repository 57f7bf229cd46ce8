"""What test/packages runs: well-known packages doing real work. Strings may use {modules}, the packages' node_modules."""


class Case:
    """One command. It runs in an empty folder with copies of `files` (from programs/ or {modules}; as 'from: to'), or,
    when it is `after` another case, in the folder which that one left."""

    def __init__(self, name, command, files=(), env=None, exit_code=0, timeout=120, after=None):
        self.name, self.command, self.files, self.after = name, command, files, after
        self.env, self.exit_code, self.timeout = env or {}, exit_code, timeout


TSC = '{modules}/typescript/bin/tsc'
UGLIFY = '{modules}/uglify-js/bin/uglifyjs'
MOCHA = '{modules}/mocha/bin/mocha.js'

TS_NODE = '{modules}/ts-node/dist/bin.js'
TSX = '{modules}/tsx/dist/cli.mjs'
JEST = '{modules}/jest/bin/jest.js'
LOADERS = ['loaders: .']

CASES = [
    Case('tsc says its version', [TSC, '--version']),
    Case('tsc compiles rxjs (251 files)', [TSC, '-p', 'tsconfig.rxjs.json', '--listEmittedFiles'],
         ['{modules}/rxjs/src: src', 'tsconfig.rxjs.json'], timeout=300),
    Case('rxjs as tsc made it', ['rxjs_flows.js'], ['rxjs_flows.js'], after='tsc compiles rxjs (251 files)'),
    Case('tsc finds errors', [TSC, '--pretty', '--strict', '--noEmit', '--target', 'es2022', '--module', 'esnext', 'wrong.ts'],
         ['wrong.ts'], exit_code=2),
    Case('tsc --help', [TSC, '--help']),
    Case('acorn parses lodash', ['{modules}/acorn/bin/acorn', '--ecma2020', '--locations', '{modules}/lodash/lodash.js']),
    Case('acorn refuses', ['{modules}/acorn/bin/acorn', '--ecma5', 'chalk_colors.mjs'], ['chalk_colors.mjs'], exit_code=1),
    Case('marked', ['{modules}/marked/bin/marked.js', '-i', 'document.md', '-o', 'document.html'], ['document.md']),
    Case('js-yaml to JSON', ['{modules}/js-yaml/bin/js-yaml.js', 'document.yaml'], ['document.yaml']),
    Case('js-yaml refuses', ['{modules}/js-yaml/bin/js-yaml.js', '--compact', 'broken.yaml'], ['broken.yaml'], exit_code=1),
    Case('uglify-js minifies lodash', [UGLIFY, '{modules}/lodash/lodash.js', '--compress', '--mangle', '--source-map',
                                       '--output', 'lodash.min.js']),
    Case('uglify-js refuses', [UGLIFY, 'chalk_colors.mjs', '--compress', 'nonsense'], ['chalk_colors.mjs'], exit_code=1),
    Case('semver sorts', ['{modules}/semver/bin/semver.js', '--range', '^1.2 || >=3', '1.2.3', '3.0.0-rc.1', '1.10.0', '2.0.0', '4.1.1']),
    Case('semver finds none', ['{modules}/semver/bin/semver.js', '--range', '^9', '1.2.3'], exit_code=1),
    Case('handlebars precompiles', ['{modules}/handlebars/bin/handlebars', 'page.handlebars'], ['page.handlebars']),
    Case('handlebars renders', ['handlebars_renders.js'], ['handlebars_renders.js', 'page.handlebars']),
    Case('commander: help', ['commander_program.js', '--help'], ['commander_program.js']),
    Case('commander: arguments', ['commander_program.js', '-vv', '--color=never', 'add', '1', '2', '-f', '2.5'], ['commander_program.js']),
    Case('commander: async', ['commander_program.js', 'later'], ['commander_program.js']),
    Case('commander: bad argument', ['commander_program.js', 'add', '1', '-f', 'x'], ['commander_program.js'], exit_code=1),
    Case('commander: unknown command', ['commander_program.js', 'ad'], ['commander_program.js'], exit_code=1),
    Case('commander: own error', ['commander_program.js', 'fail'], ['commander_program.js'], exit_code=3),
    Case('chalk to a pipe', ['chalk_colors.mjs'], ['chalk_colors.mjs']),
    Case('chalk, forced', ['chalk_colors.mjs'], ['chalk_colors.mjs'], env={'FORCE_COLOR': '2'}),
    Case('lodash', ['lodash_everything.js'], ['lodash_everything.js']),
    Case('mocha, spec', [MOCHA, '--reporter', 'spec', 'suite/*.spec.*js'], ['suite'], exit_code=6),
    Case('mocha, json', [MOCHA, '--reporter', 'json', 'suite/modules.spec.mjs'], ['suite']),
    Case('mocha, tap, one that fails', [MOCHA, '--reporter', 'tap', '--bail', '--fgrep', 'throws', 'suite'], ['suite'], exit_code=1),
    Case('mocha --help', [MOCHA, '--help'], env={'COLUMNS': '100'}),
    # --no-pmx: what it measures inside of workers needs node:inspector.
    Case('PM2 keeps a cluster of two alive', ['pm2_cluster.js', '{modules}/pm2/bin/pm2'], ['pm2_cluster.js', 'pm2_app.js'],
         timeout=300),
    *(Case(f'{name} mocks requests', ['nock_mocks.js', name], ['nock_mocks.js']) for name in ('nock13', 'nock14', 'nock15')),
    Case('msw answers requests and fetch', ['msw_server.mjs'], ['msw_server.mjs']),
    *(Case(f'{name} has files in memory', ['mock_fs.js', name], ['mock_fs.js']) for name in ('mock-fs4', 'mock-fs5')),
    Case('polka serves, and ends by what a handler throws', ['polka_server.js'], ['polka_server.js'], exit_code=1),
    Case('mitm takes connections', ['mitm_connections.js'], ['mitm_connections.js']),
    *(Case(f'{name} asks a server', ['http_clients.mjs', name], ['http_clients.mjs'])
      for name in ('axios', 'got', 'got11', 'node-fetch2', 'node-fetch3')),
    Case('superagent, supertest, follow-redirects, agentkeepalive', ['http_clients.mjs', 'others'], ['http_clients.mjs']),
    Case('undici: MockAgent, pools, proxies', ['undici_agents.mjs'], ['undici_agents.mjs']),
    Case('nyc covers a program and its children', ['nyc_covers.js', '{modules}/nyc/bin/nyc.js'],
         ['nyc_covers.js', 'covered.js'], timeout=300),
    Case('yarn 1 says its version', ['{modules}/yarn/bin/yarn.js', '--version']),
    Case('yarn 1 installs nothing', ['{modules}/yarn/bin/yarn.js', 'install', '--offline', '--no-progress', '--non-interactive'],
         ['empty_package.json: package.json']),
    Case('execa', ['execa_children.mjs'], ['execa_children.mjs']),
    Case('process-on-spawn', ['process_on_spawn.js'], ['process_on_spawn.js']),
    Case('spawn-wrap', ['spawn_wrap.js'], ['spawn_wrap.js', 'spawn_wrap_shim.js', 'spawn_wrap_child.js']),
    Case('cross-spawn and signal-exit', ['exits_are_seen.js'], ['exits_are_seen.js'], exit_code=-15),
    Case('spdy-transport', ['spdy_streams.js'], ['spdy_streams.js']),
    # What takes part in resolving, loading and compiling modules.
    Case('ts-node', [TS_NODE, 'app.ts', 'a', 'b'], LOADERS),
    Case('ts-node, an error in its source', [TS_NODE, 'app.ts', 'throw'], LOADERS, exit_code=1),
    Case('ts-node/register', ['-r', 'ts-node/register', 'app.ts'], LOADERS),
    Case('ts-node, transpile only', ['-r', 'ts-node/register/transpile-only', 'app.ts', 'throw'], LOADERS, exit_code=1),
    Case('tsx', [TSX, 'app.ts', 'a'], LOADERS),
    Case('tsx finds the extension', [TSX, './app', 'a'], LOADERS),
    Case('tsx, an ES module', [TSX, 'app.mts'], LOADERS),
    Case('--import tsx', ['--import', 'tsx', 'app.ts', 'throw'], LOADERS, exit_code=1),
    Case('--import tsx finds the extension', ['--import', 'tsx', './app'], LOADERS),
    Case('--import tsx, an ES module', ['--import', 'tsx', 'app.mts'], LOADERS),
    Case('@babel/register', ['babel_register.js'], LOADERS),
    Case('sucrase/register', ['sucrase_register.js'], LOADERS),
    Case('pirates', ['pirates_hook.js'], LOADERS),
    Case('esmock', ['esmock.mjs'], LOADERS),
    Case('testdouble', ['testdouble.mjs'], LOADERS),
    Case('proxyquire', ['proxyquire.cjs'], LOADERS),
    Case('rewiremock', ['rewiremock.cjs'], LOADERS),
    Case('mock-require', ['mock_require.cjs'], LOADERS),
    Case('import-in-the-middle', ['iitm.mjs'], LOADERS),
    Case('import-in-the-middle, in the same thread', ['--import', 'import-in-the-middle/register-hooks.mjs', 'iitm_sync.mjs'], LOADERS),
    Case('require-in-the-middle', ['ritm.cjs'], LOADERS),
    Case('module-alias and app-module-path', ['alias.cjs'], LOADERS),
    Case('jest', [JEST, '--config', 'jest/jest.config.json', '--ci', '--no-cache', '-i'], LOADERS, exit_code=1),
]
