import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/**
 * Prints the section of CHANGELOG.md that belongs to a tag, as the notes of its release. Fails if the tag, package.json,
 * package-lock.json and the newest section of CHANGELOG.md do not all name the same version.
 *
 * Usage: node scripts/release-notes.ts v1.2.3
 */
const Versioned = v.object({ version: v.string() });
const versionOf = (path: string) =>
  v.parse(v.pipe(v.string(), v.parseJson(), Versioned), readFileSync(path, 'utf8')).version;

const [tag = ''] = process.argv.slice(2);
const [, newest = 'none', notes = ''] =
  /^## (\S+)\n+(.*?)\n*(?=^## |(?![\s\S]))/msu.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
const versions = {
  'package.json': versionOf('package.json'),
  'package-lock.json': versionOf('package-lock.json'),
  'the newest section of CHANGELOG.md': newest,
};
const different = Object.entries(versions).filter(([, version]) => `v${version}` !== tag);
if (different.length > 0) {
  console.error(
    `The tag is ${tag || 'missing'}, but ${different.map(([where, is]) => `${where} has ${is}`).join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  console.log(notes);
}
