import { describe, expect, test } from '@jest/globals';
import { DEFAULT_PASSWORD } from '../../emulator/dialect.ts';
import type { FaultHook } from '../../emulator/fault-kinds.ts';
import { Deadline } from '../../src/clock.ts';
import { withRedaction } from '../../src/vps/with-redaction.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { errorOf, expectSuccess, Scene, SERVER } from '../support/scene.ts';

// Each scenario looks for the password in whatever left the action (support/scene.ts).

const SERVER_OBJECT = { id: SERVER, hostname: 'web-1', status: 'active', password: DEFAULT_PASSWORD };

function respond(status: number, body: string, isHere: (request: string) => boolean): FaultHook {
  return ({ method, path }) =>
    isHere(`${method} ${path}`) ? { kind: 'response', status, body, effect: false } : undefined;
}

describe("A server's password", () => {
  test('is in no log at any level, whatever the action does with the server', async () => {
    await using scene = await Scene.create();
    const inputs = { stop_server: 'true', rollback_on: 'failure', safety_snapshot: 'true' };
    const step = await scene.job().step({ inputs });
    expectSuccess(step.main);
    expect(step.main.log).toContain('::debug::GET /servers/');
    expect((await step.post('failure')).exitCode).toBe(0);
  });

  test.each([
    ['an object', JSON.stringify(SERVER_OBJECT)],
    ['fields with a message', JSON.stringify({ detail: 'Not active.', ...SERVER_OBJECT })],
    ['a list', JSON.stringify([SERVER_OBJECT])],
    ['a list that is cut off', `{"results": ${JSON.stringify([SERVER_OBJECT])}`],
    ['an object that is cut off in the password', JSON.stringify(SERVER_OBJECT).slice(0, -4)],
    ['an object in a message', JSON.stringify({ detail: JSON.stringify(SERVER_OBJECT) })],
    ['an object as Python prints it', `KeyError: {'hostname': 'web-1', 'password': '${DEFAULT_PASSWORD}'}`],
    ['text around it', `Traceback: server = ${JSON.stringify(SERVER_OBJECT, null, 2)}`],
  ])('is not shown by an error that has the server in its body: %s', async (_what, body) => {
    await using scene = await Scene.create();
    for (const status of [400, 403, 404]) {
      scene.setFaults(respond(status, body, (request) => request === 'POST /snapshots/'));
      expect(errorOf(await scene.run())).toContain('POST /snapshots/');
    }
  });

  test.each([
    ['another shape', JSON.stringify({ id: 'x', password: DEFAULT_PASSWORD })],
    ['half of it', JSON.stringify(SERVER_OBJECT).slice(0, -4)],
    ['a string', JSON.stringify(JSON.stringify(SERVER_OBJECT))],
  ])('is not shown by a detail that cannot be read: %s', async (_what, body) => {
    await using scene = await Scene.create();
    scene.setFaults(respond(200, body, (request) => request.startsWith('GET /servers/')));
    expect(errorOf(await scene.run({ inputs: { timeout_minutes: '0.1' } }))).toContain('unreadable response');
  });
});

describe('The redaction of a response', () => {
  async function received(body: string): Promise<string> {
    const send = withRedaction(
      async () => ({ status: 200, headers: {}, body }),
      (text) => text.replaceAll('vps_secret', '***'),
    );
    return (await send({ method: 'GET', path: '/servers/' }, new Deadline(new FakeClock(), 1000))).body;
  }

  test.each([
    ['{"password":"word","id":1}', '{"password":"***","id":1}'],
    ['{"root_password" : "wo\\"rd", "id": 1}', '{"root_password" : "***", "id": 1}'],
    ['{"Password": "word', '{"Password": "***"'],
    ["{'password': 'word'}", "{'password': '***'}"],
    [
      String.raw`{"detail": "{\"password\": \"word\", \"id\": 1}"}`,
      String.raw`{"detail": "{\"password\": \"***\", \"id\": 1}"}`,
    ],
    ['{"password": 12345678}', '{"password": "***"}'],
    ['{"password": ""}', '{"password": "***"}'],
    ['{"password": null}', '{"password": "***"}'],
    ['{"name": "password", "status": "active"}', '{"name": "password", "status": "active"}'],
    ['{"password": ["This field is required."]}', '{"password": ["This field is required."]}'],
    ['{"detail": "the token vps_secret"}', '{"detail": "the token ***"}'],
  ])('turns %s into %s', async (body, redacted) => {
    expect(await received(body)).toBe(redacted);
  });

  test.each([
    '"password":"',
    '"password":"\\',
    '"a_',
    '"password"  ',
    '"password":1',
    "'password':'",
    '\\"password\\":\\"x',
  ])('takes time that grows with the length only: %s', async (unit) => {
    expect((await received(unit.repeat(2 ** 20 / unit.length))).length).toBeGreaterThan(0);
  });
});
