import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '..', '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

const Violation = v.object({ rule: v.object({ name: v.string() }) });
const Result = v.object({ summary: v.object({ violations: v.array(Violation) }) });

/** A small source that keeps to the architecture. */
const SOURCE = {
  'main.ts': "import { runMain } from './index.ts';\nawait runMain();\n",
  'post.ts': "import { runPost } from './index.ts';\nawait runPost();\n",
  'index.ts': "import { prune } from './modes/prune.ts';\nexport { prune as runMain, prune as runPost };\n",
  'modes/prune.ts': "import { list } from '../snapshots/list.ts';\nexport const prune = () => list();\n",
  'snapshots/list.ts': "import { get } from '../vps/client.ts';\nexport const list = () => get();\n",
  'vps/client.ts':
    "import { text } from '../text.ts';\nexport const get = () => text;\nexport interface Client { a: 1 }\n",
  'text.ts': "export const text = '';\n",
};

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'architecture-'));
  for (const name of ['package.json', '.dependency-cruiser.js']) cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Adds files to the small source, or lines to its files, and returns the rules that they break. */
function brokenRules(additions: Readonly<Record<string, string>>): string[] {
  const files = new Map<string, string>(Object.entries(SOURCE));
  for (const [name, text] of Object.entries(additions)) files.set(name, `${files.get(name) ?? ''}${text}\n`);
  for (const [name, text] of files) {
    const path = join(folder, 'src', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const cruise = [DEPCRUISE, '--output-type', 'json', 'src'];
  const { stdout } = spawnSync(process.execPath, cruise, { cwd: folder, encoding: 'utf8' });
  return v.parse(Result, JSON.parse(stdout)).summary.violations.map(({ rule }) => rule.name);
}

test('a source that keeps to the rows breaks nothing', () => {
  expect(brokenRules({})).toEqual([]);
});

test.each([
  [
    'an import upwards',
    { 'text.ts': "import { get } from './vps/client.ts';\nexport const up = get;" },
    ['circle', 'ground-imports-upward'],
  ],
  [
    'an import of a type upwards',
    { 'vps/client.ts': "import type { prune } from '../modes/prune.ts';\nexport type Up = typeof prune;" },
    ['circle', 'vps-imports-upward'],
  ],
  [
    'an import of what is above it',
    {
      'vps/client.ts': "import { run } from '../github/run.ts';\nexport const side = run;",
      'github/run.ts': 'export const run = 1;',
    },
    ['vps-imports-upward'],
  ],
  [
    'a cycle within a folder',
    {
      'vps/client.ts': "import { id } from './id.ts';\nexport const one = id;",
      'vps/id.ts': "import type { Client } from './client.ts';\nexport const id: Client = { a: 1 };",
    },
    ['circle'],
  ],
  [
    'a folder without a row',
    {
      'vps/client.ts': "import { help } from '../helpers/help.ts';\nexport const more = help;",
      'helpers/help.ts': 'export const help = 1;',
    },
    ['has-no-row'],
  ],
  ['a file that nothing imports', { 'vps/dead.ts': 'export const dead = 1;' }, ['is-never-imported']],
  [
    'a package that is not a dependency',
    { 'vps/client.ts': "import fc from 'fast-check';\nexport const property = fc;" },
    ['is-not-a-dependency'],
  ],
])('reports %s', (_what, additions, rules) => {
  expect(brokenRules(additions).sort()).toEqual(rules);
});
