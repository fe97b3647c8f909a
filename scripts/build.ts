import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Builds `dist`: `index.js` is the bundle of everything, and `main.js` and `post.js` are the two entries that import it,
 * as the compiler writes them.
 *
 * - `--out` is the folder to write instead of `dist`.
 * - `--stats` is a file for the statistics of the bundler.
 */
const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' }, stats: { type: 'string' } } });

/** Runs a package's script with the Node that runs this one, the same way on every platform; exits if it fails. */
function run(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(1);
}

rmSync('lib', { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');

rmSync(values.out, { recursive: true, force: true });
const statistics = values.stats === undefined ? [] : ['--stats-out', values.stats];
const bundle = ['lib/index.js', '--license', 'licenses.txt', '--no-cache', '--out', values.out, ...statistics];
run('node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', ...bundle);
for (const entry of ['main.js', 'post.js']) copyFileSync(join('lib', entry), join(values.out, entry));
