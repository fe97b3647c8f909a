/**
 * Fills the places of a page that a command makes, each between a comment that names it and one that ends it.
 * @param sections the Markdown for each place, by its name
 * @param command what a person runs to make them, as the comments have it
 * @throws Error where the page has no place of a name
 */
export function filled(page: string, sections: Readonly<Record<string, string>>, command: string): string {
  return Object.entries(sections).reduce((text, [name, section]) => {
    const place = new RegExp(`(<!-- ${name}: made by ${command} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`, 'u');
    if (!place.test(text)) throw new Error(`The page has no place for ${name}`);
    return text.replace(place, (_whole, head: string, tail: string) => `${head}\n${section}\n\n${tail}`);
  }, page);
}
