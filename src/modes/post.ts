import { Deadline } from '../clock.ts';
import { wordsOf } from '../failure.ts';
import type { Inputs, JobEnd } from '../inputs/inputs.ts';
import { accounted } from '../report/account.ts';
import { toldToCommit } from '../report/commit-status.ts';
import { DeleteAccount } from '../report/deletes.ts';
import { RestoreAccount } from '../report/restores.ts';
import type { Run } from '../run.ts';
import { holdings } from '../snapshots/holdings.ts';
import { isOfThisAttempt, provenanceOf } from '../snapshots/provenance.ts';
import { removeAll, toDelete } from '../snapshots/remove.ts';
import { describe, isComplete } from '../snapshots/status.ts';
import type { SavedSnapshot } from '../state.ts';
import type { Snapshot } from '../vps/schema.ts';
import { rollBackTo } from './rollback.ts';

/** After a cancel all post steps of a job share five minutes: a restore is watched for two (design.md, The post step). */
const CANCELLED_WATCH_MS = 120_000;

/** What the step did before the job ended. */
export interface Before {
  /** The snapshots that it requested or took over. */
  readonly snapshots: readonly SavedSnapshot[];
  /** Servers that a step of this job has put back. */
  readonly rolledBack: readonly string[];
}

/**
 * What is done after the job (design.md, The post step): the servers are put back when the job ended so that the
 * inputs ask for it, or this step's snapshots are deleted when it succeeded.
 * @throws Failure for a rollback that failed; a failed delete only warns
 */
export async function afterJob(before: Before, run: Run): Promise<void> {
  const { inputs, runner } = run;
  if (inputs.mode !== 'snapshot' || inputs.dry_run) return;
  const reason = rollbackReason(run);
  if (reason) await rollBackAfterJob(reason, before, run);
  else if (inputs.delete_on_success && inputs.job_status === 'success') await deleteAfterJob(before, run);
  else runner.line(`The job ended with ${inputs.job_status}: nothing was asked for after that.`);
}

/** Why the servers are to be put back; `undefined` where they are not. */
function rollbackReason({ inputs }: Run): string | undefined {
  if (inputs.rollback_if) return 'rollback_if is true';
  const ends: readonly JobEnd[] = inputs.rollback_on;
  return ends.some((end) => end === inputs.job_status) ? `the job ended with ${inputs.job_status}` : undefined;
}

async function rollBackAfterJob(reason: string, before: Before, run: Run): Promise<void> {
  const { clock, runner } = run;
  const cancelled = run.inputs.job_status === 'cancelled';
  const inputs = cancelled ? inHaste(run.inputs) : { ...run.inputs, wait: true };
  const account = new RestoreAccount(run, '### VPS.org rollback after the job');
  await accounted(account, run, async () => {
    runner.group(`Rollback after the job: ${reason}`);
    if (before.snapshots.length === 0) {
      runner.annotate('warning', `No rollback, though ${reason}: this step had not asked for a snapshot.`);
      return;
    }
    const done = before.snapshots.filter(({ server }) => before.rolledBack.includes(server));
    for (const { server } of done) runner.line(`Server ${server} was put back by a step of this job already`);
    const open = before.snapshots.filter((snapshot) => !done.includes(snapshot));
    if (open.length === 0) return;
    const deadline = new Deadline(clock, inputs.timeout_minutes);
    await toldToCommit(account, run, async () => {
      const targets = await usable(open, reason, run, deadline);
      if (targets.length > 0) await rollBackTo(targets, account, { ...run, inputs }, deadline, cancelled);
    });
  });
}

/** What fits into the time after a cancel: the restore, and a short look at it. */
function inHaste(inputs: Inputs): Inputs {
  return {
    ...inputs,
    wait: true,
    timeout_minutes: CANCELLED_WATCH_MS,
    safety_snapshot: false,
    health_check_url: undefined,
  };
}

/** The complete snapshots among those of the step; the others are named, with why. */
async function usable(
  saved: readonly SavedSnapshot[],
  reason: string,
  run: Run,
  deadline: Deadline,
): Promise<Snapshot[]> {
  const servers = saved.map(({ server }) => server);
  const held = await holdings(servers, run, deadline);
  const found = saved.map((one) => ({ ...one, snapshot: snapshotOf(one, held.get(one.server) ?? [], run) }));
  const missing = found.filter(({ snapshot }) => !snapshot || !isComplete(snapshot));
  if (missing.length > 0) {
    const lines = missing.map(({ server, name, id, snapshot }) =>
      snapshot
        ? `Server ${server}: ${describe(snapshot)} is not complete, it is "${snapshot.status}".`
        : `Server ${server}: the snapshot ${id ?? `"${name}"`} of this step is not there.`,
    );
    const head = `No rollback of server ${missing.map(({ server }) => server).join(', ')}, though ${reason}: there is no complete snapshot to go back to.`;
    run.runner.annotate('warning', [head, ...lines].join('\n'));
  }
  return found.flatMap(({ snapshot }) => (snapshot && isComplete(snapshot) ? snapshot : []));
}

/** By its id; by the marker of this attempt where the answer with the id never came. */
function snapshotOf({ server, id }: SavedSnapshot, held: readonly Snapshot[], { job }: Run): Snapshot | undefined {
  if (id !== null) return held.find((snapshot) => snapshot.id === id);
  const own = provenanceOf(job, server);
  return held.findLast(({ description }) => isOfThisAttempt(description, own));
}

/** Deletes this step's snapshots; that one is still there only warns, as the release has succeeded. */
async function deleteAfterJob({ snapshots }: Before, run: Run): Promise<void> {
  const { inputs, clock, runner } = run;
  const account = new DeleteAccount(inputs, '### VPS.org snapshots deleted after the job');
  try {
    await accounted(account, run, async () => {
      runner.group('The job succeeded: the snapshots of this step are deleted');
      const deadline = new Deadline(clock, inputs.timeout_minutes);
      const servers = snapshots.map(({ server }) => server);
      const held = await holdings(servers, run, deadline);
      const found = snapshots.flatMap((one) => snapshotOf(one, held.get(one.server) ?? [], run) ?? []);
      account.records.push(...found.map(toDelete));
      await removeAll(account.records, run, deadline);
    });
  } catch (error) {
    runner.annotate('warning', `The release has succeeded, but its snapshot is still there.\n${wordsOf(error)}`);
  }
}
