import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { COMPLETED_AT_ONCE, refusal, restoreInto } from '../support/fixtures.ts';
import { startServer, type TestServer } from '../support/http-server.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';
import { addTarget, sceneWithTarget, TO_TARGET } from './target.ts';

const HOOK = '/services/T00/B00/verySecretPathOfTheWebhook';
const ok = () => ({ status: 200, body: 'ok' });
const Message = v.pipe(v.string(), v.parseJson(), v.strictObject({ text: v.string() }));

/** The texts that were posted. */
function texts({ requests }: TestServer): string[] {
  return requests.map(({ body }) => v.parse(Message, body).text);
}

test('says what is running now, what was discarded, and that it cannot be undone', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } });
  expectSuccess(result);
  expect(chat.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${HOOK}`]);
  expect(chat.requests[0]?.headers['content-type']).toBe('application/json');
  expect(chat.requests[0]?.headers).not.toHaveProperty('authorization');
  const [text = ''] = texts(chat);
  expect(text).toMatch(/^✅ acme\/shop: rolled back: 1 server restored\./u);
  expect(text).toContain('server 12345 (web-1): restored from snapshot 700 "good", status active, down for ');
  expect(text).toContain('Discarded: writes since 11:43:15 UTC (16 min 45 s).');
  expect(text).toContain('This rollback cannot be undone');
  expect(text).toContain('https://github.com/acme/shop/actions/runs/7001');
});

test('is masked, and appears in no log, output, state or summary', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(() => ({ status: 500, body: '' }));
  const notify_url = `${chat.url}${HOOK}`;
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url } });
  expect(result.log).toContain(`::add-mask::${notify_url}`);
  const shown = [result.log.replace(/^::add-mask::.*$/gmu, ''), result.outputs, result.state, result.summary];
  expect(JSON.stringify(shown)).not.toContain(HOOK);
});

test('is not in the saved state of a snapshot step', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { rollback_on: 'failure', notify_url: `${chat.url}${HOOK}` } });
  expectSuccess(result);
  expect(JSON.stringify([result.state, result.log.replace(/^::add-mask::.*$/gmu, '')])).not.toContain(HOOK);
  expect(chat.requests).toEqual([]);
});

test('says how to undo the rollback if there is a safety snapshot', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  const inputs = { ...TO_TARGET, safety_snapshot: 'true', notify_url: `${chat.url}${HOOK}` };
  expectSuccess(await scene.run({ inputs }));
  expect(texts(chat)[0]).toContain('To undo this rollback, run mode: rollback with snapshot_id: 801');
});

test('says why there was a rollback after the job', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { rollback_on: 'failure', notify_url: `${chat.url}${HOOK}` };
  const { post } = await scene.job().step({ inputs });
  const result = await post('failure');
  expectSuccess(result);
  expect(texts(chat)).toHaveLength(1);
  expect(texts(chat)[0]).toMatch(
    /^✅ acme\/shop: rolled back after the job, because the job failed: 1 server restored\./u,
  );
});

test('is sent by no post step that does nothing', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { rollback_on: 'failure', notify_url: `${chat.url}${HOOK}` };
  const { post } = await scene.job().step({ inputs });
  expectSuccess(await post('success'));
  expect(chat.requests).toEqual([]);
});

test('says what failed and what to do next', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.planNextRestore(restoreInto('failed'));
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } });
  const error = errorOf(result);
  const [text = ''] = texts(chat);
  expect(text).toMatch(/^❌ acme\/shop: the rollback failed\. The restore of snapshot 700/u);
  expect(text.match(/is "failed" instead of active/gu)).toHaveLength(1);
  expect(text).toContain('• server 12345 (web-1): The server is not running.');
  expect(text).toContain('Discarded: writes since 11:43:15 UTC (16 min 45 s).');
  expect(text).toContain(`Next: ${error.split('\n').at(-1)}`);
});

test('is sent even if no restore could be started', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  errorOf(await scene.run({ inputs: { ...TO_TARGET, snapshot_id: '999', notify_url: `${chat.url}${HOOK}` } }));
  const [text = ''] = texts(chat);
  expect(text).toMatch(/^❌ acme\/shop: the rollback failed\. Cannot roll back server 12345\./u);
  expect(text).toContain(
    '\nSnapshot 999 does not exist, or this token cannot see it. Server 12345 (web-1) has no snapshot',
  );
  expect(text).toContain('\nWhat was deployed is still running.\n');
});

test('names each of several servers', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.addServer({ id: 222, name: 'web-2', status: 'suspended' });
  addTarget(scene, 720, 222);
  const inputs = { ...TO_TARGET, server_id: `${SERVER},222`, snapshot_id: '700,720' };
  await scene.run({ inputs: { ...inputs, notify_url: `${chat.url}${HOOK}` } });
  const [text = ''] = texts(chat);
  expect(text).toContain('• server 12345 (web-1): restored from snapshot 700');
  expect(text).toContain('• Server 222 (web-2) is suspended. No restore was started.');
});

test('names the servers that failed, the next step and the run, however many there are', async () => {
  await using scene = await Scene.create({ withoutServer: true });
  await using chat = await startServer(ok);
  const ids = Array.from({ length: 20 }, (_, index) => 20_000 + index);
  for (const id of ids) {
    scene.api.model.addServer({ id, name: `shop-production-web-server-${id}.example.com` });
    addTarget(scene, id - 19_000, id);
  }
  const refused = ['/1005/', '/1011/', '/1018/'];
  scene.setFaults(({ path }) =>
    path.endsWith('/restore/') && refused.some((part) => path.includes(part))
      ? refusal(403, 'Not allowed.')
      : undefined,
  );
  const inputs = { mode: 'rollback', server_id: ids.join(' '), snapshot_id: ids.map((id) => id - 19_000).join(' ') };
  const error = errorOf(await scene.run({ inputs: { ...inputs, notify_url: `${chat.url}${HOOK}` } }));
  const [text = ''] = texts(chat);
  const lines = text.split('\n');
  expect(lines[0]).toContain(error.split('\n')[0]);
  expect(lines.slice(1, 4).map((line) => /server (\d+)/u.exec(line)?.[1])).toEqual(['20005', '20011', '20018']);
  expect(text).toMatch(/\n… and \d+ more servers\.\n/u);
  expect(lines.at(-2)).toBe(`Next: ${error.split('\n').at(-1)}`);
  expect(lines.at(-1)).toBe('https://github.com/acme/shop/actions/runs/7001');
});

test('names a server that was not rolled back after the job, and what it runs', async () => {
  await using scene = await Scene.create();
  await using chat = await startServer(ok);
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  for (let count = 0; count < 2; count += 1) scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { server_id: `${SERVER},222`, rollback_on: 'failure', notify_url: `${chat.url}${HOOK}` };
  const { post } = await scene.job().step({ inputs });
  const [, lost = ''] = scene.snapshotIds();
  scene.api.model.removeSnapshot(lost);
  errorOf(await post('failure'));
  const lines = texts(chat)[0]?.split('\n') ?? [];
  expect(lines[1]).toMatch(/^• Server 222 \(web-2\) was not rolled back: .* is still running what was deployed\.$/u);
  expect(lines[2]).toContain('• server 12345 (web-1): restored from snapshot 801');
});

test('after a cancel, says from which snapshot the server is being restored, and what that discards', async () => {
  await using scene = await Scene.create();
  await using chat = await startServer(ok);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const inputs = { rollback_on: 'cancelled', notify_url: `${chat.url}${HOOK}` };
  const { post } = await scene.job().step({ inputs });
  scene.advance(300_000);
  expect(await post('cancelled')).toMatchObject({ exitCode: 0 });
  const [text = ''] = texts(chat);
  expect(text).toContain('• server 12345 (web-1): being restored from snapshot 801 "3f2a9c1", status restoring');
  expect(text).toContain('Discarded: writes since 12:00:00 UTC (5 min 0 s).');
  expect(text).toContain('Next: Check in the VPS.org control panel that the restore has finished');
});

test('says what is still running if the restore was refused', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.setFaults(({ path }) => (path.endsWith('/restore/') ? refusal(404, 'Not found.') : undefined));
  errorOf(await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } }));
  const [text = ''] = texts(chat);
  expect(text.match(/returned 404/gu)).toHaveLength(1);
  expect(text).toContain('• server 12345 (web-1): The server was not restored. It is still running what was deployed.');
});

test('points to the command that starts the server instead of repeating it', async () => {
  await using scene = await sceneWithTarget({ model: { rejectedCalls: { 'POST /servers/{id}/power/': 403 } } });
  await using chat = await startServer(ok);
  scene.api.model.planNextRestore(restoreInto('stopped'));
  const error = errorOf(await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } }));
  expect(error).toContain(`'${scene.api.url}/servers/`);
  const [text = ''] = texts(chat);
  expect(text).toContain('THE SERVER IS DOWN. Its disk has been restored.');
  expect(text).toMatch(/\nNext: .* the command in the run's error message\.\n/u);
  expect(text).not.toContain('curl');
});

