import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts', 'src', 'stubs'];
/** Copied: the bundler names a module by where the module and the bundler's own loaders really are. */
const COPIED = ['@vercel/ncc'];
const LINKED = ['@types', '@typescript', 'typescript', 'undici-types'];

const flag = v.optional(v.boolean(), false);
const Package = v.object({ dev: flag, devOptional: flag, optional: flag, link: flag });
const Lock = v.object({ packages: v.record(v.string(), Package) });

let copy = '';

beforeAll(() => {
  copy = join(mkdtempSync(join(tmpdir(), 'another folder ')), 'deeper', 'still');
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  const installed = (root: string, name: string) => join(root, 'node_modules', name);
  for (const name of LINKED) symlinkSync(installed(ROOT, name), installed(copy, name), 'junction');
  for (const name of COPIED) cpSync(installed(ROOT, name), installed(copy, name), { recursive: true });
  const { packages } = v.parse(Lock, JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  for (const [path, { dev, devOptional, optional, link }] of Object.entries(packages)) {
    if (!path.startsWith('node_modules/') || dev || devOptional || optional) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    if (link) symlinkSync(join(copy, 'stubs', 'undici-stub'), join(copy, path), 'junction');
    else cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
});

afterAll(() => {
  rmSync(dirname(dirname(copy)), { recursive: true });
});

test('builds the same bytes in another folder, umask, time zone and locale', () => {
  const environment = { PATH: process.env.PATH, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
  const script = `process.umask(0o077); await import('./scripts/build.ts');`;
  const build = ['--input-type=module', '--eval', script];
  execFileSync(process.execPath, build, { cwd: copy, env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  const files = readdirSync(join(ROOT, 'dist')).sort();
  expect(readdirSync(join(copy, 'dist')).sort()).toEqual(files);
  const contents = (root: string) => files.map((name) => readFileSync(join(root, 'dist', name), 'latin1'));
  // A difference of megabytes would be printed whole.
  expect(contents(copy).map((content, index) => content === contents(ROOT)[index])).toEqual(files.map(() => true));
}, 120_000);
