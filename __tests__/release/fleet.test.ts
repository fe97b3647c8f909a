import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { jobOf } from '../support/job.ts';
import { SOON_COMPLETE, scene } from '../support/scene.ts';
import { addServer, COMPLETE_AT_ONCE, changes, hold, refusal, restoreInto, SOON_FAILED } from './world.ts';

/** 1001 to 1100. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => 1001 + index);
const REFUSED = 1047;
const FAILED = 1078;
const VANISHED = 1096;
/** Late enough to be seen before, also where a hundred creates take their time. */
const GONE_SOON = { timeline: [{ atMs: 0, status: 'in_progress' }], goneAfterMs: 90_000 };

const AFTER_A_MINUTE = [
  { atMs: 0, status: 'restoring' },
  { atMs: 60_000, status: 'active' },
];

const Snapshots = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ server_id: v.number(), snapshot_id: v.nullable(v.number()), status: v.string() })),
);

const refuseServer = ({ method, body }: { method: string; body: string }) =>
  method === 'POST' && body.includes(`"server_id":${REFUSED},`) ? refusal(400, 'No disk space left.') : undefined;

describe('A snapshot of a hundred servers of which three fail', () => {
  test.concurrent('fails, names the three, and hands out the ninety-seven', async () => {
    await scene(
      async (set) => {
        for (const id of HUNDRED) {
          addServer(set, id, id === FAILED ? SOON_FAILED : id === VANISHED ? GONE_SOON : SOON_COMPLETE);
        }
        const { exitCode, errors, outputs, log, summary } = await set.run({
          inputs: { server_id: HUNDRED.join('\n') },
        });
        expect(exitCode).toBe(1);

        const snapshots = v.parse(Snapshots, outputs.snapshots);
        expect(snapshots.map(({ server_id }) => server_id)).toEqual(HUNDRED);
        const bad = [REFUSED, FAILED, VANISHED];
        const good = HUNDRED.filter((id) => !bad.includes(id));
        expect(snapshots.filter(({ status }) => status === 'completed').map(({ server_id }) => server_id)).toEqual(
          good,
        );
        expect(snapshots.find(({ server_id }) => server_id === REFUSED)?.snapshot_id).toBeNull();
        expect(outputs.snapshot_id?.split(',')).toHaveLength(100);

        expect(errors).toHaveLength(1);
        expect(errors[0]).toMatch(/^3 of 100 servers/u);
        expect(errors[0]).toMatch(/server 1047 .*No disk space left/u);
        expect(errors[0]).toMatch(/server 1078 .*ended as "failed"/u);
        expect(errors[0]).toMatch(/server 1096 .*has vanished/u);
        expect(errors[0]).toContain('run the job again');
        expect(summary.match(/^\| \d.*❌/gmu)).toHaveLength(3);
        expect(summary.match(/^\| \d.*✅ completed/gmu)).toHaveLength(97);
        expect(log.match(/is complete, 5,120 MB/gu)).toHaveLength(97);
        expect(log).toMatch(/^✗ snapshot \d+ .* of server 1078 .*ended as "failed"/mu);
        // Each that has begun has a bar of its own in the timeline; the refused one has none.
        expect(summary.match(/^ {2}\d+ web-\d+ · [\d. a-z]+ :(?:done|crit), /gmu)).toHaveLength(99);
      },
      { faults: refuseServer },
    );
  });

  test.concurrent('asks no more often than for two', async () => {
    const looks: number[] = [];
    for (const servers of [HUNDRED.slice(0, 2), HUNDRED]) {
      await scene(async (set) => {
        for (const id of servers) addServer(set, id, SOON_COMPLETE);
        const inputs = { server_id: servers.join(), poll_interval_seconds: '8' };
        expect((await set.run({ inputs })).exitCode).toBe(0);
        looks.push(set.requests().filter((request) => request.startsWith('GET')).length);
      });
    }
    const [two = 0, hundred = 0] = looks;
    expect(two).toBeGreaterThanOrEqual(4);
    expect(hundred).toBeLessThanOrEqual(two + 1);
  });
});

