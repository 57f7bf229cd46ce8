// How many colours a terminal shows, guessed from environment variables.
'use strict';

const NONE = 1;
const SIXTEEN = 4;
const MANY = 8; // 256
const ALL = 24; // 16 million

const FORCED = { '__proto__': null, '': SIXTEEN, '1': SIXTEEN, 'true': SIXTEEN, '2': MANY, '3': ALL };

// Services that run tests show colours in their logs although those are no terminals.
const SERVICES = [
  ['GITHUB_ACTIONS', ALL], ['GITEA_ACTIONS', ALL], ['CIRCLECI', ALL],
  ['APPVEYOR', MANY], ['BUILDKITE', MANY], ['DRONE', MANY], ['GITLAB_CI', MANY], ['TRAVIS', MANY],
];

const PROGRAMS = { '__proto__': null, 'HyperTerm': ALL, 'MacTerm': ALL, 'Apple_Terminal': MANY };

const TERMINALS = {
  '__proto__': null,
  'cons25': SIXTEEN,
  'console': SIXTEEN,
  'cygwin': SIXTEEN,
  'dtterm': SIXTEEN,
  'eterm': SIXTEEN,
  'gnome': SIXTEEN,
  'hurd': SIXTEEN,
  'jfbterm': SIXTEEN,
  'konsole': SIXTEEN,
  'kterm': SIXTEEN,
  'mlterm': SIXTEEN,
  'mosh': ALL,
  'putty': SIXTEEN,
  'rxvt-unicode-24bit': ALL,
  'st': SIXTEEN,
  'terminator': ALL,
  'xterm-kitty': ALL,
};

const SIXTEEN_COLOUR_TERMINAL = /ansi|color|linux|direct|^con[0-9]*x[0-9]|^(rxvt|screen|xterm|vt100|vt220)/;

let warned = false;

function isSet(value) {
  return value !== undefined && value !== '';
}

/**
 * @param {object} [env] environment variables, default process.env
 * @returns {1|4|8|24} bits for a colour: 2, 16, 256 or 16,777,216 colours
 */
function getColorDepth(env = require('process_object').env) {
  if (env.FORCE_COLOR !== undefined) {
    const forced = FORCED[env.FORCE_COLOR] ?? NONE;
    if (forced !== NONE) warnOfIgnored(env);
    return forced;
  }
  if (isSet(env.NODE_DISABLE_COLORS) || isSet(env.NO_COLOR) || env.TERM === 'dumb') return NONE;
  if (require('process_object').platform === 'win32') return fromWindows(require('os').release());
  return fromSurroundings(env) ?? fromTerminal(env);
}

// The console of Windows 10 learned 256 colours with build 10586, all with 14931.
function fromWindows(release) {
  const [major, , build] = release.split('.').map(Number);
  if (!(major >= 10)) return SIXTEEN;
  if (build >= 14931) return ALL;
  return build >= 10586 ? MANY : SIXTEEN;
}

function warnOfIgnored(env) {
  const ignored = ['NODE_DISABLE_COLORS', 'NO_COLOR'].filter((name) => isSet(env[name])).map((name) => `'${name}'`);
  if (ignored.length === 0 || warned) return;
  warned = true;
  require('process_object').emitWarning(
    `The ${ignored.join(' and ')} env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
}

function fromSurroundings(env) {
  if (env.TMUX) return ALL;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return SIXTEEN;
  if ('CI' in env) {
    for (const [name, depth] of SERVICES) {
      if (name in env) return depth;
    }
    return env.CI_NAME === 'codeship' ? MANY : NONE;
  }
  if ('TEAMCITY_VERSION' in env) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? SIXTEEN : NONE;
  }
  if (env.TERM_PROGRAM === 'iTerm.app') {
    return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? MANY : ALL;
  }
  return PROGRAMS[env.TERM_PROGRAM];
}

function fromTerminal({ COLORTERM, TERM }) {
  if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return ALL;
  if (TERM) {
    if (/truecolor/.test(TERM)) return ALL;
    if (TERM.startsWith('xterm-256')) return MANY;
    const name = TERM.toLowerCase();
    const known = TERMINALS[name] ?? (SIXTEEN_COLOUR_TERMINAL.test(name) ? SIXTEEN : undefined);
    if (known !== undefined) return known;
  }
  return COLORTERM ? SIXTEEN : NONE;
}

module.exports = { getColorDepth };
