"""What test/package-suites runs: packages that test themselves, at a commit, with the packages that their tests need."""


class Suite:
    """`repo` (owner/name on GitHub) at `commit`; `folder`: where in it the package is. The packages it needs are pinned
    by pins/<name>/package.json and its lock file. `command`: what the runtime is to run; {bin} stands for the pinned
    packages' folder, {here} for this one. With `each`, a glob or a list of them, it runs once for every file, whose path is appended.
    `without`: files left out, each with the reason. `lacks`: {pattern of tests: why they pass on Node only}; such a
    suite tells its tests one by one (TAP), and what is compared is which of them pass. `stops`: pattern of those among
    them that would end the whole file, and are not started on eddy (mocha). `build`: commands for the reference Node, run
    once in the package's folder: compiling, making what the tests need."""

    def __init__(self, name, repo, commit, command=(), each=None, folder='.', without=None, env=None, timeout=120,
                 lacks=None, stops=None, build=()):
        self.lacks, self.stops, self.build = lacks, stops, build
        self.name, self.repo, self.commit, self.folder = name, repo, commit, folder
        self.command = list(command)
        self.each = [each] if isinstance(each, str) else each
        self.without = without or {}
        self.env, self.timeout = env or {}, timeout


MOCHA = '{bin}/mocha/bin/mocha.js'
OLD_MOCHA = '{bin}/mocha/bin/_mocha'
TAP = ['--reporter', 'tap']
TSC = '{bin}/typescript/bin/tsc'
COMPILE = [TSC, '--noCheck', '--module', 'nodenext', '--target', 'es2022']
# Programs of tap 21 run without its runner and what that has for TypeScript; snapshots are found by the program's name.
NEWEST_TAP = ['--import', '{bin}/@tapjs/mock/dist/esm/import.mjs']
NAME_SNAPSHOTS = ['-e', "process.chdir('tap-snapshots/test'); for (const file of fs.readdirSync('.')) "
                        "fs.renameSync(file, file.replace('.ts.', '.js.'))"]
NO_HTTP2 = 'eddy has no HTTP/2 yet'
NO_TLS = 'eddy has no TLS yet'
WS_STOPS = 'exposes the server url|excludes default ports from host header'
WS_LACKS = {f'verifyClient` can accept client synchronously|away from a secure context|^WebSocket SSL |{WS_STOPS}': NO_TLS}

