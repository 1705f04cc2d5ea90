import type { KeySpec } from '#shared/key-combination.ts';
import type { Action } from '../actions/actions.ts';
import { isMac, keyCaps } from '../actions/keys.ts';
import { useActionKey } from '../actions/use-action-key.ts';

const MAC = isMac(navigator.platform);

/** A combination, as caps. */
export function KeyCaps({ keys }: { readonly keys: KeySpec }) {
  return (
    <kbd className="inline-flex shrink-0 items-center gap-0.5 font-sans text-ink-3 text-xs">
      {keyCaps(keys, MAC).map((cap) => (
        <span key={cap} className="rounded-sm border border-line px-1 leading-4">
          {cap}
        </span>
      ))}
    </kbd>
  );
}

/** The key of an action, as caps; nothing when it has none. */
export function ActionKey({ action }: { readonly action: Action }) {
  const keys = useActionKey(action);
  return keys === null ? null : <KeyCaps keys={keys} />;
}
