import { statSync } from 'node:fs';
import { readBundle } from '../scripts/bundled-packages.ts';
import { table } from './threshold.ts';

/** What the bundle is made of, by package, before what nothing uses is left out. */
export function measureBundle(): string {
  const { packages, ownBytes } = readBundle();
  const rows = [
    ['the action itself', ownBytes] as const,
    ...packages.map(({ name, bytes }) => [`\`${name}\``, bytes] as const),
  ]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, bytes]) => [name, formatKilobytes(bytes)]);
  return table(['`dist/index.js`', formatKilobytes(statSync('dist/index.js').size)], rows);
}

function formatKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}
