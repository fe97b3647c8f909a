import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/errors.ts';
import { renderSnapshotName, unknownFields } from '../../src/inputs/snapshot-name.ts';
import { createWorkflowRun } from '../support/workflow-run.ts';

const RUN = createWorkflowRun();
const AT_MS = Date.parse('2025-01-16T03:04:05.678Z');

describe('renderSnapshotName', () => {
  test.each([
    ['{sha}', RUN.sha],
    ['{short_sha}', '3f2a9c1'],
    ['{ref}', 'main'],
    ['{run_id}', '7001'],
    ['{run_number}', '42'],
    ['{attempt}', '1'],
    ['{job}', 'deploy'],
    ['{date}', '2025-01-16'],
    ['{time}', '03-04-05'],
    ['before_{short_sha}-{short_sha}', 'before_3f2a9c1-3f2a9c1'],
    ['nightly', 'nightly'],
    ['v1.2 (final)', 'v1-2--final-'],
    ['{sha', '-sha'],
    ['größe💾', 'gr--e-'],
  ])('turns "%s" into "%s"', (template, name) => {
    expect(renderSnapshotName(template, RUN, AT_MS)).toBe(name);
  });

  test.each([
    ['feature/login page', 'feature-login-page'],
    ['v1.2.3', 'v1-2-3'],
    ['$&-{sha}', '----sha-'],
  ])('turns the branch "%s" into "%s"', (ref, name) => {
    expect(renderSnapshotName('{ref}', createWorkflowRun({ ref }), AT_MS)).toBe(name);
  });

  test('gives only characters that the API allows, whatever the branch', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (ref) => {
        expect(renderSnapshotName('{ref}', createWorkflowRun({ ref }), AT_MS)).toMatch(/^[A-Za-z0-9_-]+$/u);
      }),
    );
  });

  test.each([
    ['{ref}-x', createWorkflowRun({ ref: '' }), '{ref}'],
    ['{attempt}', createWorkflowRun({ attempt: undefined }), '{attempt}'],
  ])('refuses "%s" if the run has no value for it', (template, run, field) => {
    const render = () => renderSnapshotName(template, run, AT_MS);
    expect(render).toThrow(ActionError);
    expect(render).toThrow(`snapshot_name is "${template}", but "${field}" has no value in this workflow run.`);
  });
});

describe('unknownFields', () => {
  test.each([
    ['{sha}-{short_sha}-{ref}-{run_id}-{run_number}-{attempt}-{job}-{date}-{time}', []],
    ['{commit} {sha} {Sha}', ['{commit}', '{Sha}']],
    ['{}', ['{}']],
    ['{ sha }', ['{ sha }']],
    ['{toString}{constructor}', ['{toString}', '{constructor}']],
    ['no field', []],
  ])('of "%s" are %j', (template, unknown) => {
    expect(unknownFields(template)).toEqual(unknown);
  });
});
