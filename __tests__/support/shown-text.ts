/** A summary as a reader sees its text: character references resolved, elements of our own left out. */
export function shownText(summary: string): string {
  return summary
    .replace(/<\/?(?:code|b|span|details|summary)>/gu, '')
    .replace(/&#(\d+);/gu, (_reference, code: string) => String.fromCharCode(Number(code)));
}

/** The rows of the tables, as a reader sees them, without heads. */
export function shownRows(summary: string): string[] {
  const lines = shownText(summary).split('\n');
  return lines.filter((line, index) => /^\| (?!---)/u.test(line) && !/^\| ---/u.test(lines[index + 1] ?? ''));
}
