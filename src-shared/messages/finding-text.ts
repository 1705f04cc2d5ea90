import { type TextValues, withReason } from './fill.ts';
import type { Reader } from './reader.ts';
import { textsFrom } from './texts.ts';

/** A finding of the doctor as one line in the reader's language: the same for window and command line. */
export function findingText(check: { readonly message: string; readonly values: TextValues }, { language, catalogue }: Reader): string {
  const texts = textsFrom(language, catalogue);
  return texts.lookUp(check.message, withReason(check.values, texts));
}
