import { encodePaste } from '#shared/terminal/sanitize-paste.ts';
import { exclusively } from './exclusively.ts';
import type { MessagePort } from './message.ts';

const ESC = '\u001b';
const CTRL_C = '\u0003';
/** One Esc rejects an open approval, the next interrupts the turn; the third is for a turn that asked again in between. */
const MAX_ESC = 3;
/** An interrupted turn is over within about 50 ms; a busy machine gets more, and the caller's signals come after. */
const CALM_MS = 1_000;
const LOOK_MS = 100;

/** What leaving needs beyond sending. */
export interface LeavePort extends MessagePort {
  /** Whether a turn runs or waits. */
  busy(): boolean;
}

/**
 * Asks Kimi to end by itself: interrupts its turn, clears the input box, sends `/exit`. Takes at most about 4 s.
 * Writes `/exit` only into an empty input box: Enter in a menu would choose something.
 */
export async function askToLeave(port: LeavePort): Promise<void> {
  for (let round = 0; round < MAX_ESC && !port.ended(); round += 1) {
    const part = await port.look();
    if (part.kind === 'trust') {
      // Esc is "exit" here.
      await port.input(Buffer.from(ESC));
      return;
    }
    const calm = part.kind === 'box' && part.busy === null && !port.busy();
    if (calm) break;
    await port.input(Buffer.from(ESC));
    await until(port, async () => {
      const now = await port.look();
      return now.kind === 'box' && now.busy === null && !port.busy();
    });
  }
  const part = await port.look();
  if (port.ended() || part.kind !== 'box' || part.busy !== null) return;
  if (part.draft !== '') {
    await port.input(Buffer.from(CTRL_C));
    const cleared = await until(port, async () => {
      const now = await port.look();
      return now.kind === 'box' && now.draft === '';
    });
    if (!cleared) return;
  }
  await exclusively(port, port.now() + CALM_MS, async (write) => {
    const now = await port.look();
    if (!port.ended() && now.kind === 'box' && now.busy === null && now.draft === '') {
      await write(Buffer.from(`${encodePaste('/exit', true)}\r`));
    }
  });
}

async function until(port: LeavePort, reached: () => Promise<boolean>): Promise<boolean> {
  const deadline = port.now() + CALM_MS;
  while (!port.ended()) {
    if (await reached()) return true;
    const left = deadline - port.now();
    if (left <= 0) return false;
    await port.news(Math.min(LOOK_MS, left));
  }
  return false;
}
