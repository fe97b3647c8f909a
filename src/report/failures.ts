import { ActionError } from '../errors.ts';
import { pluralize } from '../format.ts';

/** More successful ones than this are counted instead of listed. */
const MAX_LISTED = 10;

/** What became of one of several things. */
export interface Part {
  readonly failure: ActionError | undefined;
  /** How it is named among the successful ones, such as `12345 (snapshot 801)`. */
  readonly label: string;
}

/**
 * The error of work on several things, which names the successful ones too. If there is only one, it is that one's own
 * error.
 * @param noun for one of them, such as `server`
 * @param predicate what is wrong, for one and for several, such as `['has no snapshot', 'have no snapshot']`
 * @returns `undefined` if none has failed
 */
export function combineFailures(
  parts: readonly Part[],
  noun: string,
  [singular, plural]: readonly [string, string],
): ActionError | undefined {
  const failures = parts.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first || parts.length === 1) return first;
  const others = parts.flatMap(({ failure, label }) => (failure ? [] : label));
  return new ActionError(
    {
      summary: `${failures.length} of ${pluralize(parts.length, noun)} ${failures.length === 1 ? singular : plural}.`,
      state: [...failures.map(({ message }) => inOneLine(message.split('\n'))), ...othersLine(others, noun)],
      hint: first.parts.hint,
    },
    first,
  );
}

function othersLine(labels: readonly string[], noun: string): string[] {
  if (labels.length === 0) return [];
  if (labels.length > MAX_LISTED) return [`The other ${pluralize(labels.length, noun)} succeeded.`];
  return [`Succeeded: ${labels.join(', ')}.`];
}

/** The lines of an error, some of which are indented in the log, as one. */
export function inOneLine(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}
