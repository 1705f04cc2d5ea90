import type { AuditEntry, AuditVerdictName, SessionInfo } from '#shared/contract/index.ts';
import { isErrorCode } from '#shared/errors/codes.ts';
import { errorCodes } from '#shared/errors/error-page.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { nearestWord } from '#shared/nearest-word.ts';
import type { CommandContext, Outcome } from '../context.ts';
import type { Connection } from '../engine/client.ts';
import { EXIT } from '../exit-codes.ts';
import { auditView } from '../output/audit-view.ts';
import { Reader } from '../output/reader.ts';
import { isProcedureOrDomain, unknownProcedure } from '../program/unknown-procedure.ts';
import type { Behaviour, Call } from './behaviour.ts';
import { lookOf } from './look.ts';

/** What the commands about the audit log do besides calling their procedure. */
export const AUDIT_COMMANDS: Readonly<Record<string, Behaviour>> = {
  'audit list': { run: page },
  'audit search': { run: page },
  'audit export': { raw: true, run: exportLines },
  'audit verify': { run: verify },
};

async function page({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { readonly entries: readonly AuditEntry[]; readonly more: number | null };
  if (value.entries.length === 0) await refuseImpossible(input as Filters, call);
  return { kind: 'result', value, text: auditView(value, lookOf(context)) };
}

type Filters = Partial<Record<'procedure' | 'result' | 'session', string>>;

/** What the engine itself notes, besides procedures. */
const GAP = 'audit.gap';

/**
 * Refuses a filter that nothing has: no entry would look like a clean log. Asked only where none was found, because entries may have names of
 * another version.
 * @throws KimiError INVALID_INPUT | NOT_FOUND
 */
async function refuseImpossible({ procedure, result, session }: Filters, call: Connection['call']): Promise<void> {
  if (procedure !== undefined && procedure !== GAP && !isProcedureOrDomain(procedure)) throw unknownProcedure(procedure, '--procedure');
  if (result !== undefined && !OUTCOMES.includes(result) && !isErrorCode(result)) {
    const nearest = nearestWord(result, [...OUTCOMES, ...errorCodes()]);
    throw new KimiError('INVALID_INPUT', {
      field: '--result',
      value: result,
      reason: 'an outcome or an error code is expected',
      allowed: OUTCOMES,
      ...(nearest === null ? {} : { nearest }),
    });
  }
  if (session !== undefined) {
    const all = (await call(['session', 'list'], { all: true })) as readonly SessionInfo[];
    if (all.some(({ id, name }) => id === session || name === session)) return;
    // One that is gone, or has another name by now, is in the log, if not among what was asked for.
    const { entries } = (await call(['audit', 'list'], { session, limit: 1 })) as { readonly entries: readonly AuditEntry[] };
    if (entries.length === 0) throw new KimiError('NOT_FOUND', { ref: session });
  }
}

/** How an entry can have ended, besides the codes of errors. */
const OUTCOMES: readonly string[] = ['ok', 'failed', 'allowed', 'denied'];

async function exportLines(given: Call, context: CommandContext): Promise<Outcome> {
  const stdout = new Reader(context.io.stdout);
  await Promise.race([writeLines(given, context, stdout), stdout.left]);
  return { kind: 'done', exit: EXIT.done };
}

/** Piece by piece, so that neither side ever has the whole log in memory. */
async function writeLines({ spec, input }: Call, context: CommandContext, stdout: Reader): Promise<void> {
  const { call } = await context.engine();
  let found = false;
  for (let after: number | null = (input as { readonly after: number }).after; after !== null; ) {
    const piece = (await call(spec.procedure, { ...(input as object), after })) as { entries: AuditEntry[]; next: number | null };
    await stdout.write(piece.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    found ||= piece.entries.length > 0;
    after = piece.next;
  }
  if (!found) await refuseImpossible(input as Filters, call);
}

async function verify({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const value = (await call(spec.procedure, input)) as { verdict: AuditVerdictName; at: number | null; entries: number };
  const { verdict, at, entries } = value;
  const { t } = context.texts;
  const text = verdict === 'intact' ? t('audit.verdict.intact', { count: entries }) : t(`audit.verdict.${verdict}`, { at: at ?? 0 });
  return { kind: 'result', value, text, exit: verdict === 'intact' ? EXIT.done : EXIT.failed };
}
