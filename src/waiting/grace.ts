/** For so long the list may lag behind what the API has accepted, in milliseconds (design.md, Waiting). */
export const LIST_GRACE_MS = 60_000;

/** The list can shift while its pages are read: only what is missing this many times in a row has vanished. */
export const MISSES = 2;
