import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';

/**
 * Builds `dist`: `index.js` is the bundle of all that is used, except for Octokit, which few runs need and which is in
 * `octokit.js`. `main.js` and `post.js` are the two entries that import it, as the compiler writes them.
 *
 * - `--out` is the folder to write instead of `dist`.
 * - `--stats` is a file for the statistics of the bundler.
 */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' }, stats: { type: 'string' } } });

/** Runs a package's script with the Node that runs this one, the same way on every platform; exits if it fails. */
function run(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(1);
}

/**
 * Removes from a bundle what nothing uses: the bundler keeps every module of a package whole and loads everything that it
 * imports. Names and line breaks stay, so that the file can still be read and compared (docs/benchmarks.md, Start-up).
 */
function shake(bundle: string): string {
  // No module here is loaded for its effects alone, so one that nothing uses need not be loaded.
  const annotated = bundle.replaceAll(
    /= (?=(?:process\.getBuiltinModule|__nccwpck_require__)\()/gu,
    '= /*#__PURE__*/ ',
  );
  const { code } = transformSync(annotated, {
    isModule: true,
    swcrc: false,
    configFile: false,
    jsc: {
      target: 'es2024',
      minify: {
        mangle: false,
        compress: { defaults: false, unused: true, toplevel: true, side_effects: true },
        format: { comments: false },
      },
    },
  });
  return code;
}

/**
 * Takes Node's own modules from Node directly, each when it is used: a post step that has nothing to do needs no
 * `node:crypto`, which takes longer than all of its own work, and no `require` of its own.
 */
function loadLazily(bundle: string): string {
  const load = '__WEBPACK_EXTERNAL_createRequire(import.meta.url)';
  const definitions = /^const (?<name>\w+_namespaceObject) = (?<load>process\.getBuiltinModule\("[^"]+"\));$/gmu;
  const names = new Set<string>();
  let code = bundle
    .replace('import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";\n', '')
    .replaceAll(load, 'process.getBuiltinModule');
  for (const [definition, name = '', module = ''] of code.matchAll(definitions)) {
    if (names.has(name)) throw new Error(`The bundle defines ${name} twice.`);
    names.add(name);
    code = code.replace(definition, '').replaceAll(new RegExp(`\\b${name}\\b`, 'gu'), module);
  }
  return code;
}

rmSync('lib', { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');

const NCC = ['node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '--no-cache'] as const;

/**
 * The licenses of all packages. The bundler lists those of one file alone, so everything is bundled into one for it.
 * @param importer the module that imports the second file
 */
function collectLicenses(importer: string): string {
  const source = readFileSync(importer, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'licenses-'));
  try {
    writeFileSync(importer, source.replace('import(', 'import(/* webpackMode: "eager" */ '));
    run(...NCC, '--license', 'licenses.txt', '--out', folder);
    return readFileSync(join(folder, 'licenses.txt'), 'utf8');
  } finally {
    writeFileSync(importer, source);
    rmSync(folder, { recursive: true });
  }
}

const licenses = collectLicenses('lib/github/commit-status.js');
rmSync(values.out, { recursive: true, force: true });
run(...NCC, '--out', values.out, ...(values.stats === undefined ? [] : ['--stats-out', values.stats]));
writeFileSync(join(values.out, 'licenses.txt'), licenses);
const files = readdirSync(values.out).filter((name) => name.endsWith('index.js'));
if (files.length !== 2) throw new Error(`The bundle should be two files, not ${files.join(', ')}.`);
for (const name of files) {
  const path = join(values.out, name);
  const code = shake(loadLazily(readFileSync(path, 'utf8')));
  rmSync(path);
  // The bundler numbers the second file.
  const other = '"" + chunkId + ".index.js"';
  writeFileSync(join(values.out, name === 'index.js' ? name : 'octokit.js'), code.replace(other, '"octokit.js"'));
}
for (const entry of ['main.js', 'post.js']) copyFileSync(join('lib', entry), join(values.out, entry));
