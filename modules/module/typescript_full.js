'use strict';
// --ts=full: all of TypeScript, not only what can be stripped, for files of the program and of packages alike; names as
// tsconfig.json maps them, and as TypeScript writes them ('./x.js' for x.ts). It is a pair of hooks in front of the loader.
// The compiler is TypeScript's own, which is loaded for the first file that is not in the cache on disk.

const fs = require('fs');
const path = require('path');
const { registerHooks } = require('module/hooks');
const { settingsFor, candidatesFor, isFile } = require('module/tsconfig');
const publicModules = require('module/public');
const native = binding('module');

const SOURCES = ['.ts', '.tsx', '.mts', '.cts'];
const ADDED = [...SOURCES, '.js', '.jsx', '.mjs', '.cjs', '.json'];
const SOURCES_OF = { __proto__: null, '.js': ['.ts', '.tsx'], '.jsx': ['.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] };

function pathOf(url) {
  return require('url').fileURLToPath(url);
}

function hrefOf(file) {
  return require('module/esm/urls').hrefOfPath(file);
}

// --- compiling -------------------------------------------------------------------------------------------------------

// What TypeScript's versions before ES2022 did with fields, unless useDefineForClassFields says otherwise.
const OLD_TARGETS = /^(es3|es5|es6|es20(1\d|2[01]))$/i;

/** The compiler's options for a file, as its API takes them by name. `asCommonJS`: imports become calls of require(). */
function optionsFor(file, asCommonJS) {
  const given = settingsFor(path.dirname(file))?.options ?? {};
  const options = {
    target: 'es2022', // lowers decorators, which V8 does not know
    module: asCommonJS ? 'commonjs' : 'esnext',
    jsx: given.jsx === undefined ? 'react' : given.jsx === 'preserve' || given.jsx === 'react-native' ? 'react-jsx' : given.jsx,
    useDefineForClassFields: given.useDefineForClassFields ?? !OLD_TARGETS.test(given.target ?? 'esnext'),
    esModuleInterop: given.esModuleInterop ?? true,
    isolatedModules: true,
    inlineSourceMap: true,
  };
  for (const name of ['experimentalDecorators', 'emitDecoratorMetadata', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource',
    'verbatimModuleSyntax', 'importHelpers']) {
    if (given[name] !== undefined) options[name] = given[name];
  }
  if (asCommonJS) delete options.verbatimModuleSyntax; // which refuses imports there
  return options;
}

function syntaxError(file, diagnostic) {
  const ts = require('typescript');
  const { ERR_INVALID_TYPESCRIPT_SYNTAX } = require('errors');
  const error = new ERR_INVALID_TYPESCRIPT_SYNTAX(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  if (diagnostic.file !== undefined) {
    const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    const text = diagnostic.file.text.split('\n')[line];
    error.stack = `${file}:${line + 1}\n${text}\n${' '.repeat(character)}^\n${error.stack}`;
  }
  return error;
}

function transpile(source, file, options) {
  const ts = require('typescript');
  const { outputText, diagnostics } = ts.transpileModule(source, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: ts.convertCompilerOptionsFromJson(options, path.dirname(file)).options,
  });
  const fatal = diagnostics.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (fatal !== undefined) throw syntaxError(file, fatal);
  return outputText;
}

// --- the cache -------------------------------------------------------------------------------------------------------

const VERSION = '5.9.3'; // of the compiler: what an other one made is not used
let directory; // null: there is none

function cacheDirectory() {
  if (directory !== undefined) return directory;
  const { env } = require('process_object');
  const base = env.XDG_CACHE_HOME || (env.HOME && path.join(env.HOME, '.cache'));
  directory = base ? path.join(base, 'eddy', 'typescript') : null;
  return directory;
}

/** JavaScript from a file's text: what is kept on disk of the same text and options, or what the compiler makes. */
function compile(source, file, asCommonJS) {
  const options = optionsFor(file, asCommonJS);
  if (cacheDirectory() === null) return transpile(source, file, options);
  const key = native.hashText(JSON.stringify([VERSION, file, options]));
  const kept = path.join(directory, key);
  const head = `${native.hashText(source)}${source.length}\n`;
  const code = readKept(kept, head);
  if (code !== undefined) return code;
  const made = transpile(source, file, options);
  keep(kept, `${head}${native.hashText(made)}\n${made}`);
  return made;
}

function readKept(file, head) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  if (!text.startsWith(head)) return undefined;
  const end = text.indexOf('\n', head.length);
  const code = text.slice(end + 1);
  return native.hashText(code) === text.slice(head.length, end) ? code : undefined;
}

// Under another name first: whoever reads finds a whole file or none. Where nothing can be written, nothing is kept.
function keep(file, text) {
  const unfinished = `${file}.${require('process_object').pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(unfinished, text);
    fs.renameSync(unfinished, file);
  } catch {
    // The next run compiles again.
  }
}

// --- loading ---------------------------------------------------------------------------------------------------------

// `import x = require()` and `export =`, which only CommonJS has.
const COMMONJS_SYNTAX = /\b(?:import\s+(?:type\s+)?[\w$]+\s*=\s*require\s*\(|export\s*=)/;

/** { format, source } of the TypeScript file. */
function loadFile(file) {
  require('module/watch_report').loaded(file);
  const source = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const extension = path.extname(file);
  const type = extension === '.mts' ? 'module' : extension === '.cts' ? 'commonjs' :
    require('module/package_json').scopeOf(file)?.type ?? 'none';
  if (type === 'module' || type === 'commonjs') {
    return { format: type, source: compile(source, file, type === 'commonjs') };
  }
  if (COMMONJS_SYNTAX.test(source)) {
    const code = compile(source, file, true);
    return { format: 'commonjs', source: code };
  }
  const code = compile(source, file, false);
  return { format: native.hasModuleSyntax(code, file) ? 'module' : 'commonjs', source: code };
}

function load(url, context, nextLoad) {
  if (!url.startsWith('file:')) return nextLoad(url, context);
  const file = pathOf(url);
  if (!SOURCES.includes(path.extname(file))) return nextLoad(url, context);
  // CommonJS that is imported runs as if it was required: what it requires comes through these hooks, too.
  return { ...loadFile(file), shouldBeReloadedByCJSLoader: true, shortCircuit: true };
}

// --- resolving -------------------------------------------------------------------------------------------------------

/** The file that `base`, a path as TypeScript writes it, means; undefined where there is none. */
function find(base) {
  if (isFile(base)) return base;
  const extension = path.extname(base);
  const stem = base.slice(0, base.length - extension.length);
  const candidates = [
    ...(SOURCES_OF[extension] ?? []).map((source) => stem + source),
    ...ADDED.map((added) => base + added),
    ...ADDED.map((added) => path.join(base, `index${added}`)),
  ];
  return candidates.find(isFile);
}

const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT']);

function isPath(specifier) {
  return /^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier);
}

function resolve(specifier, context, nextResolve) {
  const { parentURL } = context;
  const parent = parentURL?.startsWith('file:') ? pathOf(parentURL) : undefined;
  if (!isPath(specifier) && parent !== undefined) {
    const mapped = resolveMapped(specifier, parent);
    if (mapped !== undefined) return { url: hrefOf(mapped), shortCircuit: true };
  }
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!NOT_FOUND.has(error?.code) || !isPath(specifier)) throw error;
    const base = specifier.startsWith('file:') ? pathOf(specifier) : path.resolve(path.dirname(parent ?? '.'), specifier);
    const found = find(base);
    if (found === undefined) throw error;
    return { url: hrefOf(found), shortCircuit: true };
  }
}

function resolveMapped(specifier, parent) {
  if (publicModules.isPlainId(specifier) || /^(?:node|eddy|data):|^#/.test(specifier)) return undefined;
  if (parent.includes('/node_modules/')) return undefined; // packages are built without their tsconfig.json's paths
  const settings = settingsFor(path.dirname(parent));
  if (settings === null) return undefined;
  for (const candidate of candidatesFor(settings, specifier)) {
    const file = find(candidate);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Puts the hooks in front of the loader. Stacks show the places in the files as written. */
function start() {
  registerHooks({ resolve, load });
  require('module/source_map_support').setSourceMapsSupport(true, { __proto__: null, nodeModules: true, generatedCode: false });
}

module.exports = { start };
