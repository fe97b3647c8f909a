/**
 * For this long a list may lag behind what the API has accepted, in milliseconds (docs/contract.md, Retries and
 * polling). It bounds three waits: the search for a lost create, the search for a lost restore, and how long a snapshot
 * or server may be missing.
 */
export const LIST_GRACE_MS = 60_000;
