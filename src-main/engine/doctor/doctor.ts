import { type Part, REPAIR_COMMANDS } from '#shared/degradation.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Check, DoctorCheck, Finding } from './types.ts';

/** Looks at everything that the engine needs and says what to repair. */
export interface Doctor {
  /** Every check's finding, in the order of the checks. Never rejects: that is what it is there to explain. */
  run(): Promise<readonly DoctorCheck[]>;
  /**
   * Looks at one thing, does what the remedy of the finding says, and looks again.
   * @returns what is found then
   * @throws KimiError NOT_FOUND when there is no such check | CONFLICT when what is wrong cannot be repaired from here | as the repair does
   */
  repair(id: string): Promise<DoctorCheck>;
}

/** A check that has not answered by then is a finding itself: a hanging disk or program. */
const CHECK_MS = 10_000;

/** Runs `checks` side by side. */
export function createDoctor(checks: readonly Check[], checkMs = CHECK_MS): Doctor {
  return {
    run: () => Promise.all(checks.map((check) => examine(check, checkMs))),
    async repair(id) {
      const check = checks.find((one) => one.id === id);
      if (check === undefined) throw new KimiError('NOT_FOUND', { ref: id });
      // Asked again: what was shown to the person may have been put right since, by itself even.
      const found = await examine(check, checkMs);
      if (found.ok === 'ok') return found;
      if (found.remedy === undefined || check.repair === undefined) {
        throw new KimiError('CONFLICT', { name: id, reason: 'there is nothing to repair' });
      }
      await check.repair();
      return examine(check, checkMs);
    },
  };
}

async function examine(check: Check, usualMs: number): Promise<DoctorCheck> {
  const { withinMs: ms = usualMs } = check;
  try {
    const answer = check.run();
    if (!(await settlesWithin(answer, ms))) throw new Error(`no answer in ${ms} ms`);
    const { ok, message, values = {}, missing, repair, remedy } = await answer;
    return { id: check.id, ok, message, values, ...(missing === undefined ? {} : lacking(missing, repair)), ...offered(remedy) };
  } catch (error) {
    return { id: check.id, ok: 'failed', ...inWords(error, check.id) };
  }
}

/** What kept a check from being made: an error of ours is said as everywhere, with what can be done. */
function inWords(error: unknown, check: string): Pick<DoctorCheck, 'message' | 'values'> {
  if (!(error instanceof KimiError)) return { message: 'doctor.crashed', values: { check, reason: String(error) } };
  const known = Object.entries(error.context).filter((entry): entry is [string, string | number] => isWord(entry[1]));
  return { message: `error.${error.code}`, values: Object.fromEntries(known) };
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function lacking(missing: Part, repair = REPAIR_COMMANDS[missing]): Pick<DoctorCheck, 'missing' | 'repair'> {
  return repair === undefined ? { missing } : { missing, repair };
}

function offered(remedy: Finding['remedy']): Pick<DoctorCheck, 'remedy'> {
  return remedy === undefined ? {} : { remedy: { message: remedy.message, values: remedy.values ?? {} } };
}
