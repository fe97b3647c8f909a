const NUMBER = /^\d+(?:\.\d+)?$/u;
const ISO_TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/iu;
/** From here on a number counts milliseconds, not seconds. */
const MIN_MS = 1e11;
/** A number of microseconds or nanoseconds is larger than this, in milliseconds (in the year 2286). */
const MAX_MS = 1e13;

/**
 * A time as the API may show it: ISO 8601 (in UTC if it has no zone), or a number of seconds or milliseconds since the
 * epoch, also as text (docs/api.md, Unknown).
 * @returns milliseconds since the epoch; `undefined` if it cannot be read
 */
export function parseTime(time: string | number): number | undefined {
  const text = String(time).trim();
  const ms = NUMBER.test(text) ? fromNumber(Number(text)) : fromIso(text);
  // A snapshot from the far future would be the newest for ever.
  return ms > 0 && ms < MAX_MS ? ms : undefined;
}

function fromNumber(value: number): number {
  return value >= MIN_MS ? value : value * 1000;
}

function fromIso(text: string): number {
  const { date, time, zone = 'Z' } = ISO_TIME.exec(text)?.groups ?? {};
  if (date === undefined || time === undefined) return Number.NaN;
  const [, sign = '', hours = '', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(zone) ?? [];
  return Date.parse(`${date}T${time}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`);
}
