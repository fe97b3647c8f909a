import { ActionError } from '../errors.ts';
import type { WorkflowRun } from '../github/workflow-run.ts';
import { quote } from '../text.ts';
import { allowedInName } from '../vps/allowed-name.ts';

/** The fields of `snapshot_name` (docs/contract.md, Inputs): each from the workflow run and the time of the snapshot. */
const FIELDS = {
  sha: (run) => run.sha,
  short_sha: (run) => run.sha.slice(0, 7),
  ref: (run) => run.ref,
  run_id: (run) => run.runId,
  run_number: (run) => run.runNumber,
  attempt: (run) => String(run.attempt ?? ''),
  job: (run) => run.job,
  date: (_run, at) => at.toISOString().slice(0, 10),
  time: (_run, at) => at.toISOString().slice(11, 19),
} satisfies Record<string, (run: WorkflowRun, at: Date) => string>;

type Field = keyof typeof FIELDS;

/** `{sha}` and the others, as an error text lists them. */
export const FIELD_LIST = Object.keys(FIELDS)
  .map((field) => `{${field}}`)
  .join(' ');

const PLACEHOLDER = /\{([^{}]*)\}/gu;

function isField(word: string): word is Field {
  return Object.hasOwn(FIELDS, word);
}

/** The placeholders of a template that are not fields, in order. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap(([whole, word = '']) => (isField(word) ? [] : [whole]));
}

/**
 * The name that a template gives in a workflow run; characters that the API does not allow become hyphens.
 * @param atMs the time for `{date}` and `{time}`, in milliseconds since the epoch; they are in UTC
 * @throws ActionError if a field of the template has no value in this run
 */
export function renderSnapshotName(template: string, run: WorkflowRun, atMs: number): string {
  const at = new Date(atMs);
  const name = template.replace(PLACEHOLDER, (whole, word: string) => {
    const value = isField(word) ? FIELDS[word](run, at) : whole;
    if (value !== '') return value;
    throw new ActionError({
      summary: `snapshot_name is ${quote(template)}, but ${quote(whole)} has no value in this workflow run.`,
      state: 'No request was sent.',
      hint: `Use other placeholders in snapshot_name: ${FIELD_LIST}.`,
    });
  });
  return allowedInName(name);
}
