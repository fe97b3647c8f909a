import { jest } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { EmulatedId, SnapshotPlan } from '../../emulator/model.ts';
import { SHA } from '../support/action.ts';
import { type Scene, SERVER, scene } from '../support/scene.ts';

// On a busy machine the processes of a scenario take seconds to start. Longer than the longest run of `runAction`.
jest.setTimeout(20_000);

/** A snapshot that is complete when it is accepted, for scenarios in which the wait is beside the point. */
export const COMPLETE_AT_ONCE = { timeline: [{ atMs: 0, status: 'completed' }] };
/** A snapshot that stays under way for hours. */
export const NEVER_COMPLETE = { timeline: [{ atMs: 0, status: 'in_progress' }] };
/** A snapshot that fails after 3 s. */
export const SOON_FAILED = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 3000, status: 'failed' },
  ],
};
/** A restore that is over after 8 s: the list shows it once before, else the action would wait for a list that lags. */
export const SHORT_RESTORE = restoreInto('active');

/** A restore that leaves a state behind after 8 s. */
export function restoreInto(status: string) {
  return {
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 8000, status },
    ],
  };
}

/** The API refuses, and does nothing. */
export function refusal(status: number, detail: string): Fault {
  return { kind: 'answer', status, body: JSON.stringify({ detail }), effect: false };
}

const HOUR_MS = 3_600_000;

/** A snapshot that is there before the step; what is left out is a complete one of the usual name. */
export interface Held {
  readonly hoursOld: number;
  /** Whose it is, as `describedBy` gives it; empty for one that was made by hand. */
  readonly description: string;
  readonly name?: string;
  readonly status?: string;
  readonly server?: EmulatedId;
}

/** Puts a snapshot on the server and gives its id as the logs write it. */
export function hold({ api }: Scene, { hoursOld, server = SERVER, name = SHA, ...rest }: Held): string {
  return String(api.model.addSnapshot({ ...rest, name, serverId: server, createdAt: Date.now() - hoursOld * HOUR_MS }));
}

/** Puts snapshots on the server, a day apart, the first the oldest, and gives their ids. */
export function fill(set: Scene, ...snapshots: Omit<Held, 'hoursOld'>[]): string[] {
  return snapshots.map((one, index) => hold(set, { ...one, hoursOld: 24 * (snapshots.length - index) }));
}

/** The description that the action gives a snapshot in a run with these variables, made on an API of its own. */
export async function describedBy(env: Readonly<Record<string, string>> = {}): Promise<string> {
  let description = '';
  await scene(async ({ api, run }) => {
    api.model.planNextSnapshot(COMPLETE_AT_ONCE);
    await run({ env: { GITHUB_RUN_ID: '6000', ...env } });
    description = api.model.snapshots()[0]?.description ?? '';
  });
  if (description === '') throw new Error('The action took no snapshot to copy the description of.');
  return description;
}

/** Adds a server with an id, for scenarios with several. */
export function addServer(
  { api }: Scene,
  id: EmulatedId,
  snapshotPlan: Partial<SnapshotPlan> = COMPLETE_AT_ONCE,
): void {
  api.model.addServer({ id, name: `web-${id}`, snapshotPlan, restorePlan: SHORT_RESTORE });
}

/** Ids of the snapshots that are there, in the order in which they came. */
export function idsHeld({ api }: Scene): string[] {
  return api.model.snapshots().map(({ id }) => String(id));
}

/** The requests that change something, in their order. */
export function changes(set: Scene): string[] {
  return set.requests().filter((request) => !request.startsWith('GET '));
}
