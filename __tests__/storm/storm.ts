import { rmSync } from 'node:fs';
import { serverUuid } from '../../emulator/identity.ts';
import { type Emulator, startEmulator } from '../../emulator/server.ts';
import { createJobRunner, type PostResult } from '../support/job.ts';
import { type ActionResult, createJobFolder, runAction, VIRTUAL_CLOCK } from '../support/run-action.ts';
import type { Storm } from './weather.ts';

const START_MS = Date.parse('2025-01-16T12:00:00Z');
const MINUTE_MS = 60_000;
const TIMEOUT_MINUTES = 60;
/** Reading has a timeout, and then each restore; after a cancel both are 45 s. */
const MAX_MINUTES = { failure: 2 * TIMEOUT_MINUTES, cancelled: 1.5 };
/** What a timer may be late by. */
const SLACK_MINUTES = 0.1;
const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV'];
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
  readonly broken: BrokenRule[];
}

/** A rule that a storm has broken. */
export interface BrokenRule {
  readonly rule: 'restored once' | 'no silent green' | 'no time over the timeout' | 'nothing else';
  readonly what: string;
}

/** Simulates a job whose deploy fails in a storm: the snapshots, and the rollback after the job. */
export async function weather(storm: Storm): Promise<StormCount> {
  const folder = createJobFolder();
  let nowMs = START_MS;
  let requests = 0;
  let outageEndMs = 0;
  const lag = storm.lagMs > 0 ? { replicaLagsMs: [0, storm.lagMs] } : {};
  const api = await startEmulator({ model: { dialect: storm.dialect, ...lag }, clock: () => nowMs });
  api.setFaults((request) => {
    nowMs = Math.max(nowMs, Number(request.headers['x-virtual-now'] ?? 0));
    if (nowMs < outageEndMs) return { kind: 'lost-before' };
    const fault = storm.faults[requests++];
    // Before the first reads have worked, a redirect means that api_url is wrong; and it ends every POST.
    const isFinal = fault?.kind === 'redirect' && (request.method === 'POST' || requests <= 3);
    return isFinal ? undefined : fault;
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
    const others = serversOf(storm).slice(0, storm.restoredByOthers);
    for (const id of others) api.model.setServerStatus(id, 'restoring');
    outageEndMs = nowMs + storm.outageMs;
    const postStartedMs = nowMs;
    const env = {
      ...(storm.jumpAfterMs > 0 ? { VIRTUAL_JUMP: `${storm.jumpAfterMs},${120 * MINUTE_MS}` } : {}),
      ...(storm.isDiskFull ? Object.fromEntries(COMMAND_FILES.map((name) => [name, '/dev/full'])) : {}),
    };
    const post = await step.post(storm.jobStatus, { inputs: { rollback_if: 'true' }, env });
    const minutes = (nowMs - postStartedMs) / MINUTE_MS;
    return count({ storm, api, snapshots: step.main, post, minutes, others });
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
  if (storm.hasUnreadable) {
    model.addRawItem('servers', { status: 'active' });
    model.addRawItem('snapshots', { id: -1, name: 'of somebody' });
  }
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

/** A storm that is over, and what a user sees of it. */
interface Aftermath {
  readonly storm: Storm;
  readonly api: Emulator;
  readonly snapshots: ActionResult;
  readonly post: PostResult;
  /** How long the post step took. */
  readonly minutes: number;
  /** Servers that somebody else was restoring. */
  readonly others: readonly number[];
}

function count({ storm, api: { model }, snapshots, post, minutes, others }: Aftermath): StormCount {
  const broken: BrokenRule[] = [];
  const breaks = (rule: BrokenRule['rule'], what: string) => broken.push({ rule, what });
  const isGreen = post.exitCode === 0;
  const errors = post.errors.join('\n');
  // After a cancel a restore is watched only briefly, so a green step may leave it under way.
  const mustBeOver = isGreen && storm.jobStatus !== 'cancelled';
  let restoredOnce = 0;
  for (const id of serversOf(storm)) {
    const shown = storm.dialect === 'clients' ? serverUuid(id) : id;
    const restores = model.restores().filter(({ serverId }) => serverId === shown).length;
    const created = model.snapshots().filter(({ serverId }) => serverId === shown).length;
    if (created > 1) breaks('nothing else', `server ${id} has ${created} snapshots of one step`);
    if (restores > 1) breaks('restored once', `server ${id} was restored ${restores} times`);
    if (restores === 1) restoredOnce += 1;
    // A replica that lags behind hid the restore of somebody else, which then looked like the step's own.
    const isHidden = others.includes(id) && storm.lagMs > 0;
    if (isGreen && restores === 0 && !isHidden) {
      breaks('no silent green', `the step is green, but server ${id} was not restored`);
    }
    if (restores > 0 && others.includes(id))
      breaks('nothing else', `server ${id} was restored over the restore of somebody else`);
    if (restores > 0 && model.disk(id) !== GOOD)
      breaks('nothing else', `server ${id} was restored to ${model.disk(id)}`);
    if (mustBeOver && model.serverStatus(id) !== 'active') {
      breaks('no silent green', `the step is green, but server ${id} is ${model.serverStatus(id)}`);
    }
  }
  if (snapshots.exitCode === 0 && model.snapshots().some(({ status }) => status !== 'completed')) {
    breaks('no silent green', 'the snapshot step is green, but not every snapshot has completed');
  }
  if (post.exitCode !== 0 && post.exitCode !== 1) breaks('nothing else', `the post step ended with ${post.exitCode}`);
  if (!isGreen && errors === '') breaks('nothing else', 'the post step is red without an error');
  if (/Unexpected error/u.test(errors + snapshots.errors.join()))
    breaks('nothing else', `an unexpected error: ${errors}`);
  if (minutes > MAX_MINUTES[storm.jobStatus] + SLACK_MINUTES)
    breaks('no time over the timeout', `the post step took ${minutes} minutes`);
  const honestRed = isGreen ? 0 : storm.servers - restoredOnce;
  return { servers: storm.servers, restoredOnce, honestRed, green: Number(isGreen), broken };
}
