import { Failure } from '../../src/failure.ts';
import { deleteSnapshots } from '../../src/modes/delete.ts';
import { afterJob } from '../../src/modes/post.ts';
import { pruneSnapshots } from '../../src/modes/prune.ts';
import { rollBack } from '../../src/modes/rollback.ts';
import { takeSnapshots } from '../../src/modes/snapshot.ts';
import { readProvenance } from '../../src/snapshots/provenance.ts';
import { readSaved } from '../../src/state.ts';
import type { Schedule, Step } from './schedule.ts';
import { type Effect, type Heard, type RestoreAsked, TOKEN, World } from './world.ts';

/** Beyond the deadline a request that is under way may still end, and a last look is taken. */
const SLACK_MS = 35_000;

function insist(holds: boolean, rule: string): void {
  if (!holds) throw new Error(rule);
}

/** Lives through a bad day and insists on every rule after each step. */
export async function live(schedule: Schedule): Promise<void> {
  const world = new World(schedule);
  let attempt = 1;
  let snapshotIds = '';
  let states = new Map<string, string>();
  for (const step of schedule.steps) {
    if (step === 'snapshot-again') attempt += 1;
    if ((step === 'rollback' || step === 'delete') && snapshotIds === '') continue;
    const before = world.effects.length;
    const asked = world.restoresAsked.length;
    const restorable = restorableNow(world);
    const reusable = reusableNow(world, attempt);
    const alreadyBack = [...world.rolledBack];
    const looks = world.refusedLooks;
    const restoring = schedule.restoring && step === 'rollback-newest';
    if (restoring) for (const id of world.ids) world.model.setServerStatus(id, 'restoring');
    const { texts, work } = plan(step, schedule, snapshotIds, states, world);
    const { heard, error, tookMs, afterSignalMs } = await world.play(texts, attempt, work);
    const effects = world.effects.slice(before);
    const restoresAsked = world.restoresAsked.slice(asked);
    const isGreen = error === undefined;
    // Who may not see the servers cannot tell somebody else's restore from none, or from its own.
    const isBlind = restoring && world.refusedLooks > looks;

    if (!isGreen && !(error instanceof Failure)) throw error;
    if (error instanceof Failure) {
      insist(!error.message.includes('does not know'), `an error that is not understood: ${error.message}`);
      insist(error.parts.next.length > 20, 'an error says what to do next');
    }
    insist(tookMs <= timeAllowed(step, schedule), `${step} ended after ${tookMs} ms`);
    insist(!(afterSignalMs > 0), `${step} went on for ${afterSignalMs} ms after the signal`);
    letsNothingOut(heard);
    for (const effect of effects) permitted(effect, step, schedule, snapshotIds, world);
    atMostOne(effects, world, 'create');
    atMostOne(effects, world, 'restore');
    if (step === 'snapshot' || step === 'snapshot-again') {
      snapshotIds = (heard.outputs.get('snapshot_id') ?? '')
        .split(',')
        .filter((id) => id !== '')
        .join();
      states = heard.states;
      outputsAreTrue(heard, effects, world);
      for (const server of world.servers) {
        const again = effects.some(({ kind, serverId }) => kind === 'create' && serverId === server);
        insist(!(again && reusable.has(server)), `server ${server} got a second snapshot in the second attempt`);
      }
      if (isGreen) hasUsableSnapshots(snapshotIds.split(','), world);
    }
    if (step === 'rollback' || step === 'rollback-newest' || step === 'post') {
      rightlyAsked(restoresAsked, restorable, isBlind);
      if (isGreen && step !== 'post' && !isBlind) isBack(effects, heard, world);
    }
    insist(isBlind || !(restoring && restoresAsked.length > 0), 'a restore was asked for while somebody else restores');
    if (step === 'post') {
      const twice = effects.filter(({ kind, serverId }) => kind === 'restore' && alreadyBack.includes(serverId));
      insist(twice.length === 0, 'a server was put back again after the job');
    }
    if (isGreen && step === 'delete') {
      for (const id of snapshotIds.split(',')) insist(!world.truth(id), `${id} is still there`);
    }
    if (isGreen && step === 'prune') keepsTheRight(world, Math.max(1, schedule.keep));
  }
}

