import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const DIST = join(import.meta.dirname, '..', 'dist', 'main.js');
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV'];

/** The workflow run of the demo. */
const RUN = {
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: 'demo',
  GITHUB_JOB: 'deploy',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_REPOSITORY_ID: '482913776',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '7001',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: '3f2a9c1e5b7d4860a1b2c3d4e5f60718293a4b5c',
  GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
};

/** How a step ended. */
export interface Step {
  readonly exitCode: number | null;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
}

/**
 * Runs the built action as the runner does: the inputs as `INPUT_` variables, files for outputs, state and summary.
 * @param inputs by their names, as under `with:`
 * @param onLine called with each line of the log
 */
export async function runStep(inputs: Readonly<Record<string, string>>, onLine: (line: string) => void): Promise<Step> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
    for (const file of Object.values(files)) await writeFile(file, '');
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    );
    const child = spawn(process.execPath, [DIST], { env: { ...process.env, ...RUN, ...files, ...given } });
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onLine);
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const outputs = (await readFile(join(folder, 'GITHUB_OUTPUT'), 'utf8')).matchAll(/^(.+)<<(.+)\n([\s\S]*?)\n\2$/gmu);
    return {
      exitCode,
      outputs: new Map([...outputs].map(([, name = '', , value = '']) => [name, value])),
      summary: await readFile(join(folder, 'GITHUB_STEP_SUMMARY'), 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
