import { KimiError } from '#shared/errors/kimi-error.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/**
 * Text inside an element. Line ends are written as numbers, because a parser would make one of another.
 * @throws KimiError INVALID_INPUT for what XML 1.0 cannot hold in any way: control characters, halves of a surrogate pair
 */
export function xmlText(text: string): string {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new KimiError('INVALID_INPUT', { value: text, reason: 'a service cannot have such characters in a path' });
  return text.replaceAll(/[&<>"'\t\r\n]/g, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`);
}