function plan(step: Step, schedule: Schedule, ids: string, states: Map<string, string>, world: World) {
  const keep = schedule.keep > 0 ? String(schedule.keep) : '';
  switch (step) {
    case 'snapshot':
    case 'snapshot-again':
      return { texts: { mode: 'snapshot', keep }, work: takeSnapshots };
    case 'rollback':
      return { texts: { mode: 'rollback', snapshot_id: ids }, work: rollBack };
    case 'rollback-newest':
      return { texts: { mode: 'rollback' }, work: rollBack };
    case 'delete':
      return { texts: { mode: 'delete', snapshot_id: ids }, work: deleteSnapshots };
    case 'prune':
      return { texts: { mode: 'prune', keep: String(Math.max(1, schedule.keep)) }, work: pruneSnapshots };
    case 'post': {
      const texts = {
        mode: 'snapshot',
        rollback_on: schedule.rollbackOn,
        delete_on_success: 'true',
        job_status: schedule.jobStatus,
      };
      const saved = readSaved((name) => (name === 'texts' ? '{}' : (states.get(name) ?? '')));
      const before = { snapshots: saved?.snapshots ?? [], rolledBack: [...world.rolledBack] };
      return { texts, work: (run: Parameters<typeof afterJob>[1]) => afterJob(before, run) };
    }
  }
}

/** Deadlines: of the work, and where older ones are deleted after it, of that. A cancelled job is watched two minutes. */
function timeAllowed(step: Step, { timeoutMinutes }: Schedule): number {
  const timeout = timeoutMinutes * 60_000;
  if (step === 'post') return Math.max(timeout, 120_000) + 2 * SLACK_MS;
  return (step.startsWith('snapshot') ? 2 : 1) * timeout + 2 * SLACK_MS;
}

function letsNothingOut({ texts, outputs, states }: Heard): void {
  insist(!JSON.stringify([texts, [...outputs], [...states]]).includes(TOKEN), 'the token was let out');
}

/** Ids of what may be put back now: of this very run, or of this repository with the commit's name. */
function restorableNow(world: World): Set<string> {
  const made = world.effects.filter(({ kind }) => kind === 'create').map(({ snapshotId }) => snapshotId);
  const named = [...world.started].filter(([, kind]) => kind === 'own-named').map(([id]) => id);
  return new Set([...made, ...named]);
}

function rightlyAsked(asked: readonly RestoreAsked[], restorable: ReadonlySet<string>, isBlind: boolean): void {
  for (const { snapshotId, status, serverStatus } of asked) {
    insist(restorable.has(snapshotId), `a restore of ${snapshotId} was asked for, which is no target`);
    insist(status === 'completed', `a restore of ${snapshotId} was asked for, which is ${status}`);
    insist(isBlind || serverStatus !== 'restoring', `a restore of ${snapshotId} was asked for during a restore`);
  }
}

/** Servers that hold a complete snapshot of an earlier attempt, in the list for long enough to be seen. */
function reusableNow(world: World, attempt: number): Set<string> {
  const made = new Set(world.effects.filter(({ kind }) => kind === 'create').map(({ snapshotId }) => snapshotId));
  const fit = world.model.snapshots().filter(({ id, status, createdAt, description }) => {
    const earlier = (readProvenance(description)?.attempt ?? attempt) < attempt;
    return earlier && made.has(String(id)) && status === 'completed' && createdAt + 60_000 <= world.time.now();
  });
  return new Set(fit.map(({ serverId }) => String(serverId)));
}

