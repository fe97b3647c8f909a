import { describe, expect, test } from '@jest/globals';
import type { ActionRun } from '../support/action.ts';
import { jobOf } from '../support/job.ts';
import { type Scene, SERVER, scene } from '../support/scene.ts';
import { type Reply, withSite } from './site.ts';
import { COMPLETE_AT_ONCE, restoreInto, SHORT_RESTORE } from './world.ts';

/** Slow enough that the last look, which has 2 s, is not cut short on a busy machine. */
const SPEED = 20;
const BRIEFLY = { health_check_timeout_minutes: '0.5', poll_interval_seconds: '1' };

/** A rollback of the server to snapshot 7, with these inputs beside. */
async function rollBack(set: Scene, inputs: ActionRun['inputs'], restore = SHORT_RESTORE) {
  set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
  set.api.model.planNextRestore(restore);
  return await set.run({ speed: SPEED, inputs: { mode: 'rollback', snapshot_id: '7', ...BRIEFLY, ...inputs } });
}

const WELL: Reply = { status: 200, body: '{"release": "good"}' };
const ILL: Reply = { status: 503, body: 'starting' };

describe('A rollback with a health check', () => {
  test.concurrent('ends well once the site answers 2xx, and asks it only when the server is active', async () => {
    await scene(async (set) => {
      const states: string[] = [];
      const reply = (_: unknown, count: number) => {
        states.push(set.api.model.serverStatus(SERVER));
        return count < 3 ? ILL : WELL;
      };
      await withSite(reply, async ({ url, visits }) => {
        const result = await rollBack(set, { health_check_url: `${url}/health?deep=1` });
        expect(result.errors).toEqual([]);
        expect(result.exitCode).toBe(0);
        expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active', healthy: 'true' });
        expect(result.log).toContain('it answers 503');
        expect(result.summary).toContain('✅ healthy');
        expect(visits.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('GET /health?deep=1'));
        expect(new Set(states)).toEqual(new Set(['active']));
      });
    });
  });

  test.concurrent('with a text waits until the body holds it', async () => {
    await scene(async (set) => {
      await withSite(
        (_, count) => (count < 2 ? { status: 200, body: 'bad release' } : WELL),
        async ({ url, visits }) => {
          const result = await rollBack(set, { health_check_url: url, health_check_text: '"release": "good"' });
          expect(result.exitCode).toBe(0);
          expect(result.outputs.healthy).toBe('true');
          expect(visits).toHaveLength(2);
        },
      );
    });
  });

  test.concurrent('with a text that never comes fails, and says which text', async () => {
    await scene(async (set) => {
      await withSite(
        () => WELL,
        async ({ url }) => {
          const inputs = { health_check_url: url, health_check_text: 'release 42' };
          const { exitCode, errors, outputs } = await rollBack(set, inputs);
          expect(exitCode).toBe(1);
          expect(errors[0]).toMatch(/Restored, but not healthy: .* 200, without the text "release 42"/u);
          expect(outputs).toMatchObject({ rolled_back: 'true', healthy: 'false' });
        },
      );
    });
  });

  test.concurrent.each([
    ['a path', (path: string) => path],
    ['a whole address', (path: string, url: string) => `${url}${path}`],
  ])('follows redirects to %s', async (_, location) => {
    await scene(async (set) => {
      await withSite(
        ({ path, headers: { host } }) =>
          path === '/login' ? WELL : { status: 302, headers: { location: location('/login', `http://${host}`) } },
        async ({ url, visits }) => {
          const inputs = { health_check_url: `${url}/` };
          const { exitCode, errors, outputs } = await rollBack(set, inputs);
          expect(errors).toEqual([]);
          expect(exitCode).toBe(0);
          expect(outputs.healthy).toBe('true');
          expect(visits.map(({ path }) => path)).toEqual(['/', '/login']);
        },
      );
    });
  });

  test.concurrent('never sends the token to the site, nor to where that redirects', async () => {
    await scene(async (set) => {
      await withSite(
        ({ path, headers: { host } }) =>
          path === '/two' ? WELL : { status: 307, headers: { location: `http://${host}/two` } },
        async ({ url, visits }) => {
          await rollBack(set, { health_check_url: `${url}/one` });
          expect(visits.map(({ path }) => path)).toEqual(['/one', '/two']);
          for (const visit of visits) expect(visit.headers).not.toHaveProperty('authorization');
          expect(JSON.stringify(visits)).not.toContain(set.api.token);
        },
      );
    });
  });

  test.concurrent('that is never passed fails as restored but not healthy', async () => {
    await scene(async (set) => {
      await withSite(
        () => ILL,
        async ({ url }) => {
          const result = await rollBack(set, { health_check_url: `${url}/health` });
          expect(result.exitCode).toBe(1);
          expect(result.errors).toHaveLength(1);
          expect(result.errors[0]).toMatch(/^Restored, but not healthy: .*\/health .* 503/u);
          expect(result.errors[0]).toContain('The server was put back and is active.');
          expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active', healthy: 'false' });
          expect(result.summary).toContain('restored, but not healthy');
        },
      );
    });
  });

  test.concurrent('of a site that does not answer at all fails, and says so', async () => {
    await scene(async (set) => {
      let closed = '';
      await withSite(
        () => WELL,
        async ({ url }) => {
          closed = url;
        },
      );
      const { exitCode, errors } = await rollBack(set, { health_check_url: closed });
      expect(exitCode).toBe(1);
      expect(errors[0]).toMatch(/Restored, but not healthy: .* does not answer: .*ECONNREFUSED/u);
    });
  });

  test.concurrent('tells a certificate that is not accepted from a site that does not answer', async () => {
    await scene(async (set) => {
      await withSite(
        () => WELL,
        async ({ url, visits }) => {
          const { exitCode, errors, outputs } = await rollBack(set, { health_check_url: url });
          expect(exitCode).toBe(1);
          expect(errors[0]).toMatch(/Restored, but not healthy: .* certificate is not accepted \(\w*SELF_SIGNED\w*\)/u);
          expect(errors[0]).not.toContain('does not answer');
          expect(outputs).toMatchObject({ rolled_back: 'true', healthy: 'false' });
          expect(visits).toEqual([]);
        },
        true,
      );
    });
  });

  test.concurrent('that failed itself asks no site, and is not called unhealthy', async () => {
    await scene(async (set) => {
      await withSite(
        () => WELL,
        async ({ url, visits }) => {
          const result = await rollBack(set, { health_check_url: url }, restoreInto('stopped'));
          expect(result.exitCode).toBe(1);
          expect(result.errors[0]).toContain('server "stopped", not active');
          expect(result.errors[0]).not.toContain('Restored');
          expect(result.outputs).toMatchObject({ rolled_back: 'false', healthy: '' });
          expect(visits).toEqual([]);
        },
      );
    });
  });

  test.concurrent('leaves the proof to it where the token may not read servers', async () => {
    await scene(
      async (set) => {
        await withSite(
          () => WELL,
          async ({ url }) => {
            const { exitCode, warnings, outputs } = await rollBack(set, { health_check_url: url });
            expect(exitCode).toBe(0);
            expect(warnings.join()).toContain('may not read the servers');
            expect(outputs.healthy).toBe('true');
          },
        );
      },
      { model: { mayReadServers: false } },
    );
  });

  test.concurrent('does not say that the server is active where the token may not read servers', async () => {
    await scene(
      async (set) => {
        await withSite(
          () => ILL,
          async ({ url }) => {
            const { exitCode, errors } = await rollBack(set, { health_check_url: url });
            expect(exitCode).toBe(1);
            expect(errors[0]).not.toMatch(/is active/u);
          },
        );
      },
      { model: { mayReadServers: false } },
    );
  });

  test.concurrent('is proved after the job as in a step', async () => {
    await scene(async (set) => {
      await withSite(
        () => ILL,
        async ({ url }) => {
          set.api.model.planNextSnapshot(COMPLETE_AT_ONCE);
          set.api.model.planNextRestore(SHORT_RESTORE);
          const inputs = { rollback_on: 'failure', health_check_url: url, ...BRIEFLY };
          const { post } = await jobOf(set).step({ inputs });
          const { exitCode, errors, summary } = await post('failure', { speed: SPEED });
          expect(exitCode).toBe(1);
          expect(errors[0]).toContain('Restored, but not healthy');
          expect(summary).toContain('restored, but not healthy');
        },
      );
    });
  });
});
