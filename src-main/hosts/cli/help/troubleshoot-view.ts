import { errorCodes, errorPage, readErrorCode } from '#shared/errors/error-page.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { pairs } from '../output/table.ts';
import type { Look } from '../output/views.ts';

/** The page of the error code that was typed, or the list of all for null. @throws KimiError INVALID_INPUT for a code that is none */
export function troubleshootView(written: string | null, { texts, style }: Look): string {
  const { t } = texts;
  const page = (code: Parameters<typeof errorPage>[0]) => errorPage(code, texts);
  if (written === null) {
    const rows = errorCodes().map((code) => [style.paint('bold', code), page(code).what] as const);
    return `${pairs(rows)}\n\n${t('cli.trouble.list')}`;
  }
  const { code, kind, severity, retryable, what, more, todo } = page(readErrorCode(written));
  return [
    style.paint('bold', code),
    pairs([
      [t('cli.trouble.kind'), t(`cli.trouble.kind.${kind}`)],
      [t('cli.trouble.severity'), t(`cli.trouble.severity.${severity}`)],
      [t('cli.trouble.again'), t(retryable ? 'cli.trouble.yes' : 'cli.trouble.no')],
      [t('cli.trouble.exit'), String(exitCodeOf(new KimiError(code)))],
    ]),
    ...[
      [t('cli.trouble.what'), what],
      [t('cli.trouble.more'), more],
      [t('cli.trouble.todo'), todo],
    ].map(([title, text]) => `${style.paint('bold', title ?? '')}\n  ${text}`),
  ].join('\n\n');
}