SUITES = [
    Suite('through2', 'rvagg/through2', '3304c4557e05789ebfdd41d48c4497f8cd0d2f51', [MOCHA], each='test/test.js'),
    Suite('split2', 'mcollina/split2', '53432f54bd5bf422bd55d91d38f898b6c9496fc1', each='test.js'),
    Suite('pump', 'mafintosh/pump', '714c0a70a8199104bf65a57582009d42f81d8d94', each=['test-browser.js', 'test-node.js']),
    Suite('concat-stream', 'maxogden/concat-stream', 'ceaa101bd2e19c5878a98dd6cb875108f49bf5c5',
          each=['test/*.js', 'test/server/*.js']),
    Suite('tar-stream', 'mafintosh/tar-stream', '7a6fd517dfb2bae5c667b9ff982210ed4298d050', each='test/*.js'),
    Suite('csv-parse', 'adaltas/node-csv', '6e0d5a3a11d95ecd45b95d4a1d28259919fa2c3e',
          ['--import', '{here}/typescript_names.mjs', MOCHA, '--no-package', '--timeout', '40000',
           # This one starts node with the loader of ts-node, which wants a compiler.
           '--invert', '--fgrep', 'Sample option.delimiter_auto.ts', 'test/**/*.{{js,ts}}'],
          folder='packages/csv-parse'),
    # Files: of some packages an older release, which much uses, and the newest, which is compiled for its tests.
    Suite('graceful-fs', 'isaacs/node-graceful-fs', '234379906b7d2f4c9cfeb412d2516f42b0fb4953', each='test/*.js', lacks={},
          without={'test/do-not-break-if-chdir-is-missing.js': 'node 24 does not let process.chdir be taken away',
                   'test/zzz-avoid-memory-leak.js': 'has no tests without --expose-gc'}),
    Suite('fs-extra', 'jprichardson/node-fs-extra', '62a4e720804aaa45d377d06788e258375cc544fa',
          [MOCHA, *TAP, '--timeout', '40000', 'lib/**/__tests__/**/*.test.js'], lacks={}),
    Suite('rimraf', 'isaacs/rimraf', '8c10fb8d685d5cc35708e0ffc4dac9ec5dd5b444', each='test/*.js', lacks={}),
    Suite('node-glob', 'isaacs/node-glob', 'c3cd57ae128faa0e9190492acc743bb779ac4054',
          ['{bin}/tap/bin/run.js', '--no-coverage', '-Rtap', '--timeout=120'], lacks={}, timeout=300),
    Suite('chokidar', 'paulmillr/chokidar', '7c50e25d10a497ce4409f6e52eb630f0d7647b97',
          [OLD_MOCHA, *TAP, '--exit', 'test.js'], lacks={}, timeout=300),
    Suite('fast-glob', 'mrmlnc/fast-glob', '096a5b620f4224eb692bd8ff2c8de0e634e50d8e',
          [MOCHA, *TAP, '-s', '0', 'out/**/*.{{spec,e2e}}.js'], lacks={}, build=[[TSC, '--noCheck']]),
    # Once in some hundred times it misses a folder that is made while it begins to watch its parent, on Node as well: one
    # test may time out for it.
    Suite('newest-chokidar', 'paulmillr/chokidar', '0bc7bed37d6b018e5b11afcce329bbf797d6441f', ['index.test.js'],
          build=[[TSC, '--noCheck']], timeout=300),
    Suite('newest-rimraf', 'isaacs/rimraf', 'b6462ea70cf0c2ea3a6b5d5b8d6f7e362fa92db1', NEWEST_TAP,
          each=['test/*.js', 'test/integration/*.js'], lacks={}, timeout=60,
          without={f'test/{name}.js': 'what it mocks by import() never comes on Node 24.12 (it does on 26, and in eddy)'
                   for name in ('bin', 'default-tmp', 'fix-eperm', 'index', 'path-arg', 'retry-busy', 'rimraf-manual',
                                'rimraf-move-remove', 'rimraf-native', 'rimraf-windows', 'use-native')},
          build=[[*COMPILE, '--rootDir', 'src', '--outDir', 'dist/esm', 'src/*ts'],
                 [*COMPILE, 'src/*ts', 'test/*.ts', 'test/integration/*.ts'], NAME_SNAPSHOTS]),
    Suite('newest-glob', 'isaacs/node-glob', 'e80cb38ae60d6cbff9e75f39032a994858994d35', NEWEST_TAP,
          each='test/[!0]*.js', lacks={}, timeout=60,
          without={'test/memfs.js': 'does not end on Node 24.12, for what it mocks',
                   'test/root.js': 'does not pass on Node 24.12, for what it mocks',
                   'test/signal.js': 'does not pass on Node 24.12, for what it mocks',
                   'test/bash-results.js': 'has no tests', 'test/progra-tilde.js': 'has tests for Windows only'},
          build=[[*COMPILE, '--rootDir', 'src', '--outDir', 'dist/esm', 'src/*.ts'],
                 [*COMPILE, 'src/*.ts', 'test/*.ts'], NAME_SNAPSHOTS, ['test/00-setup.js']]),
    # HTTP. Their tests are told one by one, and compared so.
    Suite('connect', 'senchalabs/connect', 'fa8916e6350e01262e86ccee82f490c65e04c728',
          [OLD_MOCHA, *TAP, '--require', 'test/support/env', '--check-leaks', 'test/'], lacks={}),
    Suite('finalhandler', 'pillarjs/finalhandler', 'aa2851f6b6cf48238a307299be691721530e9172',
          [MOCHA, *TAP, '--check-leaks', 'test/'], lacks={'^http2 ': NO_HTTP2}),
    Suite('send', 'pillarjs/send', '096a6148bea0b82ca974fe0016e6eac280869249', [MOCHA, *TAP, '--check-leaks'],
          lacks={}),
    Suite('serve-static', 'expressjs/serve-static', '76312e12c2754c226a685201ff43d785455d0590',
          [MOCHA, *TAP, '--check-leaks', 'test/'], lacks={}),
    Suite('body-parser', 'expressjs/body-parser', 'd0f2ace6c74769da7d19b8661b9a01c01bdb0bf7',
          [MOCHA, *TAP, '--check-leaks', 'test/'], lacks={'http2': NO_HTTP2}),
    Suite('express', 'expressjs/express', 'dbac741a49a5a64336b70c06e85c2e2706e36336',
          [MOCHA, *TAP, '--require', 'test/support/env', '--check-leaks', 'test/', 'test/acceptance/'], lacks={}),
    Suite('koa', 'koajs/koa', 'e0ba8ef39d27fe5dae5492f9fe753d155124f994', ['--test', '--test-reporter=tap'], lacks={}),
    Suite('supertest', 'forwardemail/supertest', 'd7997513dcfb2f918e617f48ea4d56006aa0c3c3',
          [MOCHA, *TAP, '--exit', '--require', 'should', '--check-leaks'],
          lacks={'https server': NO_TLS, '^http2 ': NO_HTTP2}),
    Suite('superagent', 'forwardemail/superagent', '3ef367619fbb2a8d07082238892ae12dafe4b0b0',
          ['--throw-deprecation', OLD_MOCHA, *TAP, '--require', '{here}/superagent_sources.cjs', '--require', 'should',
           '--timeout', '5000', '--exit'], each=['test/*.js', 'test/node/*.js'], env={'NODE_ENV': 'test'},
          lacks={'https': NO_TLS},
          without={'test/node/http2.js': 'does nothing without HTTP2_TEST',
                   'test/node/incoming-multipart.js': 'has no tests'}),
    Suite('ws', 'websockets/ws', 'a2f4e7c046c2112bbce6fef39a083dac77d6f0d2', ['--throw-deprecation', OLD_MOCHA, *TAP],
          each='test/*.test.js', lacks=WS_LACKS, stops=WS_STOPS),
    Suite('light-my-request', 'fastify/light-my-request', '4448a21ae80fcb531b1164af8fb8e7f0140ec657',
          ['--test', '--test-reporter=tap'], lacks={}),
    # Processes.
    Suite('execa', 'sindresorhus/execa', '8017b279e19347efaf2587711c2d57dbd4330740',
          ['{bin}/ava/entrypoints/cli.mjs', '--tap'],
          each='test/[!fh]*/*.js', timeout=300,
          lacks={'no more writes, sync$': 'a race: the child ends by itself before it can be killed'},
          without={'test/methods/node.js': 'fetches an old Node over TLS, which eddy does not have yet'}),  # all but fixtures and helpers
    Suite('cross-spawn', 'moxystudio/node-cross-spawn', '77cd97f3ca7b62c904a63a698fc4a79bf41977d0',
          ['{bin}/jest/bin/jest.js', '--env', 'node', '--runInBand']),
    Suite('p-queue', 'sindresorhus/p-queue', '180ab9e25cd10b6f548767d7176076b50d25e188',
          ['--import=tsx/esm', '--test', '--test-reporter=tap'], each='test/*.ts', lacks={}),
    # Threads.
    Suite('workerpool', 'josdejong/workerpool', '601124cf86602c1ac88c273a8f99e9c40bea0f16', [MOCHA, *TAP],
          each='test/*[.-]test.js', lacks={}, build=[['{bin}/rollup/dist/bin/rollup', '-c', 'rollup.config.mjs']]),
    Suite('piscina', 'piscinajs/piscina', '4e9791fd46b61c638e7ad05f14ec4540d40898aa',
          ['-r', 'ts-node/register/transpile-only'], each='test/*.ts', lacks={},
          env={'TS_NODE_PROJECT': 'test/tsconfig.json'},
          without={'test/nice.ts': 'its subject is a native addon, @napi-rs/nice; eddy has no addons'},
          build=[['{bin}/typescript/bin/tsc'], ['{bin}/gen-esm-wrapper/gen-esm-wrapper.js', '.', 'dist/esm-wrapper.mjs']]),
    # Vite's bundler is a native addon; the same in WebAssembly takes its place (pins/tinypool/package.json).
    Suite('tinypool', 'tinylibs/tinypool', 'abc247f85cba0309e3f1e5655db1837a2a1c2483',
          ['{bin}/vitest/vitest.mjs', 'run', '--reporter=tap-flat'], each='test/*.test.ts', lacks={},
          build=[['{bin}/esbuild/bin/esbuild', 'src/index.ts', 'src/entry/process.ts', 'src/entry/worker.ts', '--bundle',
                  '--splitting', '--platform=node', '--format=esm', '--outdir=dist', '--outbase=src']]),
]
