import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Runner } from '../../src/github/runner.ts';
import { createRedactor } from '../../src/redact.ts';

const TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnB';
const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];

let folder = '';
let log: string[] = [];
const before = { ...process.env };

let createRunner: () => Runner;

beforeEach(async () => {
  // `@actions/core` remembers where the summary is.
  jest.resetModules();
  const { actionsRunner } = await import('../../src/github/runner.ts');
  createRunner = () => actionsRunner(createRedactor([TOKEN]));
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const name of COMMAND_FILES) {
    process.env[name] = join(folder, name);
    writeFileSync(join(folder, name), '');
  }
  log = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    log.push(String(text));
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.stdout.removeAllListeners('error');
  for (const name of COMMAND_FILES) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true });
});

function written(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

describe('The log', () => {
  test('has one line without a command for each text', () => {
    createRunner().info('a\n::error::b');
    expect(log).toEqual(['a ::error::b\n']);
  });

  test('has annotations of several lines, each without a command', () => {
    const runner = createRunner();
    runner.notice('a\n::error::b');
    runner.warning('c');
    runner.error('d%0A::e');
    expect(log).toEqual(['::notice::a%0A: :error::b\n', '::warning::c\n', '::error::d%250A::e\n']);
  });

  test('has a debug line', () => {
    createRunner().debug('a\nb');
    expect(log).toEqual(['::debug::a b\n']);
  });

  test('ends a group before the next one, and before an annotation', () => {
    const runner = createRunner();
    runner.group('one');
    runner.group('two');
    runner.error('x');
    runner.endGroup();
    expect(log).toEqual(['::group::one\n', '::endgroup::\n', '::group::two\n', '::endgroup::\n', '::error::x\n']);
  });

  test('has annotations that GitHub shows as a whole', () => {
    createRunner().error('x'.repeat(5000));
    expect(log).toEqual([`::error::${'x'.repeat(4095)}…\n`]);
  });

  test('never has a secret, not even one that control characters split', () => {
    const runner = createRunner();
    const split = TOKEN.replace(/.{6}/gu, '$&\u001b[0m');
    for (const write of [runner.info, runner.debug, runner.notice, runner.warning, runner.error, runner.group]) {
      write(`before ${TOKEN} after`);
      write(split);
    }
    expect(log.join('')).not.toContain(TOKEN.slice(0, 8));
    expect(log.join('')).not.toContain(TOKEN.slice(-8));
    expect(log.filter((line) => line.includes('before *** after'))).toHaveLength(6);
  });

  test('has no line that acts on the runner, whatever the text', () => {
    const runner = createRunner();
    const hostile = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('::', '##[', '\n', '\r', TOKEN)));
    fc.assert(
      fc.property(hostile, (parts) => {
        log.length = 0;
        runner.info(parts.join(''));
        runner.error(parts.join(''));
        const [line = '', annotation = ''] = log;
        expect(line).not.toMatch(/^\s*::|##\[|[\r\n]./u);
        expect(annotation).toMatch(/^::error::[^\r\n]*\n$/u);
        expect(annotation).not.toContain('##[');
        expect(log.join('')).not.toContain(TOKEN);
      }),
    );
  });

  test('that cannot be written does not stop the work', () => {
    jest.spyOn(process.stdout, 'write').mockImplementation(() => {
      throw new Error('ENOSPC: no space left on device, write');
    });
    const runner = createRunner();
    for (const write of [runner.info, runner.debug, runner.notice, runner.warning, runner.error, runner.group]) {
      expect(() => write('x')).not.toThrow();
    }
    expect(runner.endGroup).not.toThrow();
  });

  test('that nobody reads any more does not end the process', () => {
    createRunner();
    createRunner();
    expect(process.stdout.listenerCount('error')).toBeGreaterThanOrEqual(1);
    expect(() => process.stdout.emit('error', new Error('EPIPE'))).not.toThrow();
  });
});

