import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { createServerPoller } from '../../src/servers/poller.ts';
import type { Server } from '../../src/vps/schema.ts';
import { page, respond, serverJson } from '../support/api-responses.ts';
import { createSession } from '../support/create-context.ts';
import { server } from '../support/report-data.ts';

/** The signs of life while these servers have these statuses for `forMs`. */
async function signsOfLife(
  statuses: Readonly<Record<number, string>>,
  { before = '', forMs = 31_000 }: { readonly before?: string; readonly forMs?: number } = {},
): Promise<string[]> {
  const items = Object.entries(statuses).map(([id, status]) => serverJson(Number(id), status));
  const [only] = items;
  const { session, runner, clock } = createSession(({ path }) =>
    path === '/servers/' ? page(items) : respond(200, only),
  );
  const servers = Object.keys(statuses).map((id): Server => ({ ...server(Number(id), `web-${id}`), status: before }));
  await createServerPoller(servers, session).until(() => false, new Deadline(clock, forMs));
  return runner.lines;
}

describe('While servers are waited for', () => {
  test.each([
    ['restoring', 'to finish its restore'],
    ['stopping', 'to stop'],
    ['stopped', 'to start'],
    ['starting', 'to start'],
    ['active', '(status: "active")'],
    ['resizing', '(status: "resizing")'],
  ])('a server that is %s is waited for %s', async (status, goal) => {
    expect(await signsOfLife({ 7: status })).toEqual([`  Still waiting for server 7 (web-7) ${goal}; 30 s elapsed`]);
  });

  test('a line is shown every 30 s', async () => {
    const lines = await signsOfLife({ 7: 'restoring' }, { forMs: 121_000 });
    expect(lines.map((line) => line.split('; ')[1])).toEqual([
      '30 s elapsed',
      '1 min 0 s elapsed',
      '1 min 30 s elapsed',
      '2 min 0 s elapsed',
    ]);
  });

  test('those that run are not named', async () => {
    expect(await signsOfLife({ 7: 'active', 8: 'stopping', 9: 'restoring' })).toEqual([
      '  Still waiting for server 8 (web-8) to stop, server 9 (web-9) to finish its restore; 30 s elapsed',
    ]);
  });

  test('those that were stopped before are not named', async () => {
    const [line] = await signsOfLife({ 7: 'stopped', 8: 'stopping' }, { before: 'stopped' });
    expect(line).toBe('  Still waiting for server 8 (web-8) to stop; 30 s elapsed');
  });

  test('many are counted', async () => {
    const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((id) => [id, 'stopping']));
    expect((await signsOfLife(many))[0]).toMatch(/server 5 \(web-5\) to stop and 2 more; 30 s elapsed$/u);
  });

  test('a server that could not be read yet is shown with an unknown status', async () => {
    const { session, runner, clock } = createSession(() => respond(500, {}));
    const unread: Server = { ...server(7, 'web-7'), status: '' };
    await createServerPoller([unread], session).until(() => false, new Deadline(clock, 31_000));
    expect(runner.lines).toContain('  Still waiting for server 7 (web-7) (status: unknown); 30 s elapsed');
  });
});
