import type { AuditEntry, AuditVerdictName } from '#shared/contract/index.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { auditView } from '../output/audit-view.ts';
import { Reader } from '../output/reader.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { lookOf } from './look.ts';

/** What the commands about the audit log do besides calling their procedure. */
export const AUDIT_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'audit list': { view: pageView },
  'audit search': { view: pageView },
  'audit export': { raw: true, run: exportLines },
  'audit verify': { run: verify },
};

function pageView(value: unknown, context: CommandContext): string {
  return auditView(value as { readonly entries: readonly AuditEntry[]; readonly more: number | null }, lookOf(context));
}

async function exportLines(given: Call, context: CommandContext): Promise<Outcome> {
  const stdout = new Reader(context.io.stdout);
  await Promise.race([writeLines(given, context, stdout), stdout.left]);
  return { kind: 'done', exit: EXIT.done };
}

/** Piece by piece, so that neither side ever has the whole log in memory. */
async function writeLines({ spec, input }: Call, context: CommandContext, stdout: Reader): Promise<void> {
  const { call } = await context.engine();
  for (let after: number | null = (input as { readonly after: number }).after; after !== null; ) {
    const piece = (await call(spec.procedure, { ...(input as object), after })) as { entries: AuditEntry[]; next: number | null };
    await stdout.write(piece.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    after = piece.next;
  }
}

async function verify({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { verdict: AuditVerdictName; at: number | null; entries: number };
  const { verdict, at, entries } = value;
  const { t } = context.texts;
  const text = verdict === 'intact' ? t('audit.verdict.intact', { count: entries }) : t(`audit.verdict.${verdict}`, { at: at ?? 0 });
  return { kind: 'result', value, text, exit: verdict === 'intact' ? EXIT.done : EXIT.failed };
}
