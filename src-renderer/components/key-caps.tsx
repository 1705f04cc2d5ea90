import { isMac, type Keys, keyCaps } from '../actions/keys.ts';

const MAC = isMac(navigator.platform);

/** The key of an action, as caps. */
export function KeyCaps({ keys }: { readonly keys: Keys }) {
  const caps = keyCaps(MAC ? keys.mac : keys.other, MAC);
  return (
    <kbd className="inline-flex shrink-0 items-center gap-0.5 font-sans text-ink-3 text-xs">
      {caps.map((cap) => (
        <span key={cap} className="rounded-sm border border-line px-1 leading-4">
          {cap}
        </span>
      ))}
    </kbd>
  );
}
