import { rmSync } from 'node:fs';
import { type ActionResult, createJobFolder, runAction, VIRTUAL_CLOCK } from '../__tests__/support/run-action.ts';
import type { FaultHook } from '../emulator/fault-kinds.ts';
import { type Emulator, startEmulator } from '../emulator/server.ts';
import { REPORT_RESOURCE_USAGE, type ResourceUsage, withResourceUsage } from './resource-usage.ts';

const START_MS = Date.parse('2025-01-16T12:00:00Z');
const KILL_AFTER_MS = 120_000;

/**
 * An emulated API and the built action, which both go by one virtual time: it moves only while the action pauses, so a
 * wait of an hour takes no longer than its requests do, and a busy machine changes nothing.
 */
export class Scenario implements AsyncDisposable {
  readonly api: Emulator;
  readonly #folder = createJobFolder();
  #nowMs = START_MS;

  private constructor(api: Emulator) {
    this.api = api;
  }

  /** @param faults chooses the fault of a request, from the virtual time since the start in milliseconds */
  static async create(faults?: (...args: [...Parameters<FaultHook>, number]) => ReturnType<FaultHook>) {
    let scenario: Scenario | undefined;
    const api = await startEmulator({ clock: () => scenario?.nowMs ?? START_MS });
    const created = new Scenario(api);
    scenario = created;
    api.setFaults((request, index) => {
      created.#nowMs = Math.max(created.#nowMs, Number(request.headers['x-virtual-now'] ?? 0));
      return faults?.(request, index, created.nowMs - START_MS);
    });
    return created;
  }

  /** The virtual time, in milliseconds since the epoch. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets time pass between two steps. */
  advance(ms: number): void {
    this.#nowMs += ms;
  }

  /** Adds a server whose snapshots complete after this long, in milliseconds. */
  addServer(id: number, snapshotMs: number): void {
    const timeline = [
      { atMs: 0, status: 'in_progress' },
      { atMs: snapshotMs, status: 'completed' },
    ];
    this.api.model.addServer({ id, name: `web-${id}`, snapshotPlan: { timeline } });
  }

  /** The number of requests so far of a method, or of all. */
  countRequests(method?: string): number {
    return this.api.requests.filter((request) => method === undefined || request.method === method).length;
  }

  /**
   * Runs a step.
   * @throws Error if it fails
   */
  async run(inputs: Readonly<Record<string, string>>): Promise<ActionResult & ResourceUsage> {
    const { result, usage } = await withResourceUsage(
      async (env) =>
        await runAction('main', {
          folder: this.#folder,
          preload: [VIRTUAL_CLOCK, REPORT_RESOURCE_USAGE],
          inputs: { api_url: this.api.url, api_token: this.api.token, ...inputs },
          env: { VIRTUAL_NOW: String(this.#nowMs), ...env },
          killAfterMs: KILL_AFTER_MS,
        }),
    );
    if (result.exitCode !== 0) throw new Error(`The step failed: ${[...result.errors, result.stderr].join(' ')}`);
    return { ...result, ...usage };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close();
    rmSync(this.#folder, { recursive: true });
  }
}
