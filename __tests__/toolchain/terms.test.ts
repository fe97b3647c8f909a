import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const SCRIPTS = join(import.meta.dirname, '..', '..', 'scripts');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terms-'));
  for (const name of ['docs', 'scripts', 'src']) mkdirSync(join(folder, name));
  cpSync(join(SCRIPTS, 'avoided-terms.json'), join(folder, 'scripts', 'avoided-terms.json'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function checkTerms(path: string, text: string) {
  writeFileSync(join(folder, path), text);
  const { status, stderr } = spawnSync(process.execPath, [join(SCRIPTS, 'check-terms.ts')], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, findings: stderr.trim().replaceAll('\\', '/') };
}

test.each([
  [
    'in a sentence',
    'README.md',
    'One.\nThe server is put back.\n',
    'README.md:2: “put back”; write: roll back, restore',
  ],
  ['across lines', 'docs/a.md', 'the way\nback\n', 'docs/a.md:1: “way back”; write: how to roll back'],
  [
    'across lines of a comment',
    'src/a.ts',
    '/**\n * the way\n * back\n */\n',
    'src/a.ts:2: “way back”; write: how to roll back',
  ],
  ['in a name', 'src/a.ts', 'const neverBegun = 1;\n', 'src/a.ts:1: “begun”; write: started'],
  ['in a name of several words', 'src/a.ts', 'putBackAll();\n', 'src/a.ts:1: “put back”; write: roll back, restore'],
  ['in another form', 'README.md', 'Bad days.\n', 'README.md:1: “bad day”; write: failure, fault'],
])('finds a term %s', (_where, path, text, finding) => {
  expect(checkTerms(path, text)).toEqual({ status: 1, findings: finding });
});

test('finds nothing in words that merely contain a term', () => {
  expect(checkTerms('README.md', 'We recommend commands that output backups.\n')).toEqual({ status: 0, findings: '' });
});
