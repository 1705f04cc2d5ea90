import type { z } from 'zod';
import type { DoctorCheck as DoctorCheckSchema } from '#shared/contract/index.ts';
import type { Part } from '#shared/degradation.ts';
import type { doctor as messages } from '#shared/messages/en/doctor.ts';

export type DoctorCheck = z.infer<typeof DoctorCheckSchema>;
/** Only texts that exist can be said. */
export type DoctorMessage = keyof typeof messages | PluralBase<keyof typeof messages>;

/** `count` chooses the form where the text is read. */
type PluralBase<K> = K extends `${infer Base}_other` ? Base : never;

/** One finding, before it has the id of its check. */
export interface Finding {
  readonly ok: DoctorCheck['ok'];
  readonly message: DoctorMessage;
  readonly values?: DoctorCheck['values'];
  /** The part that is not there. */
  readonly missing?: Part;
  /** The command that brings it back, where it is not the usual one of the part. */
  readonly repair?: string;
  /** What the check's `repair` would do about it, as a text; only where that is safe and there is something to do. */
  readonly remedy?: { readonly message: DoctorMessage; readonly values?: DoctorCheck['values'] };
}

/** One thing to look at. A check that throws has failed, and what it threw is said. */
export interface Check {
  readonly id: string;
  run(): Promise<Finding>;
  /** How long that may take, where it waits for more than the machine. Default: what the doctor gives every check. */
  readonly withinMs?: number;
  /** Does what the remedy of its finding says. @throws when it cannot */
  readonly repair?: () => Promise<void>;
}
