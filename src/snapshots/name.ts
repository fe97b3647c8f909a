import { Failure } from '../failure.ts';
import type { Job } from '../job.ts';

/** The fields of `snapshot_name` (design.md, Inputs), each from the facts of the job and the time of the snapshot. */
const FIELDS = {
  sha: (job) => job.sha,
  short_sha: (job) => job.sha.slice(0, 7),
  ref: (job) => job.ref,
  run_id: (job) => job.runId,
  run_number: (job) => job.runNumber,
  attempt: (job) => job.attempt,
  job: (job) => job.name,
  date: (_job, at) => at.toISOString().slice(0, 10),
  time: (_job, at) => at.toISOString().slice(11, 19),
} satisfies Record<string, (job: Job, at: Date) => string | number>;

type Field = keyof typeof FIELDS;

/** `{sha}` and the others, as an error text lists them. */
export const FIELD_LIST = Object.keys(FIELDS)
  .map((field) => `{${field}}`)
  .join(' ');

const PLACEHOLDER = /\{([^{}]*)\}/gu;

function isField(word: string): word is Field {
  return Object.hasOwn(FIELDS, word);
}

/** The placeholders of a template that are no field, in their order. */
export function unknownFields(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].flatMap(([whole, word = '']) => (isField(word) ? [] : [whole]));
}

/** Replaces what the API does not allow in a name: all but letters, digits, `-` and `_` (vps-api.md, Create). */
export function allowedInName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/gu, '-');
}

/**
 * The name that a template gives for a job.
 * @param at the time for `{date}` and `{time}`, in UTC
 * @throws Failure when a field of the template has no value in this job, before any request
 */
export function nameFor(template: string, job: Job, at: Date): string {
  const name = template.replace(PLACEHOLDER, (whole, word: string) => {
    const value = isField(word) ? String(FIELDS[word](job, at)) : whole;
    if (value !== '') return value;
    throw new Failure({
      happened: `snapshot_name is "${template}", but ${whole} has no value in this run.`,
      next: 'Use other fields, or run the action in a workflow, where the runner gives them.',
    });
  });
  return allowedInName(name);
}

/** True where a template gives another name each time, so that a later run cannot name an earlier snapshot. */
export function changesWithTime(template: string): boolean {
  return /\{(?:date|time|run_id|run_number|attempt)\}/u.test(template);
}
