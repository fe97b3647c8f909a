import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'release-notes.ts');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-notes-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function releaseNotes(tag: string, versions: { package: string; lock: string; changelog: string }) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: versions.package }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ version: versions.lock }));
  writeFileSync(join(folder, 'CHANGELOG.md'), versions.changelog);
  return spawnSync(process.execPath, [SCRIPT, tag], { cwd: folder, encoding: 'utf8' });
}

const CHANGELOG = '# Changelog\n\n## 1.2.3\n\n### Patch Changes\n\n- A fix.\n\n## 1.2.2\n\n- Older.\n';

test('prints the section of the version and nothing of older ones', () => {
  const { status, stdout } = releaseNotes('v1.2.3', { package: '1.2.3', lock: '1.2.3', changelog: CHANGELOG });
  expect([status, stdout]).toEqual([0, '### Patch Changes\n\n- A fix.\n']);
});

test('prints the only section whole', () => {
  const changelog = '# Changelog\n\n## 1.0.0\n\n- First.\n';
  const { status, stdout } = releaseNotes('v1.0.0', { package: '1.0.0', lock: '1.0.0', changelog });
  expect([status, stdout]).toEqual([0, '- First.\n']);
});

test.each([
  ['package.json has 1.2.2', { package: '1.2.2', lock: '1.2.3', changelog: CHANGELOG }],
  ['package-lock.json has 1.2.2', { package: '1.2.3', lock: '1.2.2', changelog: CHANGELOG }],
  ['the newest section of CHANGELOG.md has none', { package: '1.2.3', lock: '1.2.3', changelog: '# Changelog\n' }],
])('fails if %s', (difference, versions) => {
  const { status, stdout, stderr } = releaseNotes('v1.2.3', versions);
  expect([status, stdout, stderr]).toEqual([1, '', `The tag is v1.2.3, but ${difference}.\n`]);
});
