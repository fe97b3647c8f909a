import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { REPORT_RESOURCE_USAGE, type ResourceUsage, withResourceUsage } from './resource-usage.ts';
import { median } from './stats.ts';
import { type Result, table } from './threshold.ts';

const PAIRS = 25;
/**
 * The start may need this many times the CPU of a Node that does nothing; docs/benchmarks.md says what it is spent on.
 */
const MAX_RATIO = 1.8;

/**
 * What it takes the built action to report that it has no inputs, compared with a Node that does nothing: each pair one
 * after the other, so that other load on the machine affects both equally.
 */
export async function measureStartUp(): Promise<Result> {
  const pairs: Record<'bare' | 'action', Used>[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    pairs.push({ bare: await start(['-e', '0'], 0), action: await start(['dist/main.js'], 1) });
  }
  const row = (name: string, of: (pair: (typeof pairs)[number]) => Used, digits: (figure: number) => string) => [
    name,
    digits(median(pairs.map((pair) => of(pair).cpuMs))),
    digits(median(pairs.map((pair) => of(pair).wallMs))),
  ];
  const milliseconds = (figure: number) => `${figure.toFixed(1)} ms`;
  const ratio = ({ bare, action }: (typeof pairs)[number]) => ({
    cpuMs: action.cpuMs / bare.cpuMs,
    wallMs: action.wallMs / bare.wallMs,
  });
  return {
    section: table(
      ['', 'CPU', 'Time'],
      [
        row('`node -e 0`', ({ bare }) => bare, milliseconds),
        row('the built action without inputs', ({ action }) => action, milliseconds),
        row('ratio', ratio, (figure) => figure.toFixed(2)),
      ],
    ),
    thresholds: [
      {
        what: 'CPU of the start, as a ratio to node -e 0',
        measured: median(pairs.map((pair) => ratio(pair).cpuMs)),
        max: MAX_RATIO,
      },
    ],
  };
}

type Used = Pick<ResourceUsage, 'cpuMs'> & { readonly wallMs: number };

async function start(args: readonly string[], exitCode: number): Promise<Used> {
  const startedMs = performance.now();
  const { usage, result } = await withResourceUsage(async (env) => {
    const preload = ['--import', pathToFileURL(REPORT_RESOURCE_USAGE).href];
    const { status } = spawnSync(process.execPath, [...preload, ...args], {
      env: { PATH: process.env.PATH, ...env },
      stdio: 'ignore',
    });
    return { status, wallMs: performance.now() - startedMs };
  });
  if (result.status !== exitCode)
    throw new Error(`node ${args.join(' ')} ended with ${result.status}, not ${exitCode}`);
  return { cpuMs: usage.cpuMs, wallMs: result.wallMs };
}
