import * as v from 'valibot';
import { quoted } from '../text.ts';

/** Why the text of an input cannot be taken: what to write instead, after "server_id is empty; " or the like. */
export class Problem {
  readonly instead: string;
  constructor(instead: string) {
    this.instead = instead;
  }
}

/**
 * The schema of one input: `read` gives its value, or the problem that the error message then names.
 * @param show how the message shows the text that was given; never so for a secret
 */
export function reading<Value>(read: (text: string) => Value | Problem, show: (text: string) => string = quoted) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, Value>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value);
      if (!(value instanceof Problem)) return value;
      const given = dataset.value === '' ? 'is empty' : `is ${show(dataset.value)}`;
      addIssue({ message: `${given}; ${value.instead}` });
      return NEVER;
    }),
  );
}

/** Text split by commas, spaces and line ends, without empty parts. */
export function words(text: string): string[] {
  return text.split(/[\s,]+/u).filter((word) => word !== '');
}

/** One of the words of `allowed`; empty text is the first of them. */
export function oneOf<const Word extends string>(allowed: readonly [Word, ...Word[]]) {
  return reading(
    (text) =>
      (text === '' ? allowed[0] : allowed.find((word) => word === text)) ??
      new Problem(`write one of ${allowed.join(', ')}`),
  );
}

const FLAGS = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** `true` or `false`, in the three ways YAML 1.2 writes each; empty text is `otherwise`. */
export function flag(otherwise: boolean) {
  return reading((text) =>
    text === ''
      ? otherwise
      : (FLAGS.get(text) ?? new Problem('write true or false, or an expression that gives one of them')),
  );
}

/** The longest wait that is taken: the five days for which a job may run on a runner of one's own. */
const MOST_MINUTES = 5 * 24 * 60;
const DECIMAL = /^(?:\d+(?:\.\d*)?|\.\d+)$/u;

/** A time in minutes, decimals allowed; gives milliseconds. Empty text is `otherwise` minutes. */
export function minutes(otherwise: number) {
  return reading((text) => {
    if (text === '') return otherwise * 60_000;
    const number = Number(text);
    if (DECIMAL.test(text) && number > 0 && number <= MOST_MINUTES) return number * 60_000;
    return new Problem(`write a number of minutes above 0, at most ${MOST_MINUTES}, such as 60 or 1.5`);
  });
}

/** A fixed pause in seconds, decimals allowed; gives milliseconds, and `undefined` for empty text. */
export const pause = reading((text) => {
  if (text === '') return undefined;
  const number = Number(text);
  if (DECIMAL.test(text) && number >= 0.01 && number <= 3600) return number * 1000;
  return new Problem('write a number of seconds from 0.01 to 3600, or leave it empty for adaptive polling');
});

/** A whole number of at least 1, and `undefined` for empty text. */
export const count = reading((text) => {
  if (text === '') return undefined;
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  return new Problem('write a whole number of 1 or more, or leave it empty');
});
