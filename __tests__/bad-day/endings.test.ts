import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { FaultHook } from '../../emulator/faults.ts';
import { SHA } from '../support/action.ts';
import { type Scene, scene, theError } from '../support/scene.ts';

const preload = (name: string) => ({
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '..', 'support', name)).href}`,
});

/** Keeps the requests of a method unanswered, and tells when the first has arrived. */
function silent({ api }: Scene, asked: string): Promise<void> {
  return new Promise((resolve) => {
    const hook: FaultHook = ({ method }) => {
      if (method !== asked) return undefined;
      resolve();
      return { kind: 'silence', effect: true };
    };
    api.setFaults(hook);
  });
}

describe.each(['SIGINT', 'SIGTERM'] as const)('On %s', (signal) => {
  test('before the create nothing was begun, and the error says so', async () => {
    await scene(async (set) => {
      const result = await set.run({ signalWhen: { happened: silent(set, 'GET'), signal } });
      expect(theError(result)).toContain(`Cancelled: the runner sent ${signal}.\nNo create was sent for server 12345.`);
      expect(result.afterSignalMs).toBeLessThan(2000);
      expect(set.requests()).toEqual(['GET /snapshots/']);
    });
  });

  test('while the create is unanswered it may be under way, by the name that is said and saved', async () => {
    await scene(async (set) => {
      const result = await set.run({ signalWhen: { happened: silent(set, 'POST'), signal } });
      expect(theError(result)).toContain(`A create may be under way on server 12345, named "${SHA}".`);
      expect(result.afterSignalMs).toBeLessThan(2000);
      expect(JSON.parse(result.state.snapshots ?? '')).toEqual([{ server: '12345', name: SHA, id: null }]);
    });
  });

  test('during the wait the id is said, put out and saved', async () => {
    await scene(async (set) => {
      const result = await set.run({ signalAt: { text: 'has begun', signal } });
      expect(theError(result)).toMatch(/snapshot 801 .* is "in_progress"; VPS\.org goes on with it/u);
      expect(result.afterSignalMs).toBeLessThan(2000);
      expect(result.outputs.snapshot_id).toBe('801');
      expect(JSON.parse(result.state.snapshots ?? '')).toMatchObject([{ id: '801' }]);
      expect(result.summary).toContain('801');
    });
  });
});

describe('Whatever escapes', () => {
  test('as an event loop that runs empty, is one error with what is known, and never a silent 0', async () => {
    await scene(async (set) => {
      const result = await set.run({ env: preload('never-answers.mjs') });
      expect(theError(result)).toMatch(/the event loop ran out of work\.\nNo create was sent for server 12345/u);
    });
  });

  test('as an error that nobody waits for, is one error with what is known', async () => {
    await scene(async (set) => {
      const result = await set.run({ env: preload('throws-aside.mjs') });
      const error = theError(result);
      expect(error).toMatch(/broke on something it does not know: a defect aside ::error::and no command\.\n/u);
      expect(error).toContain('A create may be under way on server 12345');
    });
  });
});
