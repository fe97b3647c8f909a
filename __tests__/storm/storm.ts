import { rmSync } from 'node:fs';
import { serverUuid } from '../../emulator/identity.ts';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { createJobRunner } from '../support/job.ts';
import { createJobFolder, runAction, VIRTUAL_CLOCK } from '../support/run-action.ts';
import type { Storm } from './weather.ts';

const START_MS = Date.parse('2025-01-16T12:00:00Z');
const MINUTE_MS = 60_000;
const TIMEOUT_MINUTES = 60;
/** Reading, restoring and checking each have a timeout; after it, a request that is under way may still end. */
const MAX_MINUTES = 2 * TIMEOUT_MINUTES + 20;
const FIRST_SERVER = 1001;
const GOOD = 'release 1';

/** What storms have led to. */
export interface StormCount {
  servers: number;
  restoredOnce: number;
  /** Servers that were not restored, in a step that is red. */
  honestRed: number;
  /** Post steps that ended green. */
  green: number;
  readonly broken: string[];
}

/** Plays a job whose deploy fails in a storm: the snapshots, and the rollback after the job. */
export async function weather(storm: Storm): Promise<StormCount> {
  const folder = createJobFolder();
  let nowMs = START_MS;
  let requests = 0;
  const lag = storm.lagMs > 0 ? { replicaLagsMs: [0, storm.lagMs] } : {};
  const api = await startEmulator({ model: { dialect: storm.dialect, ...lag }, clock: () => nowMs });
  api.setFaults((request) => {
    nowMs = Math.max(nowMs, Number(request.headers['x-virtual-now'] ?? 0));
    return storm.faults[requests++];
  });
  try {
    const ids = addServers(api, storm);
    const job = createJobRunner({
      api,
      run: async (run, entry) =>
        await runAction(entry, {
          ...run,
          folder,
          preload: [VIRTUAL_CLOCK],
          inputs: { api_token: api.token, server_id: ids.join(), ...run.inputs },
          env: { VIRTUAL_NOW: String(nowMs), ...run.env },
          killAfterMs: 300_000,
        }),
    });
    const step = await job.step({ inputs: { timeout_minutes: String(TIMEOUT_MINUTES) } });
    for (const id of serversOf(storm)) api.model.writeDisk(id, 'release 2, broken');
    const postStartedMs = nowMs;
    const post = await step.post(storm.jobStatus, { inputs: { rollback_if: 'true' } });
    return count(storm, api, post.exitCode, (nowMs - postStartedMs) / MINUTE_MS);
  } finally {
    await api.close();
    rmSync(folder, { recursive: true });
  }
}

function serversOf({ servers }: Storm): number[] {
  return Array.from({ length: servers }, (_, index) => FIRST_SERVER + index);
}

/** @returns the ids as a user gives them */
function addServers({ model }: Emulator, storm: Storm): string[] {
  return serversOf(storm).map((id, index) => {
    model.addServer({
      id,
      disk: GOOD,
      snapshotPlan: {
        timeline: [
          { atMs: 0, status: 'in_progress' },
          { atMs: storm.snapshotMinutes * MINUTE_MS, status: 'completed' },
        ],
      },
      restorePlan: {
        timeline: [
          { atMs: 0, status: 'restoring' },
          { atMs: storm.restoreMinutes * MINUTE_MS, status: 'active' },
        ],
        endsStopped: index < storm.staysStopped,
      },
    });
    if (index >= storm.servers - storm.busy) model.refuseRestores(id, { status: 409, forMs: MINUTE_MS });
    return storm.dialect === 'clients' ? serverUuid(id) : String(id);
  });
}

function count(storm: Storm, { model }: Emulator, exitCode: number | null, postMinutes: number): StormCount {
  const broken: string[] = [];
  const isGreen = exitCode === 0;
  // After a cancel a restore is watched only shortly, so a green step may leave it under way.
  const mustBeOver = isGreen && storm.jobStatus !== 'cancelled';
  let restoredOnce = 0;
  for (const id of serversOf(storm)) {
    const shown = storm.dialect === 'clients' ? serverUuid(id) : id;
    const restores = model.restores().filter(({ serverId }) => serverId === shown).length;
    if (restores > 1) broken.push(`server ${id} was restored ${restores} times`);
    if (restores === 1) restoredOnce += 1;
    if (isGreen && restores === 0) broken.push(`the step is green, but server ${id} was not restored`);
    if (restores > 0 && model.disk(id) !== GOOD) broken.push(`server ${id} was restored to ${model.disk(id)}`);
    if (mustBeOver && model.serverStatus(id) !== 'active') {
      broken.push(`the step is green, but server ${id} is ${model.serverStatus(id)}`);
    }
  }
  if (exitCode !== 0 && exitCode !== 1) broken.push(`the post step ended with ${exitCode}`);
  if (postMinutes > MAX_MINUTES) broken.push(`the post step took ${postMinutes} minutes`);
  const honestRed = isGreen ? 0 : storm.servers - restoredOnce;
  return { servers: storm.servers, restoredOnce, honestRed, green: Number(isGreen), broken };
}
