import { pairs } from '../output/table.ts';
import type { Look } from '../output/views.ts';
import { procedures } from '../program/command-specs.ts';
import { contractText } from '../program/contract-text.ts';
import { unknownProcedure } from '../program/unknown-procedure.ts';
import { type AuditedCalls, auditedCalls } from './audited-calls.ts';
import { fieldTexts, outputText } from './type-text.ts';

type Procedure = ReturnType<typeof procedures>[number];

/** Columns of a terminal whose size is not known. */
const USUAL_WIDTH = 100;
const INDENT = '  ';

/**
 * The procedures of the contract, which every door offers: one by its name (`session.create`), those of a domain (`session`), or all.
 * @throws KimiError INVALID_INPUT with the nearest name where there is none
 */
export function apiView(wanted: string | null, look: Look): string {
  const all = procedures();
  const found = all.filter(({ path }) => wanted === null || nameOf(path) === wanted || path[0] === wanted);
  if (wanted !== null && found.length === 0) throw unknownProcedure(wanted, '--api');
  const pages = found.map((one) => pageOf(one, look));
  return [...pages, look.texts.t('cli.api.all')].join('\n\n');
}

function nameOf(path: readonly string[]): string {
  return path.join('.');
}

const CHANGES_TEXTS = {
  each: 'cli.api.changes.yes',
  denied: 'cli.api.changes.unaudited',
  'handing-out': 'cli.api.changes.handsOut',
  none: 'cli.api.changes.no',
} as const satisfies Record<AuditedCalls, string>;

function pageOf({ path, meta, input, output, errors }: Procedure, { texts, style, width = USUAL_WIDTH }: Look): string {
  const { t, language } = texts;
  const { cli, role } = meta;
  const about =
    'command' in cli ? contractText(cli.summary, language) : t('cli.api.internal', { why: contractText(cli.internal, language) });
  const facts = pairs([
    [t('cli.api.role'), t(`cli.api.role.${role}`)],
    [t('cli.api.changes'), t(CHANGES_TEXTS[auditedCalls(meta)])],
    ...('command' in cli ? [[t('cli.api.command'), `kimi-shell ${cli.command}`] as const] : []),
    [t('cli.api.errors'), t('cli.api.errors.all', { names: errors.join(', ') })],
  ]);
  const fields = fieldTexts(input).map(
    ({ name, type, about: text }) => [name, `${type}  ${style.paint('dim', contractText(text, language))}`.trimEnd()] as const,
  );
  return [
    `${style.paint('bold', nameOf(path))}  ${about}`,
    indented(facts),
    indented(t('cli.api.input')),
    indented(indented(fields.length === 0 ? '{}' : pairs(fields))),
    indented(t('cli.api.output')),
    indented(indented(outputText(output, width - 2 * INDENT.length))),
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, INDENT);
}
