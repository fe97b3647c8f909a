import * as v from 'valibot';
import { ActionError } from '../../src/errors.ts';
import type { ReportSettings } from '../../src/report/settings.ts';
import type { RestoreRecord } from '../../src/restores/record.ts';
import type { DeleteRecord, SnapshotRecord } from '../../src/snapshots/record.ts';
import { Id } from '../../src/vps/id.ts';
import type { ServerRef, Snapshot } from '../../src/vps/schema.ts';

/** Records as the work leaves them behind, for reports. */

export const SHA = '3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345';
/** When the snapshots of these records were taken, in milliseconds since the epoch. */
export const TAKEN_MS = Date.parse('2025-01-16T18:52:13Z');
const MINUTE_MS = 60_000;

export const SETTINGS: ReportSettings = {
  dryRun: false,
  apiUrl: 'https://admin.vps.org/api/v1',
  uses: 'acme/vps-snapshot@v1',
  nowMs: TAKEN_MS + 14 * MINUTE_MS,
  durationMs: 372_000,
};

export function id(text: string | number): Id {
  return v.parse(Id, String(text));
}

export function server(key: string | number = 12345, name = `web-${key}`): ServerRef {
  return { key: id(key), name };
}

export function snapshot(key: string | number, rest: Partial<Snapshot> = {}): Snapshot {
  return {
    key: id(key),
    server: server(),
    name: SHA,
    status: 'completed',
    sizeMb: 5120,
    createdAtMs: TAKEN_MS,
    description: '',
    ...rest,
  };
}

/** A record whose snapshot has completed. */
export function snapshotRecord(on: ServerRef, rest: Partial<SnapshotRecord> = {}): SnapshotRecord {
  return {
    server: on,
    name: SHA,
    requested: true,
    reused: false,
    snapshot: snapshot(801, { server: on }),
    startedAtMs: TAKEN_MS,
    durationMs: 367_000,
    ...rest,
  };
}

/** A record of a server on which no snapshot was requested. */
export function unrequested(on: ServerRef, failure?: ActionError): SnapshotRecord {
  const record: SnapshotRecord = { server: on, name: SHA, requested: false, reused: false };
  return failure ? { ...record, failure } : record;
}

/** A record of a server that was restored. */
export function restoreRecord(on: ServerRef, rest: Partial<RestoreRecord> = {}): RestoreRecord {
  return {
    server: on,
    target: snapshot(801, { server: on }),
    stage: 'restored',
    serverStatus: 'active',
    startedAtMs: TAKEN_MS + 14 * MINUTE_MS,
    statusBefore: 'active',
    wasAccepted: true,
    wasSeen: true,
    downMs: 495_000,
    discardedMs: 14 * MINUTE_MS,
    ...rest,
  };
}

export function deleteRecord(key: number, rest: Partial<DeleteRecord> = {}): DeleteRecord {
  return { target: snapshot(key), reason: 'beyond keep: 3', stage: 'deleted', ...rest };
}

export function error(summary: string, state: string | readonly string[] = 'The server was not changed.'): ActionError {
  return new ActionError({ summary, state, hint: 'Re-run the job.' });
}
