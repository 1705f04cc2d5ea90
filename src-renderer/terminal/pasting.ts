import { encodePaste } from '#shared/terminal/sanitize-paste.ts';
import { utf8 } from './input-bytes.ts';
import type { TerminalStore } from './terminal-state.ts';

export interface PastingOptions {
  readonly store: TerminalStore;
  /** Whether several lines wait for the person's word where each would run. */
  readonly confirm: () => boolean;
  /** The program takes a paste as one (bracketed paste), so that no line of it runs by itself. */
  readonly bracketed: () => boolean;
  readonly send: (bytes: Uint8Array) => void;
}

/** What the person says to a paste that waits. */
export type PasteAnswer = 'paste' | 'one-line' | 'cancel';

/** Pastes text the only way there is: cleaned, in one message, and not before the person has said so where lines would run. */
export class Pasting {
  private readonly options: PastingOptions;

  constructor(options: PastingOptions) {
    this.options = options;
  }

  paste(text: string): void {
    const { confirm, bracketed, store } = this.options;
    if (confirm() && !bracketed() && /[\r\n]/.test(text.trimEnd())) store.setState({ paste: text });
    else this.now(text);
  }

  answer(answer: PasteAnswer): void {
    const { store } = this.options;
    const { paste } = store.getState();
    store.setState({ paste: null });
    if (paste === null || answer === 'cancel') return;
    this.now(answer === 'paste' ? paste : paste.trimEnd().replace(/\s*[\r\n]+\s*/g, ' '));
  }

  private now(text: string): void {
    const bytes = utf8(encodePaste(text, this.options.bracketed()));
    if (bytes.length > 0) this.options.send(bytes);
  }
}
