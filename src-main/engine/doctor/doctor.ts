import { type Part, REPAIR_COMMANDS } from '#shared/degradation.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Check, DoctorCheck } from './types.ts';

/** Looks at everything that the engine needs and says what to repair. */
export interface Doctor {
  /** Every check's finding, in the order of the checks. Never rejects: that is what it is there to explain. */
  run(): Promise<readonly DoctorCheck[]>;
}

/** A check that has not answered by then is a finding itself: a hanging disk or program. */
const CHECK_MS = 10_000;

/** Runs `checks` side by side. */
export function createDoctor(checks: readonly Check[], checkMs = CHECK_MS): Doctor {
  return { run: () => Promise.all(checks.map((check) => examine(check, checkMs))) };
}

async function examine(check: Check, ms: number): Promise<DoctorCheck> {
  try {
    const answer = check.run();
    if (!(await settlesWithin(answer, ms))) throw new Error(`no answer in ${ms} ms`);
    const { ok, message, values = {}, missing } = await answer;
    return { id: check.id, ok, message, values, ...(missing === undefined ? {} : lacking(missing)) };
  } catch (error) {
    return { id: check.id, ok: 'failed', message: 'doctor.crashed', values: { check: check.id, reason: String(error) } };
  }
}

function lacking(missing: Part): Pick<DoctorCheck, 'missing' | 'repair'> {
  const repair = REPAIR_COMMANDS[missing];
  return repair === undefined ? { missing } : { missing, repair };
}
