import * as v from 'valibot';
import { quote } from '../text.ts';

/** The text of each input by its name. */
export type RawInputs = Readonly<Record<string, string>>;

/** Why the text of an input is refused. */
export class InputError {
  /** What to write instead, for people; it follows `server_id is empty: ` or the like. */
  readonly hint: string;
  constructor(hint: string) {
    this.hint = hint;
  }
}

/**
 * The schema of one input, whose text may be missing.
 * @param read gives the value, or the error that the message then names
 * @param show how the message shows the text that was given; never a secret itself
 */
export function input<Value>(read: (text: string) => Value | InputError, show: (text: string) => string = quote) {
  return v.optional(
    v.pipe(
      v.string(),
      v.rawTransform<string, Value>(({ dataset, addIssue, NEVER }) => {
        const text = dataset.value.trim();
        const value = read(text);
        if (!(value instanceof InputError)) return value;
        addIssue({ message: `is ${text === '' ? 'empty' : show(text)}: ${value.hint}` });
        return NEVER;
      }),
    ),
    '',
  );
}

/** Text split by commas, spaces and newlines, without empty parts. */
export function splitList(text: string): string[] {
  return text.split(/[\s,]+/u).filter((part) => part !== '');
}

/** One of the words of `allowed`; empty text is the first of them. */
export function oneOf<const Word extends string>(allowed: readonly [Word, ...Word[]]) {
  return input(
    (text) =>
      (text === '' ? allowed[0] : allowed.find((word) => word === text)) ??
      new InputError(`use one of ${allowed.join(', ')}`),
  );
}

const BOOLEANS = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** `true` or `false`, in the three ways YAML 1.2 writes each; empty text is `otherwise`. */
export function booleanInput(otherwise: boolean) {
  return input((text) =>
    text === ''
      ? otherwise
      : (BOOLEANS.get(text) ?? new InputError('use true or false, or an expression that evaluates to one of them')),
  );
}

/** How a step can have ended (`steps.<id>.outcome`), and whether the server is to be rolled back then. */
const OUTCOMES = new Map([
  ['failure', true],
  ['cancelled', true],
  ['success', false],
  ['skipped', false],
]);

/** `true` or `false`, or the outcome of a step as it is; empty text, as for a step that never ran, is false. */
export const condition = input((text) => {
  if (text === '') return false;
  return (
    BOOLEANS.get(text) ??
    OUTCOMES.get(text) ??
    new InputError("use true, false, the outcome of a step, or an expression such as steps.deploy.outcome == 'failure'")
  );
});

/** The longest timeout: the five days for which a job may run on a self-hosted runner. */
const MAX_MINUTES = 5 * 24 * 60;
const MINUTE_MS = 60_000;
const DECIMAL = /^(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})$/u;

/** A timeout in minutes, decimals allowed; gives milliseconds. Empty text is `otherwise` minutes. */
export function durationMinutes(otherwise: number) {
  return input((text) => {
    if (text === '') return otherwise * MINUTE_MS;
    const minutes = Number(text);
    if (DECIMAL.test(text) && minutes > 0 && minutes <= MAX_MINUTES) return minutes * MINUTE_MS;
    return new InputError(`use a number of minutes above 0 and up to ${MAX_MINUTES}, such as 60 or 1.5`);
  });
}

/** A duration in minutes that may be 0, decimals allowed; gives milliseconds, and `undefined` for empty text. */
export const optionalMinutes = input((text) => {
  if (text === '') return undefined;
  const minutes = Number(text);
  if (DECIMAL.test(text) && minutes <= MAX_MINUTES) return minutes * MINUTE_MS;
  return new InputError(`use a number of minutes from 0 to ${MAX_MINUTES}, such as 1 or 0.5, or leave it empty`);
});

/** A polling interval in seconds, decimals allowed; gives milliseconds, and `undefined` for empty text. */
export const pollInterval = input((text) => {
  if (text === '') return undefined;
  const seconds = Number(text);
  if (DECIMAL.test(text) && seconds >= 0.01 && seconds <= 3600) return seconds * 1000;
  return new InputError('use a number of seconds from 0.01 to 3600, or leave it empty for adaptive polling');
});

/** A whole number of at least 1, and `undefined` for empty text. */
export const positiveInteger = input((text) => {
  if (text === '') return undefined;
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  return new InputError('use a whole number of 1 or more, or leave it empty');
});
