import { expect, test } from '@jest/globals';
import { type Reply, startServer } from '../support/http-server.ts';
import { SHA } from '../support/run-action.ts';
import { errorOf, expectSuccess, Scene } from '../support/scene.ts';

const HEALTHY: Reply = { status: 200, body: 'ok' };
const UNHEALTHY: Reply = { status: 502, body: '' };
const NO_API = { server_id: '', api_token: '' };

test('probes until the service has been healthy for a minute, without a token or a server', async () => {
  await using scene = await Scene.create();
  await using site = await startServer((_, count) => (count < 4 ? UNHEALTHY : HEALTHY));
  const inputs = { ...NO_API, mode: 'check', health_check_url: `${site.url}/health`, poll_interval_seconds: '10' };
  const result = await scene.run({ inputs });
  expectSuccess(result);
  expect(result.outputs).toMatchObject({ healthy: 'true' });
  expect(result.log).toMatch(/✅ healthy for 1 min 0 s: http:\/\/127/u);
  expect(result.summary).toContain('✅');
  expect(scene.requests()).toEqual([]);
  // Three failures, one success, six more in a minute.
  expect(site.requests).toHaveLength(10);
});

test.each([
  ['0', 1],
  ['0.5', 4],
  ['5', 31],
])('probes for health_check_stable_minutes: %s', async (minutes, probes) => {
  await using scene = await Scene.create();
  await using site = await startServer(() => HEALTHY);
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, poll_interval_seconds: '10' };
  expectSuccess(await scene.run({ inputs: { ...inputs, health_check_stable_minutes: minutes } }));
  expect(site.requests).toHaveLength(probes);
});

test('starts the minute again after a failure', async () => {
  await using scene = await Scene.create();
  await using site = await startServer((_, count) => (count === 5 ? UNHEALTHY : HEALTHY));
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, poll_interval_seconds: '10' };
  expectSuccess(await scene.run({ inputs }));
  expect(site.requests).toHaveLength(5 + 7);
});

test('fails if the service flaps and is never healthy for a minute', async () => {
  await using scene = await Scene.create();
  await using site = await startServer((_, count) => (count % 4 === 0 ? UNHEALTHY : HEALTHY));
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, poll_interval_seconds: '10' };
  const result = await scene.run({ inputs });
  expect(errorOf(result)).toMatch(/did not stay healthy for 1 min 0 s within 11 min 0 s/u);
  expect(result.summary).toContain('not healthy within 11 min 0 s');
  expect(result.outputs.healthy).toBe('false');
});

test('fails if the service is never healthy, with what it returned last and a summary', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => UNHEALTHY);
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, health_check_timeout_minutes: '5' };
  const result = await scene.run({ inputs });
  const error = errorOf(result);
  expect(error).toMatch(/within 6 min 0 s; last result: it returned 502\./u);
  expect(error).toContain('The release is not healthy.');
  expect(result.outputs.healthy).toBe('false');
  expect(result.summary).toMatch(/^### ❌/u);
});

test('that is cancelled says what the last probe found, and that nothing was changed', async () => {
  await using scene = await Scene.create();
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  await using site = await startServer((_, count) => {
    if (count === 3) resolve();
    return UNHEALTHY;
  });
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url };
  const result = await scene.run({ inputs, signalWhen: { happened, signal: 'SIGINT' } });
  const error = errorOf(result);
  expect(error).toMatch(/Last result: (?:it returned 50\d|no response)/u);
  expect(error).toContain('A health check changes nothing.');
  expect(Number(result.outputs.duration_seconds)).toBeGreaterThan(0);
});

test('replaces {sha} in the text with the commit, so that an old release is not called healthy', async () => {
  await using scene = await Scene.create();
  await using site = await startServer((_, count) => ({
    status: 200,
    body: count < 3 ? 'build 0000000' : `build ${SHA}`,
  }));
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, health_check_text: 'build {sha}' };
  expectSuccess(await scene.run({ inputs: { ...inputs, health_check_stable_minutes: '0' } }));
  expect(site.requests).toHaveLength(3);
});

