import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { runAction } from '../__tests__/support/action.ts';
import { type ApiOrder, withApi } from './api.ts';

const USAGE = pathToFileURL(join(import.meta.dirname, 'usage.mjs')).href;
const LONGEST_MS = 120_000;
const Usage = v.object({ maxRSS: v.number(), userCPUTime: v.number(), systemCPUTime: v.number() });

/** What a fleet took. */
export interface FleetRun {
  /** From the start of the process to its end, in milliseconds of the action's clock. */
  readonly tookMs: number;
  readonly creates: number;
  /** All requests but creates. */
  readonly polls: number;
  readonly refused: number;
  readonly memoryMb: number;
  readonly cpuSeconds: number;
}

/**
 * Takes a snapshot of each server of an API by the built action, in a process of its own.
 * @throws Error when the action fails
 */
export async function runFleet(order: ApiOrder): Promise<FleetRun> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const usageFile = join(folder, 'usage.json');
  try {
    return await withApi(order, async (api) => {
      const servers = order.durationsMs.map((_, index) => 1001 + index);
      const began = performance.now();
      const { exitCode, errors } = await runAction({
        inputs: { api_url: api.url, api_token: api.token, server_id: servers.join() },
        speed: order.speed,
        env: { NODE_OPTIONS: `--import ${USAGE}`, USAGE_FILE: usageFile },
        longestMs: LONGEST_MS,
      });
      const tookMs = (performance.now() - began) * order.speed;
      if (exitCode !== 0) throw new Error(`A fleet of ${servers.length} servers failed: ${errors.join(' ')}`);
      const usage = v.parse(v.pipe(v.string(), v.parseJson(), Usage), readFileSync(usageFile, 'utf8'));
      return {
        tookMs,
        ...(await api.counts()),
        memoryMb: usage.maxRSS / 1024,
        cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