test('shows the health check by its host and path', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  await using site = await startServer(() => ({ status: 503, body: '' }));
  const health = { health_check_url: `${site.url}/health?token=secret`, health_check_timeout_minutes: '1' };
  errorOf(await scene.run({ inputs: { ...TO_TARGET, ...health, notify_url: `${chat.url}${HOOK}` } }));
  expect(texts(chat)[0]).toContain(`Restored but not healthy: ${new URL(site.url).host}/health was not healthy`);
});

test('has the verdict of the error if restores were accepted and could not be watched', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  scene.api.model.addServer({ id: 222, name: 'web-2' });
  addTarget(scene, 720, 222);
  let restores = 0;
  scene.setFaults(({ method, path }) => {
    if (path.endsWith('/restore/')) restores += 1;
    return restores === 2 && method === 'GET' ? refusal(403, 'Just a moment...') : undefined;
  });
  const inputs = { ...TO_TARGET, server_id: `${SERVER},222`, snapshot_id: '700,720' };
  const error = errorOf(await scene.run({ inputs: { ...inputs, notify_url: `${chat.url}${HOOK}` } }));
  const lines = texts(chat)[0]?.split('\n') ?? [];
  expect(lines[0]?.endsWith(` ${error.split('\n')[0]}`)).toBe(true);
  for (const line of lines.slice(1, 3)) {
    expect(line).toContain('The restore continues without being monitored.');
    expect(line).toContain('Discarded: writes since 11:43:15 UTC (16 min 45 s).');
  }
});

