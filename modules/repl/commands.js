// The commands that begin with a dot.
'use strict';

const MISSING_FILE = 'The "file" argument must be specified\n';

function clear(server) {
  server.clearBufferedCommand();
  if (!server.useGlobal) {
    server.output.write('Clearing context...\n');
    server.resetContext();
  }
  server.displayPrompt();
}

function help(server) {
  const names = Object.keys(server.commands).sort();
  const width = Math.max(...names.map((name) => name.length)) + 3;
  for (const name of names) {
    const { help: text } = server.commands[name];
    server.output.write(`.${name}${text ? ' '.repeat(width - name.length) + text : ''}\n`);
  }
  server.output.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
  server.displayPrompt();
}

function save(server, file) {
  try {
    if (file === '') {
      server.output.write(MISSING_FILE);
    } else {
      require('fs').writeFileSync(file, server.lines.join('\n'));
      server.output.write(`Session saved to: ${file}\n`);
    }
  } catch {
    server.output.write(`Failed to save: ${file}\n`);
  }
  server.displayPrompt();
}

function load(server, file) {
  let text;
  try {
    if (file === '') {
      server.output.write(MISSING_FILE);
    } else if (require('fs').statSync(file).isFile()) {
      text = require('fs').readFileSync(file, 'utf8');
    } else {
      server.output.write(`Failed to load: ${file} is not a valid file\n`);
    }
  } catch {
    server.output.write(`Failed to load: ${file}\n`);
  }
  if (text === undefined) server.displayPrompt();
  else server._runText(text);
}

function editor(server) {
  server._turnOnEditorMode();
  server.output.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
}

/** Gives a REPL its commands. */
function defineCommands(server) {
  const define = (name, text, action) => server.defineCommand(name, { help: text, action });
  define('break', 'Sometimes you get stuck, this gets you out', function() {
    this.clearBufferedCommand();
    this.displayPrompt();
  });
  define('clear', server.useGlobal ? 'Alias for .break' : 'Break, and also clear the local context', function() { clear(this); });
  define('exit', 'Exit the REPL', function() { this.close(); });
  define('help', 'Print this help message', function() { help(this); });
  define('save', 'Save all evaluated commands in this REPL session to a file', function(file) { save(this, file); });
  define('load', 'Load JS from a file into the REPL session', function(file) { load(this, file); });
  if (server.terminal) define('editor', 'Enter editor mode', function() { editor(this); });
}

module.exports = { defineCommands };
