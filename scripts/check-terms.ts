import { globSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/**
 * Looks for terms that this project avoids, in code, comments and pages, and exits with 1 if it finds one.
 * scripts/avoided-terms.json lists them with what to write instead; CONTRIBUTING.md says why they matter.
 */
const TEXTS = [
  '*.md',
  '{action,package}.{json,yml}',
  '{.ci,.github,bench,demo,docs,emulator,examples,scripts,src,stubs}/**/*.{cjs,js,md,mjs,sh,ts,yml}',
  '.ci/run',
];

const Terms = v.record(v.string(), v.string());
const terms = v.parse(v.pipe(v.string(), v.parseJson(), Terms), readFileSync('scripts/avoided-terms.json', 'utf8'));

/** Also matches a term whose words are separated by a line break with a comment mark, a hyphen, or only a capital. */
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
