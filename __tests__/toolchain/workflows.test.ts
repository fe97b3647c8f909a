import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, '..', '..', '.github', 'workflows');

const Job = v.object({
  needs: v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((needs) => [needs].flat()),
    ),
    [],
  ),
  permissions: v.record(v.string(), v.string()),
  environment: v.optional(v.string()),
  'timeout-minutes': v.number(),
  steps: v.array(v.object({ uses: v.optional(v.string(), ''), run: v.optional(v.string(), '') })),
});
const Workflow = v.object({ permissions: v.strictObject({}), jobs: v.record(v.string(), Job) });

const workflows = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, v.parse(Workflow, parse(readFileSync(join(FOLDER, name), 'utf8')))]),
);
const jobs = Object.entries(workflows).flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ name: `${file}, ${id}`, job })),
);
const mayWrite = (job: v.InferOutput<typeof Job>) => Object.values(job.permissions).includes('write');

describe('The gate of CI', () => {
  test('needs every other job', () => {
    const ids = Object.keys(workflows['ci.yml']?.jobs ?? {}).filter((id) => id !== 'gate');
    expect([...(workflows['ci.yml']?.jobs.gate?.needs ?? [])].sort()).toEqual(ids.sort());
  });
});

describe('A job that may write', () => {
  test.each(jobs.filter(({ job }) => mayWrite(job)))(
    'neither checks out nor runs code of the project: $name',
    ({ name, job }) => {
      // CodeQL reads the code, and has to write what it found.
      const allowed = name === 'codeql.yml, analyze' ? ['actions/checkout'] : [];
      const used = job.steps.map(({ uses }) => uses.split('@')[0] ?? '');
      expect(used.filter((action) => ['actions/checkout', './'].includes(action))).toEqual(allowed);
      expect(job.steps.filter(({ run }) => /\b(?:npm|npx|node)\b/u.test(run))).toEqual([]);
    },
  );

  test('exists where the release is published, and there alone with an environment', () => {
    expect(jobs.filter(({ job }) => job.environment !== undefined)).toEqual([
      expect.objectContaining({ name: 'release.yml, publish' }),
    ]);
    expect(jobs.find(({ name }) => name === 'release.yml, publish')?.job.permissions).toEqual({
      contents: 'write',
      'id-token': 'write',
      attestations: 'write',
    });
  });
});