describe('Outputs and state', () => {
  test('are written without the secret', () => {
    const runner = createRunner();
    runner.setOutput('snapshot_name', `a\n${TOKEN}`);
    runner.saveState('inputs', `{"description":"${TOKEN}"}`);
    expect(written('GITHUB_OUTPUT')).toMatch(/^snapshot_name<<(ghadelimiter_\S+)\na\n\*\*\*\n\1\n$/u);
    expect(written('GITHUB_STATE')).toMatch(/^inputs<<(ghadelimiter_\S+)\n\{"description":"\*\*\*"\}\n\1\n$/u);
  });

  test('are written again only if they changed', () => {
    const runner = createRunner();
    for (const value of ['in_progress', 'in_progress', 'completed']) runner.setOutput('status', value);
    for (const value of ['a', 'a']) runner.saveState('status', value);
    expect(written('GITHUB_OUTPUT').match(/^(?:in_progress|completed)$/gmu)).toEqual(['in_progress', 'completed']);
    expect(written('GITHUB_STATE').match(/^a$/gmu)).toEqual(['a']);
  });

  test('are in the log, with one warning, if the files are missing', () => {
    for (const name of COMMAND_FILES) rmSync(join(folder, name));
    const runner = createRunner();
    runner.setOutput('snapshot_id', '801');
    runner.setOutput('snapshot_id', '801');
    runner.setOutput('snapshot_name', `x ${TOKEN}`);
    runner.saveState('snapshots', '[]');
    expect(log).toEqual([
      expect.stringMatching(/^::warning::Missing file at path: .*later steps do not receive them.*\n$/u),
      'output snapshot_id=801\n',
      'output snapshot_name=x ***\n',
      '::save-state name=snapshots_in_log::[]\n',
    ]);
  });

  test('are written as soon as the file can be written again', () => {
    rmSync(join(folder, 'GITHUB_OUTPUT'));
    const runner = createRunner();
    runner.setOutput('snapshot_id', '801');
    writeFileSync(join(folder, 'GITHUB_OUTPUT'), '');
    runner.setOutput('snapshot_id', '801');
    expect(written('GITHUB_OUTPUT')).toContain('\n801\n');
  });

  test.each(['/dev/full', '/'])('never throw, with %s as command file', (path) => {
    for (const name of COMMAND_FILES) process.env[name] = path;
    const runner = createRunner();
    expect(() => runner.setOutput('snapshot_id', '801')).not.toThrow();
    expect(() => runner.saveState('snapshots', '[]')).not.toThrow();
    expect(log).toContain('output snapshot_id=801\n');
  });
});

describe('The summary', () => {
  test('is written without the secret', async () => {
    await createRunner().summary(`### ${TOKEN}\n`);
    expect(written('GITHUB_STEP_SUMMARY')).toBe('### ***\n');
  });

  test('stays below 1 MiB, in several parts too', async () => {
    const runner = createRunner();
    await runner.summary(`${'é'.repeat(100)}\n`.repeat(4000));
    await runner.summary(`${'é'.repeat(100)}\n`.repeat(4000));
    const text = written('GITHUB_STEP_SUMMARY');
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/é\n\nThe rest is left out, because a job summary is limited to 1 MiB\.\n$/u);
    expect(text).not.toContain('\ufffd');
  });

  test('never rejects on a runner without summaries', async () => {
    process.env.GITHUB_STEP_SUMMARY = '';
    await expect(createRunner().summary('text')).resolves.toBeUndefined();
    expect(log.filter((line) => !line.startsWith('::debug::'))).toEqual([]);
  });

  test.each(['/nowhere/summary', '/dev/full'])('never rejects, with %j as its file, and says so once', async (path) => {
    process.env.GITHUB_STEP_SUMMARY = path;
    const runner = createRunner();
    await expect(runner.summary('text')).resolves.toBeUndefined();
    await expect(runner.summary('text')).resolves.toBeUndefined();
    expect(log).toEqual([
      expect.stringMatching(/^::warning::The summary cannot be written: .*%0AWhat this step did is in this log/u),
    ]);
  });
});
