import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { COMPLETED_AT_ONCE } from '../support/fixtures.ts';
import { startServer } from '../support/http-server.ts';
import { expectSuccess, Scene, SERVER } from '../support/scene.ts';

const DEPLOYS = 100;
const DAY_MS = 86_400_000;

const Workflow = v.object({
  jobs: v.record(
    v.string(),
    v.object({
      steps: v.array(
        v.object({
          uses: v.optional(v.string(), ''),
          with: v.optional(v.record(v.string(), v.pipe(v.unknown(), v.transform(String))), {}),
        }),
      ),
    }),
  ),
});

/** The inputs of the action's step in an example, without those that the runner evaluates. */
function inputsOf(example: string, health: string): Record<string, string> {
  const file = join(import.meta.dirname, '..', '..', 'examples', example);
  const { jobs } = v.parse(Workflow, parse(readFileSync(file, 'utf8')));
  const step = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find(({ uses }) => uses.startsWith('OWNER/vps-snapshot@'));
  const literal = Object.entries(step?.with ?? {}).filter(([, value]) => !value.includes('${{'));
  return Object.fromEntries(literal.map(([name, value]) => [name, name === 'health_check_url' ? health : value]));
}

test(`the first example and the nightly backup survive ${DEPLOYS} deploys on one server`, async () => {
  await using site = await startServer(() => ({ status: 200 }));
  await using scene = await Scene.create({ withoutServer: true });
  const deploy = inputsOf('deploy.yml', site.url);
  const nightly = inputsOf('nightly-backup.yml', site.url);
  const { model } = scene.api;
  model.addServer({ id: SERVER, name: 'web-1', snapshotPlan: COMPLETED_AT_ONCE });
  for (let number = 1; number <= DEPLOYS; number += 1) {
    scene.advance(DAY_MS / 4);
    const workflow = number % 4 === 0 ? 'nightly' : 'deploy';
    model.writeDisk(SERVER, `release ${number - 1}`);
    const job = scene.job({
      GITHUB_RUN_ID: String(7000 + number),
      GITHUB_RUN_NUMBER: String(number),
      GITHUB_SHA: number.toString(16).padStart(40, 'a'),
      GITHUB_JOB: workflow,
      GITHUB_WORKFLOW_REF: `acme/shop/.github/workflows/${workflow}.yml@refs/heads/main`,
    });
    const step = await job.step({ inputs: workflow === 'nightly' ? nightly : deploy });
    expectSuccess(step.main);
    expect(step.main.notices).toEqual([]);
    // Every tenth release fails and is rolled back.
    if (workflow === 'deploy' && number % 10 === 0) {
      model.writeDisk(SERVER, `release ${number}, broken`);
      expectSuccess(await step.post('failure', { inputs: { rollback_if: 'true' } }));
      expect(model.disk(SERVER)).toBe(`release ${number - 1}`);
    }
    expect(model.snapshots().length).toBeLessThanOrEqual(4);
  }
  const names = model.snapshots().map(({ name }) => (name.startsWith('nightly-') ? 'nightly' : 'deploy'));
  expect(names.sort()).toEqual(['deploy', 'deploy', 'nightly', 'nightly']);
});
