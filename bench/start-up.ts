import { spawnSync } from 'node:child_process';
import { type Finding, figures } from './bound.ts';
import { median } from './sample.ts';

const PAIRS = 15;
/** The start may take so many times as long as that of a Node that does nothing. */
const MOST_RATIO = 2.5;

/**
 * How long the built action takes to say that it has no inputs, beside a Node that does nothing: each pair one after the
 * other, so that what else the machine does weighs on both.
 */
export function measureStartUp(): Finding {
  const pairs = Array.from({ length: PAIRS }, () => {
    const bare = milliseconds(['-e', '0'], 0);
    const action = milliseconds(['dist/index.js'], 1);
    return { bare, action, ratio: action / bare };
  });
  const of = (name: 'bare' | 'action' | 'ratio') => median(pairs.map((pair) => pair[name]));
  return {
    section: figures(
      ['', 'Median'],
      [
        ['`node -e 0`', `${of('bare').toFixed(1)} ms`],
        ['the built action without inputs', `${of('action').toFixed(1)} ms`],
        ['ratio', of('ratio').toFixed(2)],
      ],
    ),
    bounds: [{ what: 'start-up, as a ratio to node -e 0', measured: of('ratio'), most: MOST_RATIO }],
  };
}

function milliseconds(args: readonly string[], exitCode: number): number {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, args, { env: { PATH: process.env.PATH }, stdio: 'ignore' });
  const took = performance.now() - began;
  if (status !== exitCode) throw new Error(`node ${args.join(' ')} ended with ${status}, not ${exitCode}`);
  return took;
}
