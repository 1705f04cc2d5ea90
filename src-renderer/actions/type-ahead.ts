/** A key press as far as typing ahead needs it. */
export type TypedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Keys that were typed for a dialog which is not drawn yet (its code is on the way). They must not reach the terminal that
 * still has the caret: what was meant to find a command would be typed into an agent.
 */
export class TypeAhead {
  private text = '';
  private entered = false;

  /** Takes a key. Everything after Enter is dropped: it was typed for whatever Enter would have brought. */
  take(press: TypedKey): void {
    if (this.entered || press.ctrlKey || press.metaKey || press.altKey) return;
    if (press.key === 'Enter') this.entered = true;
    else if (press.key === 'Backspace') this.text = [...this.text].slice(0, -1).join('');
    else if ([...press.key].length === 1) this.text += press.key;
  }

  /** Takes the choice of what is marked first, as Enter would. */
  enter(): void {
    this.entered = true;
  }

  /** What was typed, once. `entered`: it ended with Enter. */
  drain(): { readonly text: string; readonly entered: boolean } {
    const typed = { text: this.text, entered: this.entered };
    this.text = '';
    this.entered = false;
    return typed;
  }
}
