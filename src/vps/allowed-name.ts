/** Replaces what the API does not allow in a name: all but letters, digits, `-` and `_` (docs/api.md, Snapshots). */
export function allowedInName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/gu, '-');
}
