import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read('src', name))
  .join('\n');

describe('docs/troubleshooting.md', () => {
  const texts = [...read('docs', 'troubleshooting.md').matchAll(/^\| (`[^|]*`[^|]*) \|/gmu)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text),
  );

  test('names many texts', () => {
    expect(texts.length).toBeGreaterThan(25);
  });

  // What stands in these comes from elsewhere: names of inputs, statuses, the API's and Node's own words.
  const FROM_ELSEWHERE =
    /^(?:api_token|server_id|snapshot_name) |^was answered |^not in a valid state$|^tunneling |400$/u;

  test.each(texts.filter((text) => !FROM_ELSEWHERE.test(text)))('has “%s” as the action says it', (text) => {
    const parts = text.split('…').map((part) => part.trim());
    expect(parts.filter((part) => !source.includes(part))).toEqual([]);
  });
});

describe('Links between the pages', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'].concat(
    readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
  );
  test.each(pages)('of %s lead to files that are there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(ROOT, page, '..', target)))).toEqual([]);
  });
});
