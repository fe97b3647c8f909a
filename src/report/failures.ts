import { ActionError } from '../errors.ts';
import { pluralize } from '../format.ts';

/** More successful ones than this are counted instead of listed. */
const MAX_LISTED = 10;

/** What is said about those that have neither failed nor are pending. */
const SUCCEEDED = { title: 'Succeeded', verb: 'succeeded' };

/** What became of one of several things. */
export interface Part {
  readonly failure: ActionError | undefined;
  /** It has neither failed nor succeeded yet. */
  readonly isPending?: boolean;
  /** How it is named among the successful or pending ones, such as `12345 (snapshot 801)`. */
  readonly label: string;
}

/**
 * The error of work on several things, which names the pending and the successful ones too. If there is only one, it is
 * that one's own error.
 * @param noun for one of them, such as `server`
 * @param predicate what is wrong, for one and for several, such as `['has no snapshot', 'have no snapshot']`
 * @param done the title of a list of the successful ones, and the verb of a sentence about them
 * @returns `undefined` if none has failed
 */
export function combineFailures(
  parts: readonly Part[],
  noun: string,
  [singular, plural]: readonly [string, string],
  done = SUCCEEDED,
): ActionError | undefined {
  const failures = parts.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first || parts.length === 1) return first;
  const others = parts.filter(({ failure }) => !failure);
  const pending = others.flatMap(({ isPending, label }) => (isPending ? label : []));
  const succeeded = others.flatMap(({ isPending, label }) => (isPending ? [] : label));
  const count = failures.length + pending.length;
  return new ActionError(
    {
      summary: `${count} of ${pluralize(parts.length, noun)} ${count === 1 ? singular : plural}.`,
      state: [
        ...failures.map(({ message }) => inOneLine(message.split('\n'))),
        ...listLine(pending, 'Not finished', `${pluralize(pending.length, `more ${noun}`)} have not finished.`),
        ...listLine(succeeded, done.title, `The other ${pluralize(succeeded.length, noun)} ${done.verb}.`),
      ],
      hint: first.parts.hint,
    },
    first,
  );
}

/** @param ifMany the sentence in place of a list that is too long */
function listLine(labels: readonly string[], title: string, ifMany: string): string[] {
  if (labels.length === 0) return [];
  return [labels.length > MAX_LISTED ? ifMany : `${title}: ${labels.join(', ')}.`];
}

/** The lines of an error, some of which are indented in the log, as one. */
export function inOneLine(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}
