import { expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { expectSuccess, Scene } from '../support/scene.ts';

test.each<[string, Reply, string, RegExp]>([
  ['returns 502', { status: 502 }, '', /it returned 502/u],
  ['returns 404', { status: 404 }, '', /it returned 404/u],
  ['lacks the text', { status: 200, body: 'Welcome' }, 'v2', /it returned 200 without the text "v2"/u],
  ['redirects to another host', { status: 302, headers: { location: 'https://other.example/' } }, '', /another host/u],
])('a notice says before the deploy that the health check %s', async (_what, reply, health_check_text, words) => {
  await using scene = await Scene.create();
  await using site = await startServer(() => reply);
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: `${site.url}/health`, health_check_text } });
  expectSuccess(result);
  expect(result.notices).toHaveLength(1);
  expect(result.notices[0]).toMatch(/^health_check_url is not healthy before the deploy/u);
  expect(result.notices[0]).toMatch(words);
  expect(site.requests).toHaveLength(1);
  expect(scene.writes()).toEqual(['POST /snapshots/']);
});

test('a notice says that nothing responds', async () => {
  await using scene = await Scene.create();
  const site = await startServer(() => ({ status: 200 }));
  await site[Symbol.asyncDispose]();
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: site.url } });
  expectSuccess(result);
  expect(result.notices.join()).toMatch(/not healthy before the deploy \(no response: .*ECONNREFUSED/u);
});

test.each<[string, (url: string) => Reply]>([
  ['is healthy', () => ({ status: 200, body: 'Shop v2' })],
  ['redirects on its own host', (url) => ({ status: url.endsWith('/new') ? 200 : 302, headers: { location: '/new' } })],
])('no notice is given if the health check %s, and the API token does not go there', async (_what, reply) => {
  await using scene = await Scene.create();
  await using site = await startServer(({ path }) => reply(path));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: `${site.url}/health` } });
  expectSuccess(result);
  expect(result.notices).toEqual([]);
  expect(JSON.stringify(site.requests)).not.toContain(scene.api.token);
});

test('the health check is not made without a URL, in a dry run, or by mode: wait', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => ({ status: 502 }));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  await scene.run();
  await scene.run({ inputs: { health_check_url: site.url, dry_run: 'true' } });
  const wait = await scene.run({ inputs: { mode: 'wait', snapshot_id: '801', health_check_url: site.url } });
  expectSuccess(wait);
  expect(site.requests).toEqual([]);
});

test('a text with {sha} is treated literally: the commit is not deployed yet', async () => {
  await using scene = await Scene.create();
  await using site = await startServer(() => ({ status: 200, body: 'release {sha}' }));
  scene.api.model.planNextSnapshot(COMPLETED_AT_ONCE);
  const result = await scene.run({ inputs: { health_check_url: site.url, health_check_text: '{sha}' } });
  expectSuccess(result);
  expect(result.notices).toEqual([]);
});
