import { type KeyPress, type Keys, matches, parseKeys } from './keys.ts';

/** What the dispatcher needs of an action. */
export interface KeyedAction {
  readonly id: string;
  readonly keys?: Keys;
}

const MODIFIERS = /^(Control|Shift|Alt|Meta)(Left|Right)$/;

/**
 * Decides which action a key press means. After `literal()`, the next press that is not a bare modifier means none, so that
 * a program can be given a key that the app would keep.
 */
export class KeyDispatch<A extends KeyedAction> {
  private readonly table: readonly { readonly action: A; readonly keys: ReturnType<typeof parseKeys> }[];
  private escaped = false;

  constructor(actions: readonly A[], mac: boolean) {
    this.table = actions.flatMap((action) =>
      action.keys === undefined ? [] : [{ action, keys: parseKeys(mac ? action.keys.mac : action.keys.other) }],
    );
  }

  /** The next key press is not ours. */
  literal(): void {
    this.escaped = true;
  }

  /** The action of a key press; null when it is the terminal's (or the page's) own. */
  actionFor(press: KeyPress): A | null {
    if (this.escaped) {
      if (!MODIFIERS.test(press.code)) this.escaped = false;
      return null;
    }
    return this.table.find((entry) => matches(entry.keys, press))?.action ?? null;
  }
}
