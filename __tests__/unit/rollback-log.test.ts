import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { createRollbackLog } from '../../src/github/rollback-log.ts';
import { Id } from '../../src/vps/id.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const RUN = createWorkflowRun();
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const [SERVER, OTHER_SERVER, SNAPSHOT, OTHER_SNAPSHOT] = ['12345', '12346', '801', '802'].map((text) =>
  v.parse(Id, text),
);
if (!SERVER || !OTHER_SERVER || !SNAPSHOT || !OTHER_SNAPSHOT) throw new Error('an id is missing');

const entry = (serverKey: Id, snapshotKey: Id) => {
  return {
    serverKey,
    snapshotKey,
    startedAtMs: 1_737_000_000_000,
    outcome: 'restored',
    serverStatus: 'active',
  } as const;
};

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-log-'));
  file = join(folder, 'vps-snapshot-rollbacks.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('A rollback that a step recorded', () => {
  test('is known to the later steps of the job', () => {
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    createRollbackLog(folder, RUN).record(entry(OTHER_SERVER, OTHER_SNAPSHOT));
    const later = createRollbackLog(folder, RUN);
    expect(later.find(SERVER, SNAPSHOT, 0)).toMatchObject({ outcome: 'restored', serverStatus: 'active' });
    expect(later.find(OTHER_SERVER, OTHER_SNAPSHOT, 0)).toMatchObject({ outcome: 'restored', serverStatus: 'active' });
  });

  test('is known by its last outcome', () => {
    const log = createRollbackLog(folder, RUN);
    log.record({ ...entry(SERVER, SNAPSHOT), outcome: 'started', serverStatus: 'restoring' });
    log.record(entry(OTHER_SERVER, OTHER_SNAPSHOT));
    const failed = { ...entry(SERVER, SNAPSHOT), outcome: 'failed', serverStatus: 'error' } as const;
    log.record(failed);
    for (const one of [log, createRollbackLog(folder, RUN)])
      expect(one.find(SERVER, SNAPSHOT, 0)).toMatchObject(failed);
    // A later step tries it again.
    const later = createRollbackLog(folder, RUN);
    later.record(entry(SERVER, SNAPSHOT));
    for (const one of [later, createRollbackLog(folder, RUN)]) {
      expect(one.find(SERVER, SNAPSHOT, 0)).toMatchObject({ outcome: 'restored' });
    }
  });

  test('does not count for a step that came after it', () => {
    createRollbackLog(folder, createWorkflowRun({ runId: '7000' })).record(entry(SERVER, SNAPSHOT));
    expect(createRollbackLog(folder, RUN).count()).toBe(0);
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    const later = createRollbackLog(folder, RUN);
    expect(later.count()).toBe(1);
    expect(later.find(SERVER, SNAPSHOT, 1)).toBeUndefined();
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    expect(later.find(SERVER, SNAPSHOT, 1)).toMatchObject({ outcome: 'restored' });
  });

  test('has a source until the server has been seen active', () => {
    const log = () => createRollbackLog(folder, RUN);
    const isSource = () => [SNAPSHOT, OTHER_SNAPSHOT].map((key) => log().isSource({ key }));
    expect(isSource()).toEqual([false, false]);
    log().record({ ...entry(SERVER, SNAPSHOT), outcome: 'started' });
    expect(isSource()).toEqual([true, false]);
    log().record(entry(OTHER_SERVER, OTHER_SNAPSHOT));
    log().record({ ...entry(SERVER, OTHER_SNAPSHOT), outcome: 'failed' });
    expect(isSource()).toEqual([true, true]);
    log().record(entry(SERVER, OTHER_SNAPSHOT));
    expect(isSource()).toEqual([false, false]);
  });

  test('is of one server and one snapshot', () => {
    const log = createRollbackLog(folder, RUN);
    log.record(entry(SERVER, SNAPSHOT));
    expect(log.find(SERVER, OTHER_SNAPSHOT, 0)).toBeUndefined();
    expect(log.find(OTHER_SERVER, SNAPSHOT, 0)).toBeUndefined();
  });

  test('is known by a UUID in either case', () => {
    const [lower, upper] = [UUID, UUID.toUpperCase()].map((text) => v.parse(Id, text));
    if (!lower || !upper) throw new Error('an id is missing');
    createRollbackLog(folder, RUN).record(entry(lower, SNAPSHOT));
    expect(createRollbackLog(folder, RUN).find(upper, SNAPSHOT, 0)).toMatchObject({
      outcome: 'restored',
      serverStatus: 'active',
    });
  });

  test.each([{ runId: '7002' }, { attempt: 2 }, { attempt: undefined }])('is not believed for %j', (other) => {
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    expect(createRollbackLog(folder, createWorkflowRun(other)).find(SERVER, SNAPSHOT, 0)).toBeUndefined();
  });

  test('is known to the step itself without a folder', () => {
    const log = createRollbackLog(undefined, RUN);
    log.record(entry(SERVER, SNAPSHOT));
    expect(log.find(SERVER, SNAPSHOT, 0)).toMatchObject({ outcome: 'restored', serverStatus: 'active' });
    expect(createRollbackLog(undefined, RUN).find(SERVER, SNAPSHOT, 0)).toBeUndefined();
  });
});

describe('A file that is not as it should be', () => {
  test('counts as far as it can be read', () => {
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    writeFileSync(file, `{\n[]\n{"runId":7001}\n\n${readFileSync(file, 'utf8')}{"runId":"70`);
    expect(createRollbackLog(folder, RUN).find(SERVER, SNAPSHOT, 0)).toMatchObject({
      outcome: 'restored',
      serverStatus: 'active',
    });
  });

  test.each([
    [{}, '', 'started'],
    [{ outcome: 'well', serverStatus: 7 }, '', 'started'],
    [{ outcome: 'failed', serverStatus: '::error::x' }, '', 'failed'],
    [{ outcome: 'failed', serverStatus: 'a'.repeat(100) }, '', 'failed'],
    [{ outcome: 'failed', serverStatus: 'in error' }, 'in error', 'failed'],
  ])('shows no outcome that the action does not write: %j', (fields, serverStatus, outcome) => {
    const line = { runId: RUN.runId, attempt: RUN.attempt, serverKey: SERVER, snapshotKey: SNAPSHOT, ...fields };
    writeFileSync(file, `${JSON.stringify(line)}\n`);
    expect(createRollbackLog(folder, RUN).find(SERVER, SNAPSHOT, 0)).toMatchObject({ serverStatus, outcome });
  });

  test('is read up to a limit', () => {
    createRollbackLog(folder, RUN).record(entry(SERVER, SNAPSHOT));
    writeFileSync(file, `${' '.repeat(1024 * 1024)}\n${readFileSync(file, 'utf8')}`);
    expect(createRollbackLog(folder, RUN).find(SERVER, SNAPSHOT, 0)).toBeUndefined();
  });

  test.each([
    ['a folder', () => mkdirSync(file)],
    ['a pipe that nobody reads or writes', () => void execFileSync('mkfifo', [file])],
    ['in a folder that does not exist', () => rmSync(folder, { recursive: true })],
  ])('is ignored: %s', (_what, make) => {
    make();
    const log = createRollbackLog(folder, RUN);
    log.record(entry(SERVER, SNAPSHOT));
    expect(log.find(SERVER, SNAPSHOT, 0)).toMatchObject({ outcome: 'restored', serverStatus: 'active' });
    expect(createRollbackLog(folder, RUN).find(SERVER, SNAPSHOT, 0)).toBeUndefined();
    mkdirSync(folder, { recursive: true });
  });
});
