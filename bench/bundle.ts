import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { figures } from './bound.ts';

const Module = v.object({ name: v.string(), size: v.number() });
const Stats = v.object({
  modules: v.array(v.looseObject({ ...Module.entries, modules: v.optional(v.array(Module)) })),
});

/** What `dist/index.js` is made of, by package, from the statistics of the bundler. */
export function measureBundle(): string {
  const sizes = new Map<string, number>();
  // A module that was put together with others is listed by itself, too.
  const modules = new Map(bundledModules().map(({ name, size }) => [name, size]));
  for (const [name, size] of modules) {
    const owner = ownerOf(name);
    sizes.set(owner, (sizes.get(owner) ?? 0) + size);
  }
  const whole = statSync('dist/index.js').size;
  const rows = [...sizes].sort(([, a], [, b]) => b - a).map(([owner, size]) => [owner, `${kilobytes(size)} kB`]);
  return figures(['`dist/index.js`', `${kilobytes(whole)} kB`], rows);
}

function bundledModules(): { readonly name: string; readonly size: number }[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const stats = join(folder, 'stats.json');
    execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'ignore' });
    execFileSync('npx', [
      'ncc',
      'build',
      'lib/index.js',
      '--no-cache',
      '--quiet',
      '--out',
      folder,
      '--stats-out',
      stats,
    ]);
    const { modules } = v.parse(v.pipe(v.string(), v.parseJson(), Stats), readFileSync(stats, 'utf8'));
    return modules.flatMap((one) => one.modules ?? one);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ownerOf(module: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(module) ?? [];
  if (name !== undefined) return `\`${name}\``;
  return module.includes('lib/') ? 'the action itself' : 'what joins them';
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0);
}
