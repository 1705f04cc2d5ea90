/**
 * A document with what stands between two marks made anew: `<!-- name: made by npm run docs -->` and `<!-- /name -->`.
 * @throws Error when the marks are missing
 */
export function withMarked(document: string, name: string, made: string): string {
  const [begin, end] = [`<!-- ${name}: made by \`npm run docs\` -->`, `<!-- /${name} -->`];
  const [start, stop] = [document.indexOf(begin), document.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`a document has lost its marks ${begin} and ${end}`);
  return `${document.slice(0, start)}${begin}\n\n${made}\n\n${document.slice(stop)}`;
}
