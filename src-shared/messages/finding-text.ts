import { isErrorCode } from '../errors/codes.ts';
import { errorText } from './error-text.ts';
import { type TextValues, withReason } from './fill.ts';
import type { Reader } from './reader.ts';
import { textsFrom } from './texts.ts';

/**
 * A finding of the doctor as one line in the reader's language: the same for window and command line. What kept a check from being made may be
 * an error of the register (`error.<CODE>`), which has its own words.
 */
export function findingText(check: { readonly message: string; readonly values: TextValues }, { language, catalogue }: Reader): string {
  const code = check.message.replace(/^error\./, '');
  if (code !== check.message && isErrorCode(code)) {
    const { what, why, todo } = errorText({ code, context: check.values }, { language, catalogue });
    return [what, why, todo].filter((sentence) => sentence !== '').join(language === 'zh-CN' ? '' : ' ');
  }
  const texts = textsFrom(language, catalogue);
  return texts.lookUp(check.message, withReason(check.values, texts));
}
