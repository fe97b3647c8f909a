import { expect, test } from '@jest/globals';
import { Deadline } from '../../src/clock.ts';
import { waitForRestore } from '../../src/restores/wait.ts';
import { createServerPoller } from '../../src/servers/poller.ts';
import { createSession } from '../support/create-context.ts';
import { restoreRecord, server } from '../support/report-data.ts';

const HOUR_MS = 3_600_000;
const WEB = server();
const WAIT = { apiUrl: 'https://admin.vps.org/api/v1', acceptedMs: 0, onCertain: () => undefined };

/**
 * Waits for a restore while each response takes a while, and shows the server as it was when it was requested.
 * @param statusAt the status of the server, by the milliseconds since the restore was accepted
 * @returns when the reading that ended the wait was requested, in milliseconds
 */
async function endOf(statusAt: (passedMs: number) => string, responseMs: number): Promise<number> {
  let requestedMs = 0;
  const { session, clock } = createSession((_request, passedMs) => {
    requestedMs = passedMs;
    clock.advance(responseMs);
    const body = JSON.stringify({ id: 12345, name: 'web-12345', status: statusAt(passedMs) });
    return { status: 200, headers: {}, body };
  });
  const poller = createServerPoller([{ ...WEB, status: 'active' }], session);
  const record = restoreRecord(WEB, { stage: 'started', serverStatus: 'restoring', wasSeen: false });
  await waitForRestore(record, poller, session, new Deadline(clock, HOUR_MS), WAIT);
  return requestedMs;
}

test.each([1000, 9000, 28_000])(
  'counts a reading of a response that takes %d ms from its request',
  async (responseMs) => {
    // Never seen restoring: `active` counts only if it was requested 3 min after acceptance, or later.
    const endMs = await endOf(() => 'active', responseMs);
    expect(endMs).toBeGreaterThanOrEqual(180_000);
    expect(endMs).toBeLessThan(180_000 + responseMs + 5000);
  },
);

test.each([1000, 9000, 28_000])('needs three readings in a row although each takes %d ms', async (responseMs) => {
  const endMs = await endOf((passedMs) => (passedMs < 300_000 ? 'restoring' : 'active'), responseMs);
  expect(endMs).toBeGreaterThanOrEqual(300_000 + 2 * (responseMs + 5000));
});

test.each([1000, 9000, 28_000])(
  'keeps waiting after a late `active` from before the restore, with responses of %d ms',
  async (responseMs) => {
    // The first and the third reading come from a replica that has not seen the restore yet.
    let readings = 0;
    const endMs = await endOf((passedMs) => {
      readings += 1;
      return readings === 1 || readings === 3 || passedMs >= 400_000 ? 'active' : 'restoring';
    }, responseMs);
    expect(endMs).toBeGreaterThanOrEqual(400_000);
  },
);
