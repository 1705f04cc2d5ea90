import { type ComponentType, type FunctionComponent, useSyncExternalStore } from 'react';
import { LateCode } from './late-code.ts';

/** A component whose code is fetched when it is drawn first, or ahead by `code`. */
export type Part<P extends object> = FunctionComponent<P> & { readonly code: LateCode<ComponentType<P>> };

/**
 * Code that is fetched late, as soon as it is there; null before. React's own way, `lazy` within `Suspense`, holds back for 300 ms
 * what it has shown a stand-in for, and shows one even for code that came long ago.
 * @throws what fetching it threw, for the boundary around it
 */
export function useCode<T>(code: LateCode<T>): T | null {
  const now = useSyncExternalStore(code.subscribe, code.current);
  if (now.kind === 'failed') throw now.error;
  return now.kind === 'ready' ? now.value : null;
}

/** Makes a part of the window that is fetched late. @param StandIn is drawn until it is there; without one, nothing is */
export function part<P extends object>(load: () => Promise<ComponentType<P>>, StandIn?: ComponentType): Part<P> {
  const code = new LateCode(load);
  function Part(props: P) {
    const Loaded = useCode(code);
    if (Loaded !== null) return <Loaded {...props} />;
    return StandIn === undefined ? null : <StandIn />;
  }
  return Object.assign(Part, { code });
}
