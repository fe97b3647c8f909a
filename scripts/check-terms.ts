import { globSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/**
 * Looks for words that no text of this project uses, in code, comments and pages, and exits with 1 if it finds one. The
 * list, with what to write instead, is scripts/avoided-terms.json; why the terms matter is in CONTRIBUTING.md.
 */
const TEXTS = [
  '*.md',
  '{action,package}.{json,yml}',
  '{.ci,.github,bench,demo,docs,emulator,examples,scripts,src,stubs}/**/*.{cjs,js,md,mjs,sh,ts,yml}',
  '.ci/run',
];

const Terms = v.record(v.string(), v.string());
const terms = v.parse(v.pipe(v.string(), v.parseJson(), Terms), readFileSync('scripts/avoided-terms.json', 'utf8'));

/** Matches a term also if a line break with the mark of a comment, a hyphen or nothing but a capital separates its words. */
function patternOf(term: string): RegExp {
  return new RegExp(String.raw`\b${term.replaceAll(' ', String.raw`[\s*/#>_-]+`)}(?:s|ed|ing)?\b`, 'giu');
}

/** Separates the words of `camelCase`, without changing the number of lines. */
function withSeparateWords(text: string): string {
  return text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '_').replaceAll(/(?<=\p{L})_(?=\p{L})/gu, ' ');
}

const found = globSync(TEXTS).flatMap((path) => {
  const text = withSeparateWords(readFileSync(path, 'utf8'));
  return Object.entries(terms).flatMap(([term, instead]) =>
    [...text.matchAll(patternOf(term))].map(({ index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${path}:${line}: “${term}”; write: ${instead}`;
    }),
  );
});

for (const finding of found) console.error(finding);
console.log(found.length === 0 ? 'No text uses a term that the project avoids.' : `\n${found.length} to reword.`);
process.exitCode = found.length === 0 ? 0 : 1;
