import { describe, expect, test } from '@jest/globals';
import { COMPLETED_AT_ONCE, descriptionBy, refusal, restoreInto } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { GITHUB_TOKEN } from '../support/job.ts';
import type { ActionResult } from '../support/run-action.ts';
import { errorOf, Scene, SERVER } from '../support/scene.ts';

const SHA = 'b1946ac92492d2347c6235b4d2611184b1946ac9';
const ESCAPE = '\u001b';
/** What could act on a runner, a page or a chat, if it got there as it is. Short ones come first: names are cut. */
const HOSTILE = [
  '\n::error::pwned',
  '\r\n::stop-commands::pwned',
  ' ##[error]pwned',
  '@everyone',
  '<img src=x>',
  '[a](//evil.test)',
  '`b`|c',
  'me@evil.test',
  'www.evil.test',
  'xmpp:me@evil.test',
  'https://evil.test',
  '\r::warning::pwned',
  '\n::set-output name=snapshot_id::666',
  '\n::add-mask::web',
  '%0A::error::pwned',
  `${ESCAPE}[31mred${ESCAPE}]8;;https://evil.test${ESCAPE}\\`,
  '\u2028::error::pwned \u202Ereversed',
  '</td></tr></table><script>alert(1)</script>',
  '**bold** <!channel> <https://evil.test|x> #1 $' + '{{ secrets.X }} $(reboot) \'"; reboot',
];
const ALL = HOSTILE.join(' ');

type Shown = Pick<ActionResult, 'log' | 'summary'> & Partial<ActionResult>;

