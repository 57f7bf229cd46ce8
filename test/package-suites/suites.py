"""What test/package-suites runs: packages that test themselves, at a commit, with the packages that their tests need."""


class Suite:
    """`repo` (owner/name on GitHub) at `commit`; `folder`: where in it the package is. The packages it needs are pinned
    by pins/<name>/package.json and its lock file. `command`: what the runtime is to run; {bin} stands for the pinned
    packages' folder, {here} for this one. With `each`, a glob or a list of them, it runs once for every file, whose path is appended.
    `without`: files left out, each with the reason."""

    def __init__(self, name, repo, commit, command=(), each=None, folder='.', without=None, env=None, timeout=120):
        self.name, self.repo, self.commit, self.folder = name, repo, commit, folder
        self.command = list(command)
        self.each = [each] if isinstance(each, str) else each
        self.without = without or {}
        self.env, self.timeout = env or {}, timeout


MOCHA = '{bin}/mocha/bin/mocha.js'

SUITES = [
    Suite('through2', 'rvagg/through2', '3304c4557e05789ebfdd41d48c4497f8cd0d2f51', [MOCHA], each='test/test.js'),
    Suite('split2', 'mcollina/split2', '53432f54bd5bf422bd55d91d38f898b6c9496fc1', each='test.js'),
    Suite('pump', 'mafintosh/pump', '714c0a70a8199104bf65a57582009d42f81d8d94', each=['test-browser.js', 'test-node.js']),
    Suite('concat-stream', 'maxogden/concat-stream', 'ceaa101bd2e19c5878a98dd6cb875108f49bf5c5',
          each=['test/*.js', 'test/server/*.js']),
    Suite('tar-stream', 'mafintosh/tar-stream', '7a6fd517dfb2bae5c667b9ff982210ed4298d050', each='test/*.js'),
    Suite('csv-parse', 'adaltas/node-csv', '6e0d5a3a11d95ecd45b95d4a1d28259919fa2c3e',
          ['--import', '{here}/typescript_names.mjs', MOCHA, '--no-package', '--timeout', '40000', 'test/**/*.{{js,ts}}'],
          folder='packages/csv-parse'),
]
