import type { TerminalSignal } from '../../../mirror/types.ts';

/** Kimi stops and starts its progress mark within 1 ms in mid-turn; 100 ms tell that from a real stop. */
const SETTLE_MS = 100;

/** What Kimi said out of band in its stream. Times are ms since the epoch. */
export interface OscBelief {
  /** Progress (OSC 9;4): true while it works; null before it said anything. Repeated every second while true. */
  readonly working: { readonly value: boolean; readonly at: number } | null;
  /** A notification that asks for the person, until work goes on. */
  readonly wants: { readonly ask: 'approval' | 'question'; readonly text: string; readonly at: number } | null;
  readonly title: { readonly text: string; readonly at: number } | null;
}

/** Follows OSC 0, 9 and 9;4 of one terminal. */
export class OscTracker {
  readonly #now: () => number;
  readonly #onChange: () => void;
  #belief: OscBelief = { working: null, wants: null, title: null };
  #stopping: NodeJS.Timeout | null = null;

  constructor(options: { readonly now: () => number; readonly onChange: () => void }) {
    this.#now = options.now;
    this.#onChange = options.onChange;
  }

  /** What is believed now. */
  get belief(): OscBelief {
    return this.#belief;
  }

  /** Takes the next signal of the stream; `past` when it was said before anybody of now listened. */
  take(signal: TerminalSignal, past = false): void {
    const at = this.#now();
    switch (signal.kind) {
      case 'title':
        this.#set({ ...this.#belief, title: { text: signal.text, at } });
        return;
      case 'notify': {
        const ask = askOf(signal.text);
        if (ask !== null) this.#set({ ...this.#belief, wants: { ask, text: signal.text, at } });
        return;
      }
      case 'progress':
        if (past) this.#pastProgress(signal.state !== 0, at);
        else this.#progress(signal.state !== 0, at);
        return;
      case 'bell':
        return;
    }
  }

  /** Work that went on then says nothing about now, Kimi repeats its mark if it still does; a stop holds until a new start. */
  #pastProgress(working: boolean, at: number): void {
    if (working) this.#set({ ...this.#belief, working: null, wants: null });
    else this.#set({ ...this.#belief, working: { value: false, at } });
  }

  #progress(working: boolean, at: number): void {
    if (this.#stopping !== null) clearTimeout(this.#stopping);
    this.#stopping = null;
    if (working) {
      this.#set({ ...this.#belief, working: { value: true, at }, wants: null });
      return;
    }
    this.#stopping = setTimeout(() => {
      this.#stopping = null;
      this.#set({ ...this.#belief, working: { value: false, at } });
    }, SETTLE_MS);
  }

  #set(belief: OscBelief): void {
    this.#belief = belief;
    this.#onChange();
  }

  /** Stops its timer. */
  close(): void {
    if (this.#stopping !== null) clearTimeout(this.#stopping);
    this.#stopping = null;
  }
}

function askOf(text: string): 'approval' | 'question' | null {
  if (/approval required/i.test(text)) return 'approval';
  return /needs your answer/i.test(text) ? 'question' : null;
}
