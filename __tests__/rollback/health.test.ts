import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, restoreInto } from '../support/fixtures.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { errorOf, expectSuccess, SERVER } from '../support/scene.ts';
import { sceneWithTarget, TO_TARGET } from './target.ts';

const HEALTHY: Reply = { status: 200, body: '{"release": "good"}' };
const UNHEALTHY: Reply = { status: 503, body: 'starting' };

test('is healthy once the service returns 2xx, and probes it only when the server is active', async () => {
  await using scene = await sceneWithTarget();
  const statuses: string[] = [];
  await using site = await startServer((_, count) => {
    statuses.push(scene.api.model.serverStatus(SERVER));
    return count < 3 ? UNHEALTHY : HEALTHY;
  });
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: `${site.url}/health?deep=1` } });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active', healthy: 'true' });
  expect(result.log).toContain('it returned 503');
  expect(result.summary).toContain('✅ healthy');
  expect(site.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('GET /health?deep=1'));
  expect(new Set(statuses)).toEqual(new Set(['active']));
});

test('waits until the body contains the text', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer((_, count) => (count < 2 ? { status: 200, body: 'bad release' } : HEALTHY));
  const inputs = { ...TO_TARGET, health_check_url: site.url, health_check_text: '"release": "good"' };
  const result = await scene.run({ inputs });
  expectSuccess(result);
  expect(result.outputs.healthy).toBe('true');
  expect(site.requests).toHaveLength(2);
});

test('treats {sha} in the text of a rollback literally: the service runs another commit then', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => ({ status: 200, body: 'version {sha}' }));
  expectSuccess(
    await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url, health_check_text: 'version {sha}' } }),
  );
});

test('fails with the text that never came', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => HEALTHY);
  const result = await scene.run({
    inputs: { ...TO_TARGET, health_check_url: site.url, health_check_text: 'release 42' },
  });
  expect(errorOf(result)).toMatch(/^Restored but not healthy: .* it returned 200 without the text "release 42"/u);
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active', healthy: 'false' });
  // 8 min of restore, 10 min of health check.
  expect(Number(result.outputs.duration_seconds)).toBeGreaterThan(18 * 60);
});

test.each([
  ['a path', (path: string) => path],
  ['a whole address', (path: string, host: string) => `http://${host}${path}`],
])('follows redirects on the same host to %s', async (_, location) => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(({ path, headers: { host = '' } }) =>
    path === '/login' ? HEALTHY : { status: 302, headers: { location: location('/login', host) } },
  );
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url } });
  expectSuccess(result);
  expect(result.outputs.healthy).toBe('true');
  expect(site.requests.map(({ path }) => path)).toEqual(['/', '/login']);
});

test('follows no redirect to another host', async () => {
  await using scene = await sceneWithTarget();
  await using other = await startServer(() => HEALTHY);
  await using site = await startServer(() => ({ status: 302, headers: { location: `${other.url}/` } }));
  const inputs = { ...TO_TARGET, health_check_url: site.url, health_check_timeout_minutes: '1' };
  expect(errorOf(await scene.run({ inputs }))).toMatch(
    /it redirects to another host \(".*"\); the redirect was not followed/u,
  );
  expect(other.requests).toEqual([]);
});

test('ends a chain of redirects that never ends', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(({ path }) => ({ status: 307, headers: { location: `${path}x` } }));
  const inputs = { ...TO_TARGET, health_check_url: `${site.url}/`, health_check_timeout_minutes: '0.1' };
  expect(errorOf(await scene.run({ inputs }))).toContain('it redirects more than 5 times');
});

test('never sends the token to the service, nor to where that redirects', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(({ path }) =>
    path === '/two' ? HEALTHY : { status: 307, headers: { location: '/two' } },
  );
  expectSuccess(await scene.run({ inputs: { ...TO_TARGET, health_check_url: `${site.url}/one` } }));
  expect(site.requests.map(({ path }) => path)).toEqual(['/one', '/two']);
  for (const { headers } of site.requests) expect(headers).not.toHaveProperty('authorization');
  expect(JSON.stringify(site.requests)).not.toContain(scene.api.token);
});

test('is a failure of its own: restored but not healthy', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => UNHEALTHY);
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: `${site.url}/health?key=s3cr3t` } });
  const error = errorOf(result);
  expect(error).toMatch(/^Restored but not healthy: .*\/health was not healthy within 10 min 0 s; .* it returned 503/u);
  expect(error).toMatch(
    /Server 12345 \(web-1\) was restored from snapshot 700 and is active\.\nOnly the health check failed\./u,
  );
  expect(error).not.toContain('s3cr3t');
  expect(result.outputs).toMatchObject({ rolled_back: 'true', server_status: 'active', healthy: 'false' });
  expect(result.summary).toMatch(/^### ❌ VPS\.org rollback: 1 server restored, not healthy/u);
});

