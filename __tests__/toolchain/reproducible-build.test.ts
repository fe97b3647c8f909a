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
const LINKED = ['@types', '@typescript', 'typescript', 'undici-types', '@swc'];

const flag = v.optional(v.boolean(), false);
const Package = v.object({ dev: flag, devOptional: flag, optional: flag, link: flag });
const Lock = v.object({ packages: v.record(v.string(), Package) });

let folder = '';
let copy = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'another folder '));
  copy = join(folder, 'deeper', 'still');
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
  rmSync(folder, { recursive: true });
});

function build(cwd: string, out: string, umask: number, locale: NodeJS.ProcessEnv): Map<string, string> {
  const script = `process.umask(${umask}); await import('./scripts/build.ts');`;
  const args = ['--input-type=module', '--eval', script, '--', '--out', out];
  execFileSync(process.execPath, args, { cwd, env: { PATH: process.env.PATH, ...locale }, stdio: 'ignore' });
  return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'latin1')]));
}

test('builds the same bytes in another folder, umask, time zone and locale', () => {
  const here = build(ROOT, join(folder, 'here'), 0o022, { TZ: 'UTC', LC_ALL: 'C' });
  const there = build(copy, join(copy, 'dist'), 0o077, { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' });
  expect([...here.keys()].sort()).toEqual([
    'index.js',
    'licenses.txt',
    'main.js',
    'octokit.js',
    'package.json',
    'post.js',
  ]);
  expect([...there.keys()].sort()).toEqual([...here.keys()].sort());
  // By name: a difference of megabytes would be printed whole.
  expect([...here].filter(([name, content]) => content !== there.get(name)).map(([name]) => name)).toEqual([]);
}, 120_000);
