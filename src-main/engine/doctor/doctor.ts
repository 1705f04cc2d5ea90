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
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
    });
    const { ok, message, values = {} } = await Promise.race([check.run(), late]);
    return { id: check.id, ok, message, values };
  } catch (error) {
    return { id: check.id, ok: 'failed', message: 'doctor.crashed', values: { check: check.id, reason: String(error) } };
  } finally {
    clearTimeout(timer);
  }
}
