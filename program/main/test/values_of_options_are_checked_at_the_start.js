'use strict';
// Every option with a set of values, and every two that exclude each other: what is printed, and the exit code.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(options, environment) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, '-'], {
    encoding: 'utf8', input: 'console.log("ran")', env: { ...process.env, NODE_OPTIONS: environment ?? '' },
  });
  return { status, stdout, stderr: stderr.replaceAll(`${process.execPath}: `, '') };
}

// --- What the command line's parser refuses: a line each, exit code 9. ---

const refused = [
  ['--secure-heap=3', '--secure-heap must be a power of 2'],
  ['--secure-heap=4096 --secure-heap-min=3', '--secure-heap-min must be a power of 2'],
  ['--input-type=bad', '--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"'],
  ['--unhandled-rejections=bad', 'invalid value for --unhandled-rejections'],
  ['--trace-require-module=bad', 'invalid value for --trace-require-module'],
  ['--use-largepages=bad', 'invalid value for --use-largepages'],
  ['--test --test-isolation=bad', 'invalid value for --test-isolation'],
  ['--heapsnapshot-near-heap-limit=-1', '--heapsnapshot-near-heap-limit must not be negative'],
  ['--max-old-space-size-percentage=101', '--max-old-space-size-percentage must be greater than 0 and up to 100. Got: 101'],
  ['--inspect-port=1', 'must be 0 or in range 1024 to 65535.'],
  ['--inspect=65536', 'must be 0 or in range 1024 to 65535.'],
  ['--inspect-port=1 --input-type=bad', 'must be 0 or in range 1024 to 65535.'],
  ['--inspect-publish-uid=bad', '--inspect-publish-uid destination can be stderr or http'],
  ['--dns-result-order=', '--dns-result-order= requires an argument'],
  ['--run', '--run requires an argument'],
  ['--run=', '--run= requires an argument'],
  ['--test --check', 'either --test or --check can be used, not both'],
  ['--test --interactive', 'either --test or --interactive can be used, not both'],
  ['--test --eval 1', 'either --test or --eval can be used, not both'],
  ['--test --watch-path=.', '--watch-path cannot be used in combination with --test'],
  ['--watch --interactive', 'either --watch or --interactive can be used, not both'],
  ['--watch --check', 'either --watch or --check can be used, not both'],
  ['--watch-path=. --check', 'either --watch or --check can be used, not both'],
  ['--watch --test-force-exit', 'either --watch or --test-force-exit can be used, not both'],
  ['--cpu-prof-interval=5', '--cpu-prof-interval must be used with --cpu-prof'],
  // Not only the first, in an order of their own:
  ['--inspect-publish-uid=bad --heap-prof-dir=x --cpu-prof-dir=x --cpu-prof-name=y --watch -i --test --check -e 1 ' +
   '--test-isolation=bad --trace-require-module=bad --heapsnapshot-near-heap-limit=-1 --tls-max-v1.2 --tls-min-v1.3 ' +
   '--unhandled-rejections=bad --input-type=bad --max-old-space-size-percentage=0 --use-largepages=bad --secure-heap=3 ' +
   '--use-bundled-ca --use-openssl-ca --not-an-option --disable-proto=bad', `
either --use-openssl-ca or --use-bundled-ca can be used, not both
--secure-heap must be a power of 2
invalid value for --use-largepages
--max-old-space-size-percentage must be greater than 0 and up to 100. Got: 0
--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"
either --check or --eval can be used, not both
invalid value for --unhandled-rejections
either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both
--heapsnapshot-near-heap-limit must not be negative
invalid value for --trace-require-module
invalid value for --test-isolation
either --test or --check can be used, not both
either --test or --eval can be used, not both
either --test or --interactive can be used, not both
either --watch or --check can be used, not both
--cpu-prof-name must be used with --cpu-prof
--cpu-prof-dir must be used with --cpu-prof
--heap-prof-dir must be used with --heap-prof
--inspect-publish-uid destination can be stderr or http`.trim()],
];
for (const [options, text] of refused) {
  assert.deepStrictEqual(run(options.split(' ')), { status: 9, stdout: '', stderr: `${text}\n` }, options);
}
assert.deepStrictEqual(run(['--disable-proto=bad']), { status: 12, stdout: '', stderr: 'invalid mode passed to --disable-proto\n' });

