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

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-log-'));
  file = join(folder, 'vps-snapshot-rollbacks.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('A rollback that a step recorded', () => {
  test('is known to the later steps of the job', () => {
    createRollbackLog(folder, RUN).record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    createRollbackLog(folder, RUN).record({ serverKey: OTHER_SERVER, snapshotKey: OTHER_SNAPSHOT });
    const later = createRollbackLog(folder, RUN);
    expect(later.wasRestored(SERVER, SNAPSHOT)).toBe(true);
    expect(later.wasRestored(OTHER_SERVER, OTHER_SNAPSHOT)).toBe(true);
  });

  test('is of one server and one snapshot', () => {
    const log = createRollbackLog(folder, RUN);
    log.record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    expect(log.wasRestored(SERVER, OTHER_SNAPSHOT)).toBe(false);
    expect(log.wasRestored(OTHER_SERVER, SNAPSHOT)).toBe(false);
  });

  test('is known by a UUID in either case', () => {
    const [lower, upper] = [UUID, UUID.toUpperCase()].map((text) => v.parse(Id, text));
    if (!lower || !upper) throw new Error('an id is missing');
    createRollbackLog(folder, RUN).record({ serverKey: lower, snapshotKey: SNAPSHOT });
    expect(createRollbackLog(folder, RUN).wasRestored(upper, SNAPSHOT)).toBe(true);
  });

  test.each([{ runId: '7002' }, { attempt: 2 }, { attempt: undefined }])('is not believed for %j', (other) => {
    createRollbackLog(folder, RUN).record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    expect(createRollbackLog(folder, createWorkflowRun(other)).wasRestored(SERVER, SNAPSHOT)).toBe(false);
  });

  test('is known to the step itself without a folder', () => {
    const log = createRollbackLog(undefined, RUN);
    log.record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    expect(log.wasRestored(SERVER, SNAPSHOT)).toBe(true);
    expect(createRollbackLog(undefined, RUN).wasRestored(SERVER, SNAPSHOT)).toBe(false);
  });
});

describe('A file that is not as it should be', () => {
  test('counts as far as it can be read', () => {
    createRollbackLog(folder, RUN).record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    writeFileSync(file, `{\n[]\n{"runId":7001}\n\n${readFileSync(file, 'utf8')}{"runId":"70`);
    expect(createRollbackLog(folder, RUN).wasRestored(SERVER, SNAPSHOT)).toBe(true);
  });

  test('is read up to a limit', () => {
    createRollbackLog(folder, RUN).record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    writeFileSync(file, `${' '.repeat(1024 * 1024)}\n${readFileSync(file, 'utf8')}`);
    expect(createRollbackLog(folder, RUN).wasRestored(SERVER, SNAPSHOT)).toBe(false);
  });

  test.each([
    ['a folder', () => mkdirSync(file)],
    ['a pipe that nobody reads or writes', () => void execFileSync('mkfifo', [file])],
    ['in a folder that does not exist', () => rmSync(folder, { recursive: true })],
  ])('is ignored: %s', (_what, make) => {
    make();
    const log = createRollbackLog(folder, RUN);
    log.record({ serverKey: SERVER, snapshotKey: SNAPSHOT });
    expect(log.wasRestored(SERVER, SNAPSHOT)).toBe(true);
    expect(createRollbackLog(folder, RUN).wasRestored(SERVER, SNAPSHOT)).toBe(false);
    mkdirSync(folder, { recursive: true });
  });
});
