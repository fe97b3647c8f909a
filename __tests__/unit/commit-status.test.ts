import { describe, expect, test } from '@jest/globals';
import { createOctokitStatusSetter } from '../../src/github/commit-status.ts';
import type { Http, HttpRequest } from '../../src/http/request.ts';
import { createRedactor } from '../../src/redact.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const RUN = createWorkflowRun();
const API_TOKEN = 'vps_8fK2mQ9xZr47LpWc1TnB';
const GITHUB_TOKEN = 'ghs_aB3dE5fG7hJ9kL1m';

/** Sets a status on a GitHub that returns this. */
async function setStatus(description: string, status = 201, body = '{}', token = GITHUB_TOKEN) {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    return { status, headers: {}, body };
  };
  const setter = createOctokitStatusSetter(token, RUN, http, createRedactor([API_TOKEN, GITHUB_TOKEN]));
  const failure = await setter('failure', description);
  return { failure, requests };
}

describe('The commit status', () => {
  test('is one POST for the commit', async () => {
    const { failure, requests } = await setStatus('Restored.');
    expect(failure).toBeUndefined();
    expect(requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: `https://api.github.com/repos/acme/shop/statuses/${RUN.sha}`,
        headers: expect.objectContaining({ authorization: `token ${GITHUB_TOKEN}` }),
      }),
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      state: 'failure',
      context: 'vps-snapshot/rollback',
      description: 'Restored.',
      target_url: 'https://github.com/acme/shop/actions/runs/7001',
    });
  });

  test('has a description of one line, without secrets, as long as GitHub takes', async () => {
    const { requests } = await setStatus(`a\n${API_TOKEN} ${'x'.repeat(200)}`);
    const { description } = JSON.parse(requests[0]?.body ?? '');
    expect(description).toMatch(/^a \*\*\* x{133}…$/u);
    expect(description).toHaveLength(140);
  });

  test('that is not permitted says why', async () => {
    const body = '{"message":"Resource not accessible by integration"}';
    expect((await setStatus('x', 403, body)).failure).toContain('Resource not accessible by integration');
  });

  test('that is redirected was not set', async () => {
    expect((await setStatus('x', 301)).failure).toBe('GitHub returned 301.');
  });

  test('without a token is not sent', async () => {
    const { failure, requests } = await setStatus('x', 201, '{}', '');
    expect(failure).toBe('github_token is empty.');
    expect(requests).toEqual([]);
  });

  test('that cannot be sent says why, without a secret', async () => {
    const http: Http = async () => {
      throw new Error(`no connection for ${GITHUB_TOKEN}`);
    };
    const setter = createOctokitStatusSetter(GITHUB_TOKEN, RUN, http, createRedactor([GITHUB_TOKEN]));
    expect(await setter('success', 'x')).toMatch(/no connection for \*\*\*/u);
  });
});
