import { KimiError } from '#shared/errors/kimi-error.ts';
import { encodePaste, sanitizePaste } from '#shared/terminal/sanitize-paste.ts';
import type { InputLease } from '../../../holder/types.ts';
import { exclusively } from './exclusively.ts';
import type { OscBelief } from './osc-tracker.ts';
import type { ScreenPart } from './screen-reader.ts';

/** What sending needs of the terminal and its watch. */
export interface MessagePort {
  /** Reads the screen as it is now. */
  look(): Promise<ScreenPart>;
  /** Byte of output that the last look stood at. */
  position(): number;
  /** What Kimi waits for the person to answer, although the screen may not show it yet; null when nothing. */
  waitsFor(): string | null;
  osc(): OscBelief;
  ended(): boolean;
  input(bytes: Uint8Array): Promise<void>;
  /** Holds the terminal's input. */
  lease(withinMs: number): Promise<InputLease>;
  /** Resolves at the next news (signal, screen, transcript, end), or after `limitMs`. */
  news(limitMs: number): Promise<void>;
  onMessage(listener: (text: string) => void): () => void;
  /** ms on a clock that nobody sets. */
  now(): number;
}

export type ConfirmedBy = 'transcript' | 'osc' | 'screen';

/** The transcript follows the progress mark within milliseconds; when it has not after this, the mark has to do. */
const TRANSCRIPT_GRACE_MS = 3_000;
/**
 * A Kimi that has just been trusted shows its box a moment before it has read which model it has, and answers what is sent then with an error. One
 * that has none says so itself.
 */
const MODEL_MS = 10_000;
/** Screens are looked at again after this long without news: an echo may be all that happens. */
const LOOK_MS = 250;
/** Under a lease there is no time to wait for the screen to settle: Kimi draws a paste within some 20 ms. */
const QUICK_LOOK_MS = 15;
/** As many quick looks as fit into a lease. */
const QUICK_LOOKS = 6;

/**
 * Sends one message and waits until Kimi has taken it.
 * @throws KimiError INVALID_INPUT (nothing to send) | CONFLICT (a menu or a half-written message is in the way; nothing
 * was written) | SESSION_ENDED | PROMPT_NOT_CONFIRMED
 */
export async function sendMessage(port: MessagePort, text: string, timeoutMs: number): Promise<ConfirmedBy> {
  const message = sanitizePaste(text).trim();
  if (message === '') throw new KimiError('INVALID_INPUT', { field: 'text', reason: 'nothing but spaces and control characters' });
  const deadline = port.now() + timeoutMs;
  // It may take long until Kimi shows a box; nobody should be kept from typing for that.
  const { noModel } = await inputBox(port, deadline);
  if (noModel && !isCommand(message)) await modelLoaded(port, deadline);
  let recorded = false;
  const stop = port.onMessage((taken) => {
    recorded ||= plain(taken).includes(plain(message));
  });
  try {
    const { busy, before, position } = await type(port, message, deadline);
    return await confirmed(port, message, { busy, before, position, deadline, recorded: () => recorded });
  } finally {
    stop();
  }
}

/** Types the message into an empty box and presses Enter. */
async function type(port: MessagePort, message: string, deadline: number): Promise<Pick<Sent, 'busy' | 'before' | 'position'>> {
  const paste = encodePaste(message, true);
  let typed: Pick<Sent, 'busy' | 'before' | 'position'> | null = null;
  return exclusively(port, deadline, async (write) => {
    if (typed === null) {
      const busy = (await inputBox(port, deadline)).busy !== null;
      const where = { busy, before: port.osc().working, position: port.position() };
      await write(Buffer.from(busy ? paste : `${paste}\r`));
      if (!busy) return where;
      typed = where;
    }
    // A turn that runs may ask for approval at any moment, and Enter would then approve. So Enter goes only after
    // the text is seen in the box.
    await pasted(port, message, deadline);
    await write(Buffer.from('\r'));
    return typed;
  });
}

type Box = Extract<ScreenPart, { kind: 'box' }>;

