import type { GapReason, GatewayMessage } from '#shared/terminal/viewer-protocol.ts';

/** Finds the words for missing bytes. */
export type DescribeGap = (reason: GapReason, bytes: number) => string;

/** A dim line that stands in a terminal where bytes are missing. */
export function gapLine(words: DescribeGap, gap: Extract<GatewayMessage, { type: 'gap' }>): string {
  return `\r\n\u001b[0;2m── ${words(gap.reason, gap.to - gap.from)} ──\u001b[0m\r\n`;
}