test('says that a service cannot be reached', async () => {
  await using scene = await sceneWithTarget();
  const { url } = await closedSite();
  expect(errorOf(await scene.run({ inputs: { ...TO_TARGET, health_check_url: url } }))).toMatch(
    /^Restored but not healthy: .* no response: .*ECONNREFUSED/u,
  );
});

/** An address on which nobody listens any more. */
async function closedSite(): Promise<{ url: string }> {
  await using site = await startServer(() => HEALTHY);
  return { url: site.url };
}

test('names a certificate that nobody trusts', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => HEALTHY, true);
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url } });
  expect(errorOf(result)).toMatch(/^Restored but not healthy: .*(?:certificate|SELF_SIGNED)/u);
  expect(site.requests).toEqual([]);
});

test('is not requested after a restore that failed', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => HEALTHY);
  scene.api.model.planNextRestore(restoreInto('failed'));
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url } });
  expect(errorOf(result)).toContain('is "failed" instead of active');
  expect(result.outputs).toMatchObject({ rolled_back: 'false', healthy: '' });
  expect(site.requests).toEqual([]);
});

test('must stay healthy for health_check_stable_minutes, counted again after each failure', async () => {
  await using scene = await sceneWithTarget();
  const askedMs: number[] = [];
  await using site = await startServer((_, count) => {
    askedMs.push(count);
    return count === 4 ? UNHEALTHY : HEALTHY;
  });
  const inputs = {
    ...TO_TARGET,
    health_check_url: site.url,
    health_check_stable_minutes: '2',
    poll_interval_seconds: '10',
  };
  expectSuccess(await scene.run({ inputs }));
  // 4 probes until the failure, then one every 10 s for 2 min.
  expect(askedMs.length).toBeGreaterThanOrEqual(4 + 13);
  expect(askedMs.length).toBeLessThanOrEqual(4 + 15);
});

test('proves the rollback if the token is not allowed to read servers', async () => {
  await using scene = await sceneWithTarget({ model: { mayReadServers: false } });
  await using site = await startServer(() => HEALTHY);
  const result = await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings.join()).toContain('is not allowed to read servers');
  // Before, the bad release might have been the one that responded.
  expect(Number(result.outputs.duration_seconds)).toBeGreaterThanOrEqual(180);
  expect(result.outputs).toMatchObject({ healthy: 'true', rolled_back: 'true' });
});

test('does not say that the server is active if the token is not allowed to read servers', async () => {
  await using scene = await sceneWithTarget({ model: { mayReadServers: false } });
  await using site = await startServer(() => UNHEALTHY);
  const error = errorOf(await scene.run({ inputs: { ...TO_TARGET, health_check_url: site.url } }));
  expect(error).not.toMatch(/is active/u);
  expect(error).toContain('the action cannot see whether it has finished');
});

test('is made after the job as in a step', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer((_, count) => (count === 1 ? HEALTHY : UNHEALTHY));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { rollback_on: 'failure', health_check_url: site.url };
  const { post } = await scene.job().step({ inputs });
  const result = await post('failure');
  expect(errorOf(result)).toMatch(/^Restored but not healthy/u);
  expect(result.summary).toContain('not healthy');
});

test('takes the URL that is known only after the job', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => HEALTHY);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure', health_check_url: '' } });
  expectSuccess(await post('failure', { inputs: { health_check_url: `${site.url}/late` } }));
  expect(site.requests.map(({ path }) => path)).toEqual(['/late']);
});

test.each([
  ['is unhealthy', UNHEALTHY, 'it returned 503'],
  ['lacks the text', { status: 200, body: 'old' }, 'it returned 200 without the text "good"'],
])('gives a notice before the deploy if the service %s', async (_, reply, words) => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => reply);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: site.url, health_check_text: 'good' } });
  expectSuccess(result);
  expect(result.notices).toEqual([
    expect.stringMatching(
      new RegExp(`not healthy before the deploy \\(${words}\\)\\. With this check, a rollback would be reported`, 'u'),
    ),
  ]);
  expect(site.requests).toHaveLength(1);
});

test('gives a notice before the deploy if the service cannot be reached', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { url } = await closedSite();
  const result = await scene.run({ inputs: { health_check_url: url } });
  expectSuccess(result);
  expect(result.notices.join()).toMatch(/not healthy before the deploy \(no response: .*ECONNREFUSED/u);
});

test('says nothing before the deploy if the service is healthy', async () => {
  await using scene = await sceneWithTarget();
  await using site = await startServer(() => HEALTHY);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: site.url } });
  expectSuccess(result);
  expect(result.notices).toEqual([]);
  expect(site.requests).toHaveLength(1);
});
