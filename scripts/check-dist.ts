import { execSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds the source anew beside `dist` and compares the two byte for byte; exit 1 where they differ. */
const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  execSync(`npm run --silent build -- --out "${fresh}"`, { stdio: ['ignore', 'ignore', 'inherit'] });
  const names = [...new Set([...readdirSync('dist'), ...readdirSync(fresh)])].sort();
  const content = (folder: string, name: string) =>
    readdirSync(folder).includes(name) ? readFileSync(join(folder, name), 'latin1') : undefined;
  const different = names.filter((name) => content('dist', name) !== content(fresh, name));
  if (different.length > 0) {
    console.error(`dist is not what the source builds: ${different.join(', ')}. Run: npm run build`);
    process.exitCode = 1;
  } else {
    console.log(`dist is what the source builds: ${names.join(', ')}`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}
