import { Deadline } from '../clock.ts';
import { Failure } from '../failure.ts';
import type { Run } from '../run.ts';
import type { Snapshot } from '../vps/schema.ts';
import { type Held, holdings, requireRoom } from './holdings.ts';
import { allowedInName } from './name.ts';
import type { SnapshotRecord } from './record.ts';
import { beginAll, completeAll } from './take.ts';

/**
 * Takes a snapshot of the present state of each server, so that the rollback itself can be undone (design.md, input
 * `safety_snapshot`). There has to be room for it; nothing is deleted to make some.
 * @param records filled with what is known of the snapshots
 * @param targets what the servers are put back to afterwards
 * @throws Failure unless all are complete: then no restore is to be sent
 */
export async function takeSafetySnapshots(
  records: SnapshotRecord[],
  targets: readonly Snapshot[],
  run: Run,
): Promise<void> {
  const deadline = new Deadline(run.clock, run.inputs.timeout_minutes);
  const { runId, attempt } = run.job;
  for (const { server, id } of targets) {
    const name = allowedInName(`before-rollback-to-${id}-run-${runId}-${attempt}`);
    records.push({ server: server.id, name, requested: false, created: true });
  }
  const held = await requireSafetyRoom(targets, run, deadline);
  for (const { server, name } of records) {
    run.runner.line(`The present state of server ${server} is kept first, as snapshot "${name}"`);
  }
  await beginAll(records, held, run, deadline, () => undefined);
  await completeAll(records, run, deadline);
  const failed = records.flatMap(({ failure }) => failure ?? []);
  const [first] = failed;
  if (!first) return;
  throw new Failure(
    {
      happened: 'The safety snapshot of the present state failed, so no restore was sent.',
      now: failed.map(({ message }) => message),
      next: 'If the way back matters more than the present state, run the rollback again without safety_snapshot.',
    },
    first,
  );
}

/**
 * Makes sure that each server has room for a safety snapshot.
 * @returns what the servers hold
 * @throws Failure naming what each full server holds
 */
export async function requireSafetyRoom(targets: readonly Snapshot[], run: Run, deadline: Deadline): Promise<Held> {
  const servers = targets.map(({ server }) => server.id);
  const held = await holdings(servers, run, deadline);
  requireRoom(servers, held, run);
  return held;
}
