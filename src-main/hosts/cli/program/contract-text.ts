import type { Language } from '#shared/messages/index.ts';
import { contractTexts } from '#shared/messages/zh-CN/contract.ts';

/** A text of the contract (a summary, a field's description) in the reader's language; the contract itself is English. */
export function contractText(text: string, language: Language): string {
  return language === 'zh-CN' ? (contractTexts[text] ?? text) : text;
}
