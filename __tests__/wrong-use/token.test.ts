import { describe, expect, test } from '@jest/globals';
import { refusal } from '../release/world.ts';
import { SERVER, scene, theError } from '../support/scene.ts';

const FORK = {
  pull_request: { head: { sha: 'b1946ac92492d2347c6235b4d2611184b1946ac9', ref: 'fix', repo: { fork: true } } },
};

describe('A token', () => {
  test('that a pull request of a fork does not get is missed with why, and nothing is sent', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { api_token: '' }, event: FORK }));
      expect(error).toContain('api_token is empty; give a VPS.org API token');
      expect(error).toContain('in a run for a pull request of a fork or of Dependabot');
      expect(error).toContain('where its name is not written as it was saved');
      expect(error).toContain('No request was sent');
      expect(set.requests()).toEqual([]);
    });
  });

  test.each([
    ['with "Bearer" in front', (token: string) => `Bearer ${token}`],
    ['in double quotes', (token: string) => `"${token}"`],
    ['in single quotes', (token: string) => `'${token}'`],
    ['as an expression that was not evaluated', () => '${' + '{ secrets.VPS_API_TOKEN }}'],
  ])('%s is refused before anything is sent, and not shown', async (_how, written) => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { api_token: written(set.api.token) } }));
      expect(error).toMatch(/api_token is given but wrong; .*write it as it is, without "Bearer", without quotes/u);
      expect(error).not.toContain(set.api.token);
      expect(set.requests()).toEqual([]);
    });
  });

  test('that was revoked is an error that leads to the token', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { api_token: 'a-token-of-last-year' } }));
      expect(error).toContain('was answered 401: Invalid token.');
      expect(error).toContain('Check api_token: a token of this VPS.org account, still active.');
      expect(set.requests()).toEqual(['GET /snapshots/']);
    });
  });

  test('of another account sees no such server, and the error names both ways out', async () => {
    await scene(async (set) => {
      const error = theError(await set.run({ inputs: { server_id: '54321' } }));
      expect(error).toContain('There is no server 54321 for this token; nothing was begun.');
      expect(error).toContain('Check server_id, and that the token belongs to the account that owns the server.');
    });
  });

  test('that may read and not create is an error that says what it lacks, and what the server is doing', async () => {
    await scene(async (set) => {
      set.api.setFaults(({ method }) => (method === 'POST' ? refusal(403, 'Read only.') : undefined));
      const error = theError(await set.run());
      expect(error).toContain('POST /snapshots/ was answered 403: Read only.');
      expect(error).toContain('The server runs on as it was.');
      expect(error).toContain('Give the token the permission for this call');
    });
  });

  test('that may not read servers still rolls back, with a warning of what cannot be seen', async () => {
    await scene(
      async (set) => {
        set.api.model.addSnapshot({ id: 7, serverId: SERVER, name: 'good-release' });
        const result = await set.run({ inputs: { mode: 'rollback', snapshot_id: '7' } });
        expect(result.exitCode).toBe(0);
        expect(result.warnings.join()).toContain('This token may not read the servers.');
        expect(result.outputs.rolled_back).toBe('false');
      },
      { model: { mayReadServers: false } },
    );
  });
});
