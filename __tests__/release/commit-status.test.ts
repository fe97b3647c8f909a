import { describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../support/action.ts';
import { GITHUB_TOKEN, jobOf } from '../support/job.ts';
import { SERVER, scene } from '../support/scene.ts';
import { type Site, type Visit, withSite } from './site.ts';
import { COMPLETE_AT_ONCE, restoreInto, SHORT_RESTORE } from './world.ts';

const HEAD = 'b1946ac92492d2347c6235b4d2611184b1946ac9';
const PULL_REQUEST = { pull_request: { head: { sha: HEAD, ref: 'fix' } } };
const inputs = { mode: 'rollback', snapshot_id: '7', commit_status: 'true', github_token: GITHUB_TOKEN };
const created = () => ({ status: 201, body: '{}' });

/** A rollback beside a GitHub that answers so. */
async function rollBackBeside(
  reply: () => { status: number; body: string },
  { restore = SHORT_RESTORE, ...rest }: ActionRun & { restore?: typeof SHORT_RESTORE },
  see: (result: Awaited<ReturnType<Parameters<Parameters<typeof scene>[0]>[0]['run']>>, github: Site) => void,
) {
  await scene(async (set) => {
    await withSite(reply, async (github) => {
      set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
      set.api.model.planNextRestore(restore);
      const env = { GITHUB_API_URL: github.url, ...rest.env };
      const result = await set.run({ ...rest, inputs: { ...inputs, ...rest.inputs }, env });
      expect(JSON.stringify(github.visits)).not.toContain(set.api.token);
      expect(JSON.stringify(set.api.requests)).not.toContain(GITHUB_TOKEN);
      see(result, github);
    });
  });
}

const said = (visits: readonly Visit[]) =>
  visits.map(({ method, path, body }) => ({ to: `${method} ${path}`, ...JSON.parse(body) }));

describe('commit_status', () => {
  test.concurrent('is success on the head of the pull request when the server is back', async () => {
    await rollBackBeside(created, { event: PULL_REQUEST }, ({ exitCode, notices }, { visits }) => {
      expect([exitCode, notices]).toEqual([0, []]);
      expect(said(visits)).toEqual([
        {
          to: `POST /repos/acme/shop/statuses/${HEAD}`,
          state: 'success',
          context: 'vps-snapshot/rollback',
          description: expect.stringContaining('Server 12345 is back at snapshot 7'),
          target_url: 'https://github.com/acme/shop/actions/runs/7001',
        },
      ]);
      expect(visits[0]?.headers.authorization).toBe(`token ${GITHUB_TOKEN}`);
    });
  });

  test.concurrent('is failure when the server is not back', async () => {
    await rollBackBeside(created, { restore: restoreInto('stopped') }, ({ exitCode }, { visits }) => {
      expect(exitCode).toBe(1);
      expect(said(visits)).toMatchObject([{ state: 'failure', context: 'vps-snapshot/rollback' }]);
      expect(said(visits)[0].description.length).toBeLessThanOrEqual(140);
    });
  });

  test.concurrent('is failure when the server is back but not healthy', async () => {
    const unhealthy = { health_check_url: 'http://127.0.0.1:1/', health_check_timeout_minutes: '0.5' };
    await rollBackBeside(created, { inputs: unhealthy }, (_, { visits }) => {
      expect(said(visits)).toMatchObject([
        { state: 'failure', description: expect.stringContaining('Restored, but not healthy') },
      ]);
    });
  });

  test.concurrent('is never success while the restore goes on', async () => {
    await rollBackBeside(created, { inputs: { wait: 'false' } }, (_, { visits }) => {
      expect(said(visits).filter(({ state }) => state === 'success')).toEqual([]);
    });
  });

  test.concurrent('that may not be set is a notice and no failure', async () => {
    const forbidden = () => ({ status: 403, body: '{"message": "Resource not accessible by integration"}' });
    await rollBackBeside(forbidden, {}, ({ exitCode, errors, warnings, notices, outputs }) => {
      expect([exitCode, errors, warnings]).toEqual([0, [], []]);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toContain('Resource not accessible by integration');
      expect(notices[0]).toContain('statuses: write');
      expect(outputs.rolled_back).toBe('true');
    });
  });

  test.concurrent('without a token of the workflow is a notice and no failure', async () => {
    await rollBackBeside(created, { inputs: { github_token: '' } }, ({ exitCode, notices }, { visits }) => {
      expect(exitCode).toBe(0);
      expect(notices.join()).toContain('vps-snapshot/rollback');
      expect(visits).toEqual([]);
    });
  });

  test.concurrent('is not set where it was not asked for', async () => {
    await rollBackBeside(created, { inputs: { commit_status: 'false' } }, ({ exitCode }, { visits }) => {
      expect(exitCode).toBe(0);
      expect(visits).toEqual([]);
    });
  });

  test.concurrent('is set after the job too, and only by a rollback', async () => {
    await scene(async (set) => {
      await withSite(created, async (github) => {
        set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
        set.api.model.planNextRestore(SHORT_RESTORE);
        const job = jobOf(set, { GITHUB_API_URL: github.url });
        const step = { inputs: { rollback_on: 'failure', commit_status: 'true' }, event: PULL_REQUEST };
        const { post } = await job.step(step);
        expect((await post('success')).exitCode).toBe(0);
        expect(github.visits).toEqual([]);
        expect((await post('failure')).exitCode).toBe(0);
        expect(said(github.visits)).toMatchObject([
          { to: `POST /repos/acme/shop/statuses/${HEAD}`, state: 'success', context: 'vps-snapshot/rollback' },
        ]);
        expect(JSON.stringify(github.visits)).not.toContain(set.api.token);
      });
    });
  });
});
