import { expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import type { SnapshotRecord } from '../../src/snapshots/record.ts';
import { beginAll, completeAll } from '../../src/snapshots/take.ts';
import { answer, id, listOf, runInHand, snapshotJson } from '../support/run-in-hand.ts';

test('The time taken is that of each server: from its own request until its own snapshot was seen complete', async () => {
  const { run, clock } = runInHand((exchange, passedMs) => {
    if (exchange.method === 'POST') {
      // Each create takes 2 s to be answered.
      clock.advance(2000);
      const server = Number(exchange.body?.server_id);
      return answer(201, snapshotJson(server + 800, 'in_progress', server));
    }
    return listOf(
      snapshotJson(801, passedMs >= 20_000 ? 'completed' : 'in_progress', 1),
      snapshotJson(802, passedMs >= 60_000 ? 'completed' : 'in_progress', 2),
    );
  });
  const records = ['1', '2'].map((server): SnapshotRecord => {
    return { server: id(server), name: 'before', requested: false, created: true };
  });
  const began = clock.now();
  const deadline = new Deadline(clock, 3_600_000);
  await beginAll(records, new Map(), run, deadline, () => undefined);
  await completeAll(records, run, deadline);
  // Polls come every 5 s after 4 s of creates.
  expect(records.map(({ beganAt, tookMs }) => [(beganAt ?? 0) - began, tookMs])).toEqual([
    [0, 24_000],
    [2000, 62_000],
  ]);
});
