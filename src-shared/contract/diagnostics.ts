import { z } from 'zod';

/** What a diagnostics bundle has, in its order. */
export const DIAGNOSTIC_PARTS = ['versions', 'settings', 'doctor', 'logs'] as const;

/** What somebody who helps needs to know, without secrets and without the name of the home folder. */
export const Diagnostics = z.object({
  /** When it was collected, ms since the epoch. */
  at: z.number(),
  parts: z.array(
    z.object({
      name: z.enum(DIAGNOSTIC_PARTS),
      /** As it is saved: in English, for whoever reads reports. */
      text: z.string(),
    }),
  ),
});
export type Diagnostics = z.infer<typeof Diagnostics>;

/** The file that a bundle is saved as. */
export function diagnosticsText({ at, parts }: Diagnostics): string {
  const head = `Kimi Shell diagnostics of ${new Date(at).toISOString()}\n`;
  return [head, ...parts.map(({ name, text }) => `== ${name} ==\n${text}\n`)].join('\n');
}

/** A name for that file, which says when and is taken by every file system. */
export function diagnosticsFileName({ at }: Diagnostics): string {
  return `kimi-shell-diagnostics-${new Date(at).toISOString().replace(/[:.]/g, '-')}.txt`;
}
