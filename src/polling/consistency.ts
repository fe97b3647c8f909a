/**
 * For this long a list may lag behind what the API has accepted, in milliseconds (docs/contract.md, Retries and polling).
 * It rules three waits: how long a lost create is looked for, a lost restore, and how long a missing snapshot or server
 * may stay missing.
 */
export const LIST_GRACE_MS = 60_000;
