import type { RawInputs } from './fields.ts';

/** A text in the form of an API token (docs/api.md, Account and token), so long that no name or word looks like it. */
const TOKEN = /vps_[A-Za-z0-9]{20,}/gu;
/** A shorter token could be part of any text. */
const MIN_LENGTH = 8;

/**
 * What looks like an API token in inputs that are not meant for one, such as one that was swapped with `server_id`: it is
 * as secret as `api_token`.
 */
export function misplacedTokens({ api_token: _, ...others }: RawInputs): string[] {
  return Object.values(others).flatMap((text) => text.match(TOKEN) ?? []);
}

/**
 * The names of the inputs other than `api_token` that contain an API token: the one that was given, or a text that looks
 * like one. It would be shown, stored at VPS.org, or sent to another host (docs/contract.md, What must never happen, 8).
 */
export function inputsWithToken({ api_token: given = '', ...others }: RawInputs): string[] {
  const token = given.trim();
  return Object.entries(others).flatMap(([name, text]) => {
    const isGiven = token.length >= MIN_LENGTH && text.includes(token);
    return isGiven || misplacedTokens({ [name]: text }).length > 0 ? name : [];
  });
}
