import { expect, test } from '@jest/globals';
import { allowedInName } from '../../src/vps/allowed-name.ts';

test.each([
  ['Release_1-0', 'Release_1-0'],
  ['feature/größe 1.0', 'feature-gr--e-1-0'],
  ['a\n😀', 'a--'],
  ['', ''],
])('"%s" becomes the name "%s"', (text, name) => {
  expect(allowedInName(text)).toBe(name);
});
