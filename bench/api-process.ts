import * as v from 'valibot';
import type { FaultHook } from '../emulator/faults.ts';
import { startEmulator } from '../emulator/server.ts';
import { ApiOrder } from './api.ts';

/**
 * The API on loopback in a process of its own, so that its work is not counted as the action's. It is told by its parent
 * what to hold, answers with its address, and gives its count of the requests when it is asked.
 */
const MINUTE_MS = 60_000;

async function serve({ speed, answerMs, durationsMs, perMinute }: ApiOrder): Promise<void> {
  const began = Date.now();
  const inMinute = new Map<number, number>();
  const counts = { creates: 0, polls: 0, refused: 0 };

  const faults: FaultHook = ({ method }) => {
    const passed = (Date.now() - began) * speed;
    const minute = Math.floor(passed / MINUTE_MS);
    const asked = (inMinute.get(minute) ?? 0) + 1;
    inMinute.set(minute, asked);
    if (perMinute !== undefined && asked > perMinute) {
      counts.refused += 1;
      const seconds = Math.ceil((MINUTE_MS - (passed % MINUTE_MS)) / 1000);
      const headers = { 'retry-after': String(seconds) };
      return { kind: 'answer', status: 429, body: '{"detail": "Request was throttled."}', headers, effect: false };
    }
    counts[method === 'POST' ? 'creates' : 'polls'] += 1;
    return { kind: 'delay', ms: answerMs / speed };
  };

  const api = await startEmulator({ speed, faults });
  for (const [index, durationMs] of durationsMs.entries()) {
    const timeline = [
      { atMs: 0, status: 'in_progress' },
      { atMs: durationMs, status: 'completed' },
    ];
    api.model.addServer({ id: 1001 + index, name: `web-${index + 1}`, snapshotPlan: { timeline } });
  }
  process.on('message', () => process.send?.(counts));
  process.on('disconnect', () => void api.close());
  process.send?.({ url: api.url, token: api.token });
}

process.once('message', (order) => void serve(v.parse(ApiOrder, order)));