/** No line of the log is a command but those that the action itself gives, and nothing colours, hides or links. */
function expectHarmless({ log, summary, outputs = {} }: Shown): void {
  const commands = log.split(/\r\n|\r|\n/u).filter((line) => /^\s*::/u.test(line));
  for (const command of commands) {
    expect(command).toMatch(/^::(?:add-mask|group|endgroup|debug|error|warning|notice)::(?!pwned|web$)/u);
  }
  expect(log).not.toContain('##[');
  for (const text of [log, summary, ...Object.values(outputs)]) {
    expect([...text].filter((mark) => mark < ' ' && mark !== '\n')).toEqual([]);
    expect(text).not.toMatch(/[\u2028\u2029\u202A-\u202E]/u);
  }
  // Outside of code blocks, whose content is validated, nothing of it can be markup, a mention or a link.
  const prose = summary.replace(/^```(?:yaml|sh|mermaid)\n[\s\S]*?^```$/gmu, '');
  expect(prose).not.toMatch(/@|<(?!\/?(?:b|code|span|details|summary)>)|\]\(|`|\*\*bold|www\.|:\/\/|xmpp:/u);
  expect(summary).not.toMatch(/reboot['")]*\n|pwned`|evil\.test/u);
  expect(JSON.stringify(outputs)).not.toMatch(/::|<|`|evil\.test/u);
}

/** Servers whose name, and snapshots whose name and status, are a hostile text each. */
function addHostileServers({ api }: Scene): string {
  for (const [index, text] of HOSTILE.entries()) {
    const timeline = [
      { atMs: 0, status: text },
      { atMs: 60_000, status: 'completed' },
    ];
    const snapshotPlan = { timeline, overrides: { name: text, description: text } };
    api.model.addServer({ id: index + 1, name: text, snapshotPlan, restorePlan: restoreInto(text) });
  }
  return HOSTILE.map((_, index) => index + 1).join();
}

describe('Hostile text', () => {
  test('in what the API stores does not act while snapshots are taken', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    const server_id = addHostileServers(scene);
    const result = await scene.run({ inputs: { server_id, description: ALL, series: 'a | <b> @c `d`' } });
    expect([result.exitCode, result.outputs.status]).toEqual([0, 'completed']);
    expectHarmless(result);
  });

  test('in the status of a snapshot does not act when its wait times out', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    for (const [index, status] of HOSTILE.entries()) {
      scene.api.model.addServer({ id: index + 1, snapshotPlan: { timeline: [{ atMs: 0, status }] } });
    }
    const server_id = HOSTILE.map((_, index) => index + 1).join();
    const result = await scene.run({ inputs: { server_id, timeout_minutes: '1' } });
    errorOf(result);
    expectHarmless(result);
  });

  test('in what the API stores does not act while servers are restored', async () => {
    await using scene = await Scene.create({ withoutServer: true });
    const server_id = addHostileServers(scene);
    for (const [index, text] of HOSTILE.entries()) {
      scene.api.model.addSnapshot({ id: 900 + index, serverId: index + 1, name: text, description: text });
    }
    const snapshot_id = HOSTILE.map((_, index) => 900 + index).join();
    const result = await scene.run({ inputs: { mode: 'rollback', server_id, snapshot_id, timeout_minutes: '10' } });
    errorOf(result);
    expectHarmless(result);
  });

  test.each([0, 5, 10, 14])('in names of snapshots does not act where a full server is listed, %d', async (first) => {
    await using scene = await Scene.create();
    const [marker = ''] = (await descriptionBy()).split(' ');
    for (const name of HOSTILE.slice(first, first + 5)) {
      scene.api.model.addSnapshot({ serverId: SERVER, name, description: `${marker} acme/shop@3f2a9c1 series ${ALL}` });
    }
    const result = await scene.run();
    expect(errorOf(result)).toContain('limit of 5 snapshots');
    expectHarmless(result);
  });

  test('in names of snapshots does not act where a dry run says what would be deleted', async () => {
    await using scene = await Scene.create();
    const description = await descriptionBy();
    for (const name of [ALL, ...HOSTILE.slice(0, 4)]) {
      scene.api.model.addSnapshot({ serverId: SERVER, name, description, createdAt: scene.nowMs - 86_400_000 });
    }
    for (const mode of ['snapshot', 'prune']) {
      const result = await scene.run({ inputs: { mode, keep: '1', dry_run: 'true' } });
      expect(result.exitCode).toBe(0);
      expectHarmless(result);
    }
  });

  test.each([
    ['detail', JSON.stringify({ detail: ALL })],
    ['fields', JSON.stringify(Object.fromEntries(HOSTILE.map((text) => [text, [text]])))],
    ['text', ALL],
    ['a page', `<html><body><h1>${ALL}</h1></body></html>`],
  ])('in the message of an error does not act: %s', async (_body, body) => {
    await using scene = await Scene.create();
    for (const [request, status] of [
      ['GET /servers/12345/', 401],
      ['POST /snapshots/', 400],
    ] as const) {
      scene.setFaults(({ method, path }) =>
        `${method} ${path}` === request ? { kind: 'response', status, body, effect: false } : undefined,
      );
      const result = await scene.run();
      errorOf(result);
      expectHarmless(result);
    }
  });

  test('in the permissions of the token does not act', async () => {
    await using scene = await Scene.create({
      model: { account: { email: ALL, tokenName: ALL, permissions: HOSTILE } },
    });
    const result = await scene.run({ inputs: { dry_run: 'true' } });
    expect(result.warnings.join()).toContain('This token has only the permission');
    expectHarmless(result);
  });

  test('in the address of a redirect and in a page of health_check_url does not act', async () => {
    await using shop = await startServer(({ path }) =>
      path === '/'
        ? { status: 302, headers: { location: 'http://evil.test.%3A%3Aerror%3A%3Apwned/' } }
        : { status: 500, body: ALL },
    );
    await using scene = await Scene.create();
    for (const path of ['/', '/page']) {
      const inputs = { mode: 'check', health_check_url: `${shop.url}${path}`, health_check_timeout_minutes: '0.1' };
      const result = await scene.run({ inputs: { ...inputs, health_check_text: ALL } });
      errorOf(result);
      expectHarmless({ ...result, summary: result.summary.replaceAll(shop.url, '') });
    }
  });

  test('in the name of a branch does not act', async () => {
    await using scene = await Scene.create();
    const event = { pull_request: { head: { sha: SHA, ref: ALL } } };
    const result = await scene.run({ event, inputs: { snapshot_name: '{ref}' } });
    expect(result.exitCode).toBe(0);
    expect(result.outputs.snapshot_name).toMatch(/^[A-Za-z0-9_-]+$/u);
    expectHarmless(result);
  });

  test('in inputs does not act', async () => {
    await using scene = await Scene.create();
    const names = [
      'mode',
      'server_id',
      'snapshot_id',
      'snapshot_name',
      'series',
      'api_url',
      'health_check_url',
      'keep',
    ];
    const result = await scene.run({ inputs: Object.fromEntries(names.map((name) => [name, `{${ALL}}`])) });
    expect(errorOf(result)).toContain('8 invalid inputs:');
    expectHarmless(result);
  });

  test('does not act on the commit, nor in the chat', async () => {
    await using github = await startServer(() => ({ status: 500, body: JSON.stringify({ message: ALL }) }));
    await using webhook = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create({ withoutServer: true });
    const server_id = addHostileServers(scene);
    const inputs = { server_id, commit_status: 'true', notify_url: webhook.url, rollback_on: 'failure' };
    const job = scene.job({ GITHUB_API_URL: github.url });
    const post = await (await job.step({ inputs })).post('failure', { inputs: { github_token: GITHUB_TOKEN } });
    expect(post.exitCode).toBe(1);
    expectHarmless(post);
    expect(github.requests).toHaveLength(1);
    const { text } = JSON.parse(webhook.requests[0]?.body ?? '');
    const inert = text.replace(/https:\/\/github\.com\/acme\/shop\/actions\/runs\/7001$/u, '');
    expect(inert).not.toMatch(/[<>]|@(?!\u200b)|\]\(|:\/\//u);
    expect(inert.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
  });

  test('of any length leaves annotations below 4,096 characters and the summary below 1 MiB', async () => {
    await using scene = await Scene.create();
    const name = '<&@|'.repeat(150_000);
    for (let number = 0; number < 5; number += 1) scene.api.model.addSnapshot({ serverId: SERVER, name });
    const result = await scene.run();
    expect(errorOf(result).length).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(result.summary)).toBeLessThan(1024 * 1024);
  });
});

describe('An address', () => {
  test.each([
    'me@shop.test',
    'mailto:me@shop.test',
    'xmpp:me@shop.test',
    'www.shop.test',
    'ftp://shop.test',
    '@octocat',
  ])('is no link and no mention in the summary, and is shown: %s', async (name) => {
    await using scene = await Scene.create({ withoutServer: true });
    scene.api.model.addServer({ id: SERVER, name, snapshotPlan: COMPLETED_AT_ONCE });
    const taken = await scene.run();
    scene.setFaults(({ method }) => (method === 'POST' ? refusal(400, `Ask ${name}.`) : undefined));
    const refused = await scene.run({ env: { GITHUB_RUN_ID: '7002' } });
    for (const { summary } of [taken, refused]) {
      // GitHub resolves character references before it looks for addresses: an element has to break them up.
      const row = summary.split('\n').find((line) => line.includes('shop') || line.includes('octocat')) ?? '';
      const seen = row.replace(/&#(\d+);/gu, (_, code: string) => String.fromCharCode(Number(code)));
      expect(seen).not.toMatch(/\w@\w|www\.\w|\w:\/\/\w|(?:^|\s)@\w/u);
      expect(seen.replace(/<\/?span>/gu, '')).toContain(name);
    }
  });
});
