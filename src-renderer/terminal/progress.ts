/** How far a program says it is (OSC 9;4, ConEmu's sequence, which Kimi and many others send). */
export type Progress =
  | { readonly kind: 'percent' | 'error' | 'paused'; readonly percent: number }
  /** It works, and does not know how long. */
  | { readonly kind: 'busy' };

const KINDS = { '1': 'percent', '2': 'error', '4': 'paused' } as const;

/**
 * Reads the data of an OSC 9 sequence. Undefined: it says nothing of progress (OSC 9 is also how programs send a message); null:
 * the progress is over.
 */
export function parseProgress(data: string): Progress | null | undefined {
  const [command, state = '', value = ''] = data.split(';');
  if (command !== '4') return undefined;
  if (state === '0') return null;
  if (state === '3') return { kind: 'busy' };
  const kind = KINDS[state as keyof typeof KINDS];
  if (kind === undefined) return undefined;
  const percent = Number.parseInt(value, 10);
  return { kind, percent: Number.isNaN(percent) ? 0 : Math.min(100, Math.max(0, percent)) };
}
