/**
 * Replaces the generated sections of a page. Each one is enclosed by a comment that names it and a comment that ends
 * it.
 * @param sections the Markdown of each section, by its name
 * @param command the command that generates the sections, as the comments name it
 * @throws Error if the page has no place for a section
 */
export function fillSections(page: string, sections: Readonly<Record<string, string>>, command: string): string {
  return Object.entries(sections).reduce((text, [name, section]) => {
    const place = new RegExp(`(<!-- ${name}: made by ${command} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`, 'u');
    if (!place.test(text)) throw new Error(`The page has no place for the section ${name}`);
    return text.replace(place, (_whole, head: string, tail: string) => `${head}\n${section}\n\n${tail}`);
  }, page);
}