test.each([
  ['refuses it', { status: 403, body: 'invalid_token' }, 'The webhook returned 403.'],
  ['fails', { status: 500, body: '' }, 'The webhook returned 500.'],
  ['redirects', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'The webhook returned 302.'],
])('only warns if the webhook %s', async (_, reply, words) => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(() => reply);
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([`The notification could not be sent: ${words}`]);
  expect(result.outputs.rolled_back).toBe('true');
});

test('only warns if the webhook cannot be reached, without its address', async () => {
  await using scene = await sceneWithTarget();
  const result = await scene.run({ inputs: { ...TO_TARGET, notify_url: `http://127.0.0.1:1${HOOK}` } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([expect.stringContaining('The notification could not be sent: ')]);
});

test('mentions nobody and links nowhere, whatever a server is called', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  const name = '<!channel> @everyone [x](http://evil.test) web';
  scene.api.model.addServer({ id: 222, name });
  addTarget(scene, 720, 222);
  await scene.run({ inputs: { ...TO_TARGET, server_id: '222', snapshot_id: '720', notify_url: `${chat.url}${HOOK}` } });
  const [text = ''] = texts(chat);
  expect(text).toContain('everyone');
  expect(text).not.toMatch(/[<>]|@everyone|\]\(|http:\/\/evil/u);
});

test('carries no token, even if the API repeats it', async () => {
  await using scene = await sceneWithTarget();
  await using chat = await startServer(ok);
  const body = JSON.stringify({ detail: `Token ${scene.api.token} may not restore.` });
  scene.setFaults(({ path }) =>
    path.endsWith('/restore/') ? { kind: 'response', status: 403, body, effect: false } : undefined,
  );
  await scene.run({ inputs: { ...TO_TARGET, notify_url: `${chat.url}${HOOK}` } });
  expect(texts(chat)).toHaveLength(1);
  expect(JSON.stringify(chat.requests)).not.toContain(scene.api.token.slice(0, 12));
});

test('is read again after the job, and a value that is invalid only then prevents no rollback', async () => {
  await using scene = await sceneWithTarget();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const { post } = await scene.job().step({ inputs: { rollback_on: 'failure' } });
  const result = await post('failure', { inputs: { notify_url: 'not a url' } });
  expect(result).toMatchObject({ exitCode: 0, errors: [] });
  expect(result.warnings).toEqual([expect.stringMatching(/After the job, notify_url .*It is ignored\./u)]);
  expect(scene.api.model.restores()).toHaveLength(1);
});