describe('Several servers', () => {
  test.concurrent('of which one does not exist: nothing is created, and the error names it', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      addServer(set, 4);
      const { exitCode, errors } = await set.run({ inputs: { server_id: '2,3,4' } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toContain('no server 3 for this token');
      expect(errors[0]).toContain('No create was sent');
      expect(changes(set)).toEqual([]);
    });
  });

  test.concurrent('are put back by the output `snapshots` as it is, in any order of server_id', async () => {
    await scene(async (set) => {
      for (const id of [2, 3, 4]) addServer(set, id);
      const { outputs } = await set.run({ inputs: { server_id: '2,3,4' } });
      const inputs = { mode: 'rollback', server_id: '4 2 3', snapshot_id: outputs.snapshots ?? '' };
      const result = await set.run({ inputs });
      expect(result.errors).toEqual([]);
      expect(result.exitCode).toBe(0);
      expect(result.outputs).toMatchObject({
        rolled_back: 'true',
        server_status: 'active,active,active',
        snapshot_id: '803,801,802',
      });
      const restored = set.api.model.restores().map(({ snapshotId, serverId }) => `${serverId}:${snapshotId}`);
      expect(restored.sort()).toEqual(['2:801', '3:802', '4:803']);
    });
  });

  test.concurrent('are not touched where one has no snapshot in the output `snapshots`', async () => {
    await scene(
      async (set) => {
        addServer(set, 2);
        addServer(set, REFUSED);
        const { outputs } = await set.run({ inputs: { server_id: `2,${REFUSED}` } });
        const inputs = { mode: 'rollback', server_id: `2,${REFUSED}`, snapshot_id: outputs.snapshots ?? '' };
        const { exitCode, errors } = await set.run({ inputs });
        expect(exitCode).toBe(1);
        expect(errors[0]).toContain(`Server ${REFUSED} has no snapshot to go back to`);
        expect(set.api.model.restores()).toEqual([]);
      },
      { faults: refuseServer },
    );
  });

  test.concurrent('are not touched where a snapshot is said to be of another server', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      addServer(set, 3);
      const ofTwo = hold(set, { hoursOld: 1, description: '', server: 2 });
      const ofThree = hold(set, { hoursOld: 1, description: '', server: 3 });
      const snapshot_id = `[{"server_id":3,"snapshot_id":${ofTwo}},{"server_id":2,"snapshot_id":${ofThree}}]`;
      const { exitCode, errors } = await set.run({ inputs: { mode: 'rollback', server_id: '2,3', snapshot_id } });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(new RegExp(`snapshot ${ofTwo} .* was given for server 3`, 'u'));
      expect(set.api.model.restores()).toEqual([]);
    });
  });

  test.concurrent('of which one does not come back: the others do, and the error names each', async () => {
    await scene(async (set) => {
      addServer(set, 2);
      set.api.model.addServer({ id: 3, restorePlan: restoreInto('stopped') });
      const two = hold(set, { hoursOld: 1, description: '', server: 2 });
      const three = hold(set, { hoursOld: 1, description: '', server: 3 });
      const inputs = { mode: 'rollback', server_id: '2,3', snapshot_id: `${two},${three}` };
      const { exitCode, errors, outputs } = await set.run({ inputs });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/^1 of 2 servers: not put back\./u);
      expect(errors[0]).toContain('The others: 2 (snapshot 801, active).');
      expect(errors[0]).toMatch(/server 3 .*"stopped", not active/u);
      expect(outputs).toMatchObject({ rolled_back: 'false', server_status: 'active,stopped' });
    });
  });

  test.concurrent('are put back after the job, all of a hundred, with few looks', async () => {
    await scene(async (set) => {
      for (const id of HUNDRED) {
        set.api.model.addServer({ id, snapshotPlan: COMPLETE_AT_ONCE, restorePlan: { timeline: AFTER_A_MINUTE } });
      }
      const inputs = { server_id: HUNDRED.join(), rollback_on: 'failure', poll_interval_seconds: '15' };
      const { post } = await jobOf(set).step({ inputs });
      const from = set.requests().length;
      const { exitCode, summary } = await post('failure');
      expect(exitCode).toBe(0);
      expect(set.api.model.restores()).toHaveLength(100);
      expect(summary.match(/✅ active/gu)).toHaveLength(100);
      const looks = set
        .requests()
        .slice(from)
        .filter((request) => request.startsWith('GET'));
      expect(looks.length).toBeLessThan(12);
    });
  });
});
