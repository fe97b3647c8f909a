import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds the source into a temporary folder and compares it with `dist` byte for byte; exits with 1 if they differ. */
const fresh = mkdtempSync(join(tmpdir(), 'dist-'));

function content(folder: string, name: string): Buffer | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path) : undefined;
}

function isSame(name: string): boolean {
  const [committed, built] = [content('dist', name), content(fresh, name)];
  return committed !== undefined && built !== undefined && committed.equals(built);
}

try {
  const build = spawnSync(process.execPath, ['scripts/build.ts', '--out', fresh], { encoding: 'utf8' });
  const names = [...new Set([...readdirSync('dist'), ...readdirSync(fresh)])].sort();
  const different = names.filter((name) => !isSame(name));
  if (build.status !== 0) {
    console.error(`${build.stdout}${build.stderr}The source does not build.`);
    process.exitCode = 1;
  } else if (different.length > 0) {
    console.error(`dist differs from a fresh build of the source: ${different.join(', ')}. Run: npm run build`);
    process.exitCode = 1;
  } else {
    console.log(`dist matches a fresh build of the source: ${names.join(', ')}`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}