async function inputBox(port: MessagePort, deadline: number): Promise<Box> {
  for (;;) {
    refuseEnded(port);
    const waits = port.waitsFor();
    if (waits !== null) throw new KimiError('CONFLICT', { reason: 'Kimi waits for an answer; give it first', what: waits });
    const part = await port.look();
    if (part.kind === 'box') {
      if (part.draft === '') return part;
      throw new KimiError('CONFLICT', { reason: 'the input box holds text that was not sent; send or clear it first' });
    }
    refusePanel(part);
    if (port.now() >= deadline) {
      const shown = part.kind === 'unknown' ? part.error : null;
      throw new KimiError('PROMPT_NOT_CONFIRMED', { reason: 'Kimi shows no input box; nothing was sent', shown });
    }
    await port.news(Math.min(LOOK_MS, deadline - port.now()));
  }
}

async function modelLoaded(port: MessagePort, deadline: number): Promise<void> {
  // Half of the time at most: what is sent then is to be confirmed in the rest.
  const until = port.now() + Math.min(MODEL_MS, (deadline - port.now()) / 2);
  while ((await inputBox(port, deadline)).noModel && port.now() < until) await port.news(Math.min(LOOK_MS, until - port.now()));
}

/** Commands of Kimi itself (`/help`) and of the shell (`!ls`) are no messages: they need no model, and no record follows. */
function isCommand(message: string): boolean {
  return /^[/!]/.test(message);
}

function refuseEnded(port: MessagePort): void {
  if (port.ended()) throw new KimiError('SESSION_ENDED', {});
}

function refusePanel(part: ScreenPart): void {
  if (part.kind === 'trust') throw new KimiError('CONFLICT', { reason: 'Kimi asks whether to trust this folder; answer that first' });
  if (part.kind === 'panel')
    throw new KimiError('CONFLICT', { reason: 'a menu is open in the terminal; answer it first', what: part.what });
}

async function pasted(port: MessagePort, message: string, deadline: number): Promise<void> {
  const start = squeezed(message).slice(0, 20);
  for (let looks = 1; ; looks += 1) {
    refuseEnded(port);
    const part = await port.look();
    refusePanel(part);
    const waits = port.waitsFor();
    if (waits !== null)
      throw new KimiError('CONFLICT', { reason: 'Kimi began to wait for an answer; the message was not sent', what: waits });
    if (part.kind === 'box' && (squeezed(part.draft).includes(start) || part.draft.includes('[paste #'))) return;
    if (port.now() >= deadline) throw new KimiError('PROMPT_NOT_CONFIRMED', { reason: 'the text did not appear in the input box' });
    await port.news(Math.min(looks <= QUICK_LOOKS ? QUICK_LOOK_MS : LOOK_MS, deadline - port.now()));
  }
}

interface Sent {
  readonly busy: boolean;
  /** The progress mark before anything was written; a new one is another object. */
  readonly before: OscBelief['working'];
  readonly position: number;
  readonly deadline: number;
  readonly recorded: () => boolean;
}

async function confirmed(port: MessagePort, message: string, sent: Sent): Promise<ConfirmedBy> {
  const command = isCommand(message);
  const start = squeezed(message.split(/\r?\n/, 1)[0] ?? '').slice(0, 20);
  let startedAt: number | null = null;
  for (;;) {
    if (sent.recorded()) return 'transcript';
    if (port.ended() && command) return 'screen';
    refuseEnded(port);
    const part = await port.look();
    if (sent.recorded()) return 'transcript';
    if (part.kind === 'box' && part.queued.some((queued) => squeezed(queued).includes(start))) return 'screen';
    if (command && port.position() > sent.position && (part.kind !== 'box' || part.draft === '')) return 'screen';
    const { working } = port.osc();
    if (!sent.busy && working?.value === true && working !== sent.before) startedAt ??= port.now();
    const now = port.now();
    if (startedAt !== null && now >= Math.min(sent.deadline, startedAt + TRANSCRIPT_GRACE_MS)) return 'osc';
    if (now >= sent.deadline) throw new KimiError('PROMPT_NOT_CONFIRMED', { reason: 'Kimi did not show that it took the message' });
    await port.news(Math.min(LOOK_MS, sent.deadline - now));
  }
}

/** Text without regard to how it was wrapped. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