// --- What NODE_OPTIONS may not hold is told without its value. ---

for (const [environment, shown] of [
  ['--run=x', '--run='], ['--run x', '--run'], ['--env-file=x', '--env-file='], ['--security-revert=x', '--security-revert='],
  ['--debug', '--debug'], ['--debug=1', '--debug='], ['--no-check', '--no-check'], ['--check', '--check'],
]) {
  assert.deepStrictEqual(run([], environment), { status: 9, stdout: '', stderr: `${shown} is not allowed in NODE_OPTIONS\n` });
}
assert.deepStrictEqual(run([], '-'), { status: 0, stdout: 'ran\n', stderr: '' });

// --- What is thrown before the program runs: printed like any error. ---

for (const [options, error] of [
  ['--dns-result-order=bad', 'TypeError [ERR_INVALID_ARG_VALUE]: The argument \'--dns-result-order\' must be one of: ' +
    '\'verbatim\', \'ipv4first\', \'ipv6first\'. Received \'bad\''],
  ['--heapsnapshot-signal=BAD', 'TypeError [ERR_UNKNOWN_SIGNAL]: Unknown signal: BAD'],
  ['--heapsnapshot-signal=sigusr2',
   'TypeError [ERR_UNKNOWN_SIGNAL]: Unknown signal: sigusr2 (signals must use all capital letters)'],
  ['--heapsnapshot-signal=SIGKILL', 'Error: uv_signal_start EINVAL'],
  ['--report-signal=SIGKILL', 'Error: uv_signal_start EINVAL'],
  ['--allow-fs-read=*', 'TypeError [ERR_MISSING_OPTION]: --permission is required'],
  ['--allow-fs-write=x', 'TypeError [ERR_MISSING_OPTION]: --permission is required'],
  ['--test --test-shard=3/2',
   'RangeError [ERR_OUT_OF_RANGE]: The value of "options.shard.index" is out of range. It must be >= 1 && <= 2. Received 3'],
  ['--test --test-reporter=spec --test-reporter=tap', 'TypeError [ERR_INVALID_ARG_VALUE]: The argument ' +
    '\'--test-reporter\' must match the number of specified \'--test-reporter-destination\'. Received [ \'spec\', \'tap\' ]'],
]) {
  const { status, stdout, stderr } = run(options.split(' '));
  assert.deepStrictEqual([status, stdout], [1, ''], options + stderr);
  const lines = stderr.split('\n');
  // The place, the line, the arrow, nothing.
  assert.match(lines[0], /^node:.*:\d+$/);
  assert.match(lines[2], /^ *\^+$/);
  assert.deepStrictEqual([lines[3], lines[4]], ['', error]);
}

// --- Accepted: numbers that ask for nothing, sets without a use here, and what an option brings along. ---

for (const options of ['--secure-heap=0', '--secure-heap-min=3', '--test-isolation=bad', '--dns-result-order=ipv6first']) {
  assert.deepStrictEqual(run([options]), { status: 0, stdout: 'ran\n', stderr: '' }, options);
}
const print = (...options) => spawnSync(process.execPath, [...options], { encoding: 'utf8' }).stdout;
assert.strictEqual(print('--report-signal=SIGUSR1', '-p', 'process.report.reportOnSignal'), 'true\n');
assert.strictEqual(print('--report-signal=SIGUSR1', '--no-report-on-signal', '-p', 'process.report.reportOnSignal'), 'false\n');
assert.strictEqual(print('--experimental-transform-types', '-p', 'process.features.typescript'), 'transform\n');
