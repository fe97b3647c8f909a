import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { onRunner } from './act.ts';

// A run of act takes seconds: it copies the repository and starts a shell for each step.
jest.setTimeout(90_000);

const FAILS = 'echo "half applied"; exit 1';
const TAKEN_OVER = [{ snapshotId: 801, serverId: 12345 }];

test('Every example is run here', () => {
  const examples = readdirSync(join(import.meta.dirname, '..', '..', 'examples')).filter((name) =>
    name.endsWith('.yml'),
  );
  expect(examples).toEqual([
    'deploy-rollback-if.yml',
    'deploy.yml',
    'fleet.yml',
    'manual-rollback.yml',
    'matrix.yml',
    'nightly-backup.yml',
    'rollback-job.yml',
  ]);
});

describe('deploy.yml', () => {
  test('takes a snapshot and leaves the server alone when the deploy succeeds', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const { exitCode } = await run({ example: 'deploy.yml' });
      expect(exitCode).toBe(0);
      expect(api.model.snapshots()).toMatchObject([{ status: 'completed' }]);
      expect(api.model.restores()).toEqual([]);
    });
  });

  test('puts the server back when the smoke test fails', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const { exitCode, log } = await run({ example: 'deploy.yml', scripts: { 'smoke-test.sh': FAILS } });
      expect(exitCode).toBe(1);
      expect(log).toContain('half applied');
      expect(api.model.restores()).toMatchObject(TAKEN_OVER);
      expect(api.model.serverStatus(12345)).toBe('active');
      expect(log).toContain('✓ healthy');
      expect(log).not.toContain(api.token);
    });
  });
});

describe('deploy-rollback-if.yml', () => {
  test('puts the server back after the job when the deploy failed: the runner evaluates rollback_if anew', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const { exitCode, log } = await run({ example: 'deploy-rollback-if.yml', scripts: { 'deploy.sh': FAILS } });
      expect(exitCode).toBe(1);
      expect(log).toContain('Rollback after the job: rollback_if is true');
      expect(api.model.restores()).toMatchObject(TAKEN_OVER);
      expect(api.model.serverStatus(12345)).toBe('active');
    });
  });

  test('leaves the server alone when only the notification failed', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const { exitCode } = await run({ example: 'deploy-rollback-if.yml', scripts: { 'notify.sh': FAILS } });
      expect(exitCode).toBe(1);
      expect(api.model.restores()).toEqual([]);
    });
  });
});

describe('rollback-job.yml', () => {
  test('puts the server back in a job of its own, by the output of the first job', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const { exitCode } = await run({ example: 'rollback-job.yml', scripts: { 'deploy.sh': FAILS } });
      expect(exitCode).toBe(1);
      expect(api.model.restores()).toMatchObject(TAKEN_OVER);
      expect(api.model.serverStatus(12345)).toBe('active');
    });
  });

  test('does not begin a rollback when all went well', async () => {
    await onRunner([12345], async ({ api, run }) => {
      expect(await run({ example: 'rollback-job.yml' })).toMatchObject({ exitCode: 0 });
      expect(api.model.restores()).toEqual([]);
    });
  });
});

describe('nightly-backup.yml', () => {
  test('keeps the newest three of this repository and those of others', async () => {
    await onRunner([12345], async ({ api, run }) => {
      api.model.addSnapshot({ id: 700, serverId: 12345, name: 'by-hand', createdAt: 0 });
      for (let night = 1; night <= 4; night += 1) {
        expect(await run({ example: 'nightly-backup.yml', event: 'schedule' })).toMatchObject({ exitCode: 0 });
      }
      expect(api.model.snapshots().map(({ id }) => id)).toEqual([700, 802, 803, 804]);
    });
  });
});

describe('manual-rollback.yml', () => {
  test('says first what it would do, then does it, with the state before kept', async () => {
    await onRunner([12345], async ({ api, run }) => {
      const id = String(api.model.addSnapshot({ serverId: 12345, name: 'good' }));
      const dispatch = { example: 'manual-rollback.yml', event: 'workflow_dispatch' };
      const plan = await run({ ...dispatch, inputs: { snapshot_id: id, dry_run: 'true' } });
      expect(plan).toMatchObject({ exitCode: 0 });
      expect(plan.log).toContain('Would put server 12345 back to snapshot 801');
      expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
      expect(await run({ ...dispatch, inputs: { snapshot_id: id, dry_run: 'false' } })).toMatchObject({ exitCode: 0 });
      expect(api.model.restores()).toMatchObject(TAKEN_OVER);
      expect(api.model.snapshots()).toMatchObject([{ id: 801 }, { id: 802, status: 'completed' }]);
    });
  });
});

describe('fleet.yml', () => {
  test('puts all servers back, each to its own snapshot', async () => {
    const servers = [12345, 12346, 12347];
    await onRunner(servers, async ({ api, run }) => {
      const { exitCode } = await run({ example: 'fleet.yml', scripts: { 'deploy.sh': FAILS } });
      expect(exitCode).toBe(1);
      expect(
        api.model
          .restores()
          .map(({ serverId }) => serverId)
          .sort(),
      ).toEqual(servers);
      expect(servers.map((id) => api.model.serverStatus(id))).toEqual(['active', 'active', 'active']);
    });
  });
});

describe('matrix.yml', () => {
  test('puts back the server whose deploy failed, and no other', async () => {
    await onRunner([12345, 12346, 12347], async ({ api, run }) => {
      const scripts = { 'deploy.sh': `[ "$1" != 12346 ] || { ${FAILS}; }` };
      expect(await run({ example: 'matrix.yml', scripts })).toMatchObject({ exitCode: 1 });
      expect(api.model.restores()).toMatchObject([{ serverId: 12346 }]);
    });
  });
});
