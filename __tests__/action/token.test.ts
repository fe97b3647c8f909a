import { describe, expect, test } from '@jest/globals';
import { expectGood, scene, theError } from '../support/scene.ts';

describe('The token', () => {
  test('is taken from VPS_API_TOKEN where the input is empty', async () => {
    await scene(async ({ api, run }) => {
      expectGood(await run({ inputs: { api_token: '', wait: 'false' }, env: { VPS_API_TOKEN: api.token } }));
      expect(api.model.snapshots()).toHaveLength(1);
    });
  });

  test('is taken from the input where both are given', async () => {
    await scene(async ({ run }) => {
      expectGood(await run({ inputs: { wait: 'false' }, env: { VPS_API_TOKEN: 'another' } }));
    });
  });

  test.each(['api_token', 'VPS_API_TOKEN'])('is taken without the white space around %s', async (where) => {
    await scene(async ({ api, run }) => {
      const token = ` \t${api.token}\r\n`;
      const inInput = where === 'api_token';
      const result = await run({
        inputs: { api_token: inInput ? token : '', wait: 'false' },
        env: { VPS_API_TOKEN: inInput ? '' : token },
      });
      expectGood(result);
      expect(api.requests[0]?.headers.authorization).toBe(`Bearer ${api.token}`);
    });
  });

  test('is masked before anything else is written', async () => {
    await scene(async ({ api, run }) => {
      const { log } = await run({ inputs: { wait: 'false' } });
      expect(log.split('\n')[0]).toBe(`::add-mask::${api.token}`);
    });
  });

  test('that is missing is an error without a request', async () => {
    await scene(async ({ run, requests }) => {
      expect(theError(await run({ inputs: { api_token: '' } }))).toMatch(/api_token is empty/u);
      expect(requests()).toEqual([]);
    });
  });

  test.each([
    ['a space', 'first second'],
    ['a line end', 'first\nsecond'],
    ['a character that no header can carry', 'first\u00e9second'],
  ])('with %s within is refused, and no part of it shown', async (_what, token) => {
    await scene(async ({ run, requests }) => {
      const result = await run({ inputs: { api_token: token } });
      expect(theError(result)).toMatch(/api_token is given but wrong; a token has no space, line end or special/u);
      const unmasked = result.log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      expect(unmasked.join('\n') + result.summary).not.toMatch(/first|second/u);
      expect(requests()).toEqual([]);
    });
  });

  test('is not shown where the API repeats it', async () => {
    await scene(async ({ api, run }) => {
      const body = JSON.stringify({ detail: `The token ${api.token} is revoked.` });
      api.setFaults(({ method }) =>
        method === 'POST' ? { kind: 'answer', status: 401, body, effect: false } : undefined,
      );
      const error = theError(await run());
      expect(error).toContain('The token *** is revoked.');
      expect(error).not.toContain(api.token);
    });
  });

  test('is not sent to where the API redirects', async () => {
    await scene(async ({ run, api }) => {
      await scene(async (other) => {
        api.setFaults(() => ({ kind: 'redirect', status: 307, location: `${other.api.url}/snapshots/` }));
        expect(theError(await run())).toMatch(/answered 307/u);
        expect(other.requests()).toEqual([]);
      });
    });
  });
});
