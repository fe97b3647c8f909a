import { describe, expect, test } from '@jest/globals';
import { startServer } from '../support/http-server.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

/** What the log says about inputs without an effect. */
function unusedLines(log: string): string[] {
  return log.split('\n').filter((line) => line.includes('no effect'));
}

describe('Inputs that were set and have no effect', () => {
  test('are named in one line: in a rollback', async () => {
    await using scene = await Scene.create();
    scene.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
    const inputs = { mode: 'rollback', snapshot_id: '7', keep: '3', stop_server: 'true', description: 'x' };
    const result = await scene.run({ inputs });
    expectSuccess(result);
    expect(unusedLines(result.log)).toEqual([
      'These inputs have no effect in mode rollback: description, stop_server, keep',
    ]);
  });

  test('are named in one line: in a check, which needs neither a server nor a token', async () => {
    await using shop = await startServer(() => ({ status: 200 }));
    await using scene = await Scene.create();
    const inputs = { mode: 'check', health_check_url: shop.url, api_token: '', rollback_on: 'failure' };
    const result = await scene.run({ inputs });
    expectSuccess(result);
    expect(unusedLines(result.log)).toEqual([
      'These inputs have no effect in mode check: server_id, rollback_on, api_url',
    ]);
    expect(scene.requests()).toEqual([]);
  });

  test('are none if an input has the value of its default', async () => {
    await using scene = await Scene.create();
    const step = await scene.job().step({ inputs: { wait: 'false' } });
    expectSuccess(step.main);
    expect(unusedLines(step.main.log)).toEqual([]);
  });
});
