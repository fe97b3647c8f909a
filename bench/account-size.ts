import { Scenario } from './scenario.ts';
import { type Result, table } from './threshold.ts';

const ACCOUNTS = [10, 1000, 10_000];
/** Snapshots of each server that exist beforehand. */
const PER_SERVER = 2;
const FIRST_SERVER = 1001;
const SNAPSHOT_MS = 180_000;
/** A fixed pause, so that the number of polls is not random. */
const INPUTS = { server_id: String(FIRST_SERVER), poll_interval_seconds: '10', keep: '3' };

/** How many requests the work on one server takes, on accounts with few and with many snapshots. */
export async function measureAccountSize(): Promise<Result> {
  const counts: { readonly snapshots: number; readonly snapshot: number; readonly rollback: number }[] = [];
  for (const snapshots of ACCOUNTS) counts.push({ snapshots, ...(await countRequests(snapshots)) });
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return {
    section: table(
      ['Snapshots on the account', 'Requests of `mode: snapshot`', 'Requests of `mode: rollback`'],
      counts.map(({ snapshots, snapshot, rollback }) => [snapshots.toLocaleString('en-US'), snapshot, rollback]),
    ),
    thresholds: [
      {
        what: 'more requests of a snapshot on the largest account than on the smallest',
        measured: spread(counts.map(({ snapshot }) => snapshot)),
        max: 0,
      },
      {
        what: 'more requests of a rollback on the largest account than on the smallest',
        measured: spread(counts.map(({ rollback }) => rollback)),
        max: 0,
      },
    ],
  };
}

async function countRequests(snapshots: number) {
  await using scenario = await Scenario.create();
  for (let index = 0; index < snapshots; index += 1) {
    const serverId = FIRST_SERVER + Math.floor(index / PER_SERVER);
    if (index % PER_SERVER === 0) scenario.addServer(serverId, SNAPSHOT_MS);
    scenario.api.model.addSnapshot({
      serverId,
      name: `old-${index}`,
      createdAt: scenario.nowMs - (index + 1) * 60_000,
    });
  }
  await scenario.run(INPUTS);
  const snapshot = scenario.countRequests();
  const { keep: _, ...inputs } = INPUTS;
  await scenario.run({ ...inputs, mode: 'rollback' });
  return { snapshot, rollback: scenario.countRequests() - snapshot };
}
