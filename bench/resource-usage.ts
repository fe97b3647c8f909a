import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

/** The module to preload into a process that is measured. */
export const REPORT_RESOURCE_USAGE = join(import.meta.dirname, 'report-resource-usage.mjs');

const ResourceUsage = v.object({
  /** User and system time of all threads, in milliseconds. */
  cpuMs: v.number(),
  /** The peak of its memory, in MB. */
  memoryMb: v.number(),
  /** From its start to its end, by its own clock, which may be a virtual one; in milliseconds. */
  elapsedMs: v.number(),
});
/** What a process has used. */
export type ResourceUsage = v.InferOutput<typeof ResourceUsage>;

/**
 * Runs a process and reads what it has used.
 * @param run runs it with these variables, and with `REPORT_RESOURCE_USAGE` preloaded
 */
export async function withResourceUsage<Result>(
  run: (env: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<{ readonly result: Result; readonly usage: ResourceUsage }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'usage.json');
    const result = await run({ USAGE_FILE: file });
    return { result, usage: v.parse(v.pipe(v.string(), v.parseJson(), ResourceUsage), readFileSync(file, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
