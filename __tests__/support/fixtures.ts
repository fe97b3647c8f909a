import type { Fault } from '../../emulator/fault-kinds.ts';
import type { EmulatedId } from '../../emulator/model.ts';
import { Scene, SERVER } from './scene.ts';

const HOUR_MS = 3_600_000;

/** A snapshot that has completed when it is accepted, for scenarios in which the wait does not matter. */
export const COMPLETED_AT_ONCE = { timeline: [{ atMs: 0, status: 'completed' }] };
/** A snapshot that never completes. */
export const NEVER_COMPLETED = { timeline: [{ atMs: 0, status: 'in_progress' }] };
/** A snapshot that fails after 3 min. */
export const FAILS = {
  timeline: [
    { atMs: 0, status: 'in_progress' },
    { atMs: 180_000, status: 'failed' },
  ],
};

/** A restore that leaves the server in a status after 8 min. */
export function restoreInto(status: string) {
  return {
    timeline: [
      { atMs: 0, status: 'restoring' },
      { atMs: 480_000, status },
    ],
  };
}

/** The API refuses, and does nothing. */
export function refusal(status: number, detail: string): Fault {
  return { kind: 'response', status, body: JSON.stringify({ detail }), effect: false };
}

/** A snapshot that exists before the step; what is left out is a completed one without a description. */
export interface ExistingSnapshot {
  readonly hoursOld: number;
  /** Whose it is, as `descriptionBy` gives it; empty for one that was created manually. */
  readonly description?: string;
  readonly name?: string;
  readonly status?: string;
  readonly server?: EmulatedId;
  readonly sizeMb?: number | null;
}

/** Adds a snapshot and gives its id as the logs write it. */
export function addSnapshot(
  { api, nowMs }: Scene,
  { hoursOld, server = SERVER, name = 'before', ...rest }: ExistingSnapshot,
): string {
  return String(api.model.addSnapshot({ ...rest, name, serverId: server, createdAt: nowMs - hoursOld * HOUR_MS }));
}

/**
 * The description that the action gives a snapshot in another run with these variables and inputs.
 * @param env by default run 6000 of the same workflow and job
 */
export async function descriptionBy(
  env: Readonly<Record<string, string>> = {},
  inputs: Readonly<Record<string, string>> = {},
): Promise<string> {
  await using scene = await Scene.create();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  await scene.job({ GITHUB_RUN_ID: '6000', ...env }).step({ inputs });
  const description = scene.api.model.snapshots()[0]?.description ?? '';
  if (description === '') throw new Error('The action took no snapshot to copy the description of.');
  return description;
}