function permitted(effect: Effect, step: Step, schedule: Schedule, ids: string, world: World): void {
  const { kind, snapshotId, serverId, before } = effect;
  insist(world.servers.includes(serverId), `${kind} on server ${serverId}, which is not named`);
  if (kind === 'create') {
    insist(step.startsWith('snapshot'), `a create in ${step}`);
  } else if (kind === 'restore') {
    insist(step.startsWith('rollback') || step === 'post', `a restore in ${step}`);
  } else if (step === 'delete') {
    insist(ids.split(',').includes(snapshotId), `${snapshotId} was deleted and not named`);
  } else if (step === 'post') {
    const made = world.effects.some((one) => one.kind === 'create' && one.snapshotId === snapshotId);
    insist(made && schedule.jobStatus === 'success', `${snapshotId} was deleted after the job`);
  } else {
    insist(step === 'prune' || step.startsWith('snapshot'), `a delete in ${step}`);
    const target = before.find(({ id }) => String(id) === snapshotId);
    const server = world.servers.find((id) => id === serverId);
    insist(server !== undefined && target !== undefined, 'a delete of nothing');
    insist(ours(world, snapshotId), `${snapshotId} was deleted and is not ours`);
    insist(target?.status === 'completed', `${snapshotId} was deleted while ${target?.status}`);
    const complete = before.filter(({ status }) => status === 'completed');
    insist(complete.length > 1, `${snapshotId} was the last complete one of server ${serverId}`);
  }
}

function ours(world: World, id: string): boolean {
  const kind = world.started.get(id);
  if (kind !== undefined) return kind === 'own' || kind === 'own-named';
  return world.effects.some((effect) => effect.kind === 'create' && effect.snapshotId === id);
}

/** Of one kind at most one for each server in a step; a create more only where the one before it had vanished. */
function atMostOne(effects: readonly Effect[], world: World, kind: Effect['kind']): void {
  for (const server of world.servers) {
    const own = effects.filter((effect) => effect.kind === kind && effect.serverId === server);
    const [first] = own;
    for (const next of own.slice(1)) {
      const isThere = next.before.some(({ id }) => String(id) === first?.snapshotId);
      insist(kind === 'create' && !isThere, `${own.length} times ${kind} on server ${server} in one step`);
    }
  }
}

function outputsAreTrue({ outputs }: Heard, effects: readonly Effect[], world: World): void {
  const flags = (outputs.get('created') ?? '').split(',');
  (outputs.get('snapshot_id') ?? '').split(',').forEach((id, index) => {
    if (id === '') return;
    const server = world.servers[index];
    const made = world.effects.find((effect) => effect.kind === 'create' && effect.snapshotId === id);
    insist(made?.serverId === server, `the outputs name ${id} for server ${server}`);
    const now = effects.some((effect) => effect.kind === 'create' && effect.snapshotId === id);
    // Where the API has dropped the marker, one that was made before but not listed yet is taken for a new one.
    const isMarked = readProvenance(world.truth(id)?.description ?? '') !== undefined;
    insist(flags[index] === String(now) || !isMarked, `created is ${flags[index]} for ${id}`);
  });
}

function hasUsableSnapshots(all: readonly string[], world: World): void {
  world.servers.forEach((server, index) => {
    const truth = world.truth(all[index] ?? '');
    insist(truth?.status === 'completed' && String(truth.serverId) === server, `green, and ${server} has no snapshot`);
  });
}

function isBack(effects: readonly Effect[], { texts }: Heard, world: World): void {
  for (const server of world.servers) {
    insist(
      effects.some(({ kind, serverId }) => kind === 'restore' && serverId === server),
      `green, and server ${server} was not put back`,
    );
    // Where the servers cannot be read, a warning says that the end was not seen.
    if (texts.some((text) => text.includes('may not read the servers'))) continue;
    const status = world.model.serverStatus(world.schedule.uuids ? server : Number(server));
    insist(status === 'active', `green, and server ${server} is ${status}`);
  }
}

function keepsTheRight(world: World, keep: number): void {
  for (const server of world.servers) {
    const own = world.model
      .snapshots()
      .filter(
        ({ id, serverId, status }) => String(serverId) === server && status === 'completed' && ours(world, String(id)),
      );
    insist(own.length <= keep, `${own.length} are left on server ${server}, of which ${keep} are to be kept`);
  }
}
