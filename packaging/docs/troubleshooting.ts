import { exitCodeOf } from '#main/hosts/cli/exit-codes.ts';
import { ERROR_CODES, ERROR_KINDS } from '#shared/errors/codes.ts';
import { errorCodes, errorPage } from '#shared/errors/error-page.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { LANGUAGES, type Language } from '#shared/messages/languages.ts';
import type { Texts } from '#shared/messages/texts.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

const HEADINGS: Readonly<Record<Language, { readonly title: string; readonly intro: string }>> = {
  en: {
    title: 'English',
    intro: 'Every error names its code. What a page of `kimi-shell help --troubleshoot <code>` says stands here for all of them.',
  },
  'zh-CN': { title: '简体中文', intro: '每个错误都带有代码。`kimi-shell help --troubleshoot <代码>` 各页的内容都在这里。' },
};

/** docs/troubleshooting.md: the pages of all error codes in both languages. Markdown. */
export function troubleshootingDocument(): string {
  return [
    '# Troubleshooting · 故障排除',
    '',
    '<!-- Made by `npm run docs` from src-shared/errors and src-shared/messages. -->',
    '',
    ...LANGUAGES.flatMap((language) => chapter(language, textsIn(language))),
  ].join('\n');
}

function chapter(language: Language, texts: Texts): readonly string[] {
  const { title, intro } = HEADINGS[language];
  return [
    `## ${title}`,
    '',
    intro,
    '',
    ...ERROR_KINDS.flatMap((kind) => {
      const name = texts.t(`cli.trouble.kind.${kind}`);
      const codes = errorCodes().filter((code) => ERROR_CODES[code].kind === kind);
      return [`### ${name.charAt(0).toUpperCase()}${name.slice(1)}`, '', ...codes.flatMap((code) => pageOf(code, texts))];
    }),
  ];
}

function pageOf(code: Parameters<typeof errorPage>[0], texts: Texts): readonly string[] {
  const { t } = texts;
  const { severity, retryable, what, more, todo } = errorPage(code, texts);
  const facts: readonly (readonly [string, string])[] = [
    [t('cli.trouble.severity'), t(`cli.trouble.severity.${severity}`)],
    [t('cli.trouble.again'), t(retryable ? 'cli.trouble.yes' : 'cli.trouble.no')],
    [t('cli.trouble.exit'), String(exitCodeOf(new KimiError(code)))],
  ];
  return [
    `#### ${code}`,
    '',
    `_${plain(what)}_`,
    '',
    plain(more),
    '',
    `**${t('cli.trouble.todo')}:** ${plain(todo)}`,
    '',
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
  ];
}

/** `<command>` is a word of ours, and no element of a page. */
function plain(text: string): string {
  return text.replaceAll('<', '\\<');
}
