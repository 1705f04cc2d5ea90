import { parseKeys } from '#shared/key-combination.ts';
import type { KeyMap } from './key-map.ts';
import { isModifier, type KeyPress, matches } from './keys.ts';

/**
 * Decides which action a key press means. After `literal()`, the next press that is not a bare modifier means none, so that
 * a program can be given a key that the app would keep.
 */
export class KeyDispatch<A extends { readonly id: string }> {
  private readonly actions: readonly A[];
  private table: readonly { readonly action: A; readonly keys: ReturnType<typeof parseKeys> }[] = [];
  private escaped = false;

  constructor(actions: readonly A[], map: KeyMap) {
    this.actions = actions;
    this.setKeys(map);
  }

  /** The person has other keys from now on. */
  setKeys(map: KeyMap): void {
    this.table = this.actions.flatMap((action) => {
      const spec = map.get(action.id);
      return spec === undefined ? [] : [{ action, keys: parseKeys(spec) }];
    });
  }

  /** The next key press is not ours. */
  literal(): void {
    this.escaped = true;
  }

  /** The action of a key press; null when it is the terminal's (or the page's) own. */
  actionFor(press: KeyPress): A | null {
    if (this.escaped) {
      if (!isModifier(press.code)) this.escaped = false;
      return null;
    }
    return this.table.find((entry) => matches(entry.keys, press))?.action ?? null;
  }
}