test.each([
  ['healthy', HEALTHY, 0],
  ['not healthy', UNHEALTHY, 1],
])('never shows the query of the URL, which can contain a secret, if the service is %s', async (_, reply, exitCode) => {
  await using scene = await Scene.create();
  await using site = await startServer(() => reply);
  const health_check_url = `${site.url}/health?token=s3cr3t-value`;
  const inputs = { ...NO_API, mode: 'check', health_check_url, health_check_timeout_minutes: '1' };
  const result = await scene.run({ inputs });
  expect(result.exitCode).toBe(exitCode);
  expect(`${result.log}${result.summary}`).not.toContain('s3cr3t');
  expect(result.log).toContain(`::group::Health check of ${site.url}/health\n`);
  expect(site.requests[0]?.path).toBe('/health?token=s3cr3t-value');
});

test('shows a commit in the text by its short SHA', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => HEALTHY);
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, health_check_text: 'build {sha}' };
  const result = await scene.run({ inputs: { ...inputs, health_check_timeout_minutes: '1' } });
  const words = `it returned 200 without the text "build ${SHA.slice(0, 7)}"`;
  expect(errorOf(result)).toContain(words);
  expect(result.log).toContain(`  health check: ${words}`);
  expect(`${result.log}${result.summary}`).not.toContain(SHA);
});

test('uses the head of a pull request, or of a workflow_run, for {sha}', async () => {
  await using scene = await Scene.create();
  const head = 'b1946ac92492d2347c6235b4d2611184b1946ac9';
  await using site = await startServer(() => ({ status: 200, body: `build ${head}` }));
  const inputs = {
    ...NO_API,
    mode: 'check',
    health_check_url: site.url,
    health_check_text: '{sha}',
    health_check_stable_minutes: '0',
  };
  expectSuccess(await scene.run({ inputs, event: { pull_request: { head: { sha: head, ref: 'fix' } } } }));
  const event = { workflow_run: { head_sha: head } };
  expectSuccess(await scene.run({ inputs, event, eventName: 'workflow_run' }));
});

test('follows redirects on the host alone', async () => {
  await using scene = await Scene.create();
  await using other = await startServer(() => HEALTHY);
  await using site = await startServer(({ path }) =>
    path === '/away'
      ? { status: 301, headers: { location: other.url } }
      : path === '/here'
        ? { status: 301, headers: { location: '/ok' } }
        : HEALTHY,
  );
  const inputs = { ...NO_API, mode: 'check', health_check_stable_minutes: '0', health_check_timeout_minutes: '1' };
  expectSuccess(await scene.run({ inputs: { ...inputs, health_check_url: `${site.url}/here` } }));
  const away = await scene.run({ inputs: { ...inputs, health_check_url: `${site.url}/away` } });
  expect(errorOf(away)).toMatch(/it redirects to another host \(".*"\); the redirect was not followed/u);
  expect(other.requests).toEqual([]);
});

test('needs a URL', async () => {
  await using scene = await Scene.create();
  const error = errorOf(await scene.run({ inputs: { ...NO_API, mode: 'check' } }));
  expect(error).toContain('health_check_url is empty: `mode: check` requires the URL to check');
});

test('does nothing after the job', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => HEALTHY);
  const inputs = { ...NO_API, mode: 'check', health_check_url: site.url, health_check_stable_minutes: '0' };
  const { post } = await scene.job().step({ inputs });
  expectSuccess(await post('failure'));
  expect(scene.requests()).toEqual([]);
});

test('makes the job fail, so that the snapshot step rolls back', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => UNHEALTHY);
  const job = scene.job();
  const snapshot = await job.step({ inputs: { rollback_on: 'failure' } });
  const check = await job.step({
    inputs: { ...NO_API, mode: 'check', health_check_url: site.url, health_check_timeout_minutes: '1' },
  });
  expect(check.main.exitCode).toBe(1);
  expectSuccess(await snapshot.post('failure'));
  expect(scene.api.model.restores()).toHaveLength(1);
});
