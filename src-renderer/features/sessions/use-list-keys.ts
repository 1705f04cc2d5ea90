import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { between } from './list-rows.ts';

/** Rows that Page Up and Page Down move by. */
const PAGE = 10;

/** What keys do on a row of the list. */
export function useListKeys({
  order,
  anchor,
  focusRow,
}: {
  readonly order: readonly SessionId[];
  /** Where choosing several began. */
  readonly anchor: RefObject<SessionId | null>;
  readonly focusRow: (id: SessionId) => void;
}) {
  const { list, dialogs, arrange } = useServices();
  return useCallback(
    (event: KeyboardEvent<HTMLElement>, id: SessionId) => {
      const { chosen, choose, setSearch, search } = list.getState();
      const command = event.ctrlKey || event.metaKey;
      if (event.altKey && !command && !event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault();
        // Moving a row in the page takes the focus from it.
        void arrange.step(id, event.key === 'ArrowUp' ? -1 : 1).then((moved) => moved && focusRow(id));
        return;
      }
      if (event.altKey || (command && event.key !== 'a')) return;
      const at = order.indexOf(id);
      const last = order.length - 1;
      const moves: Record<string, number> = {
        ArrowDown: at + 1,
        ArrowUp: at - 1,
        PageDown: at + PAGE,
        PageUp: at - PAGE,
        Home: 0,
        End: last,
      };
      const to = order[Math.min(Math.max(moves[event.key] ?? -1, 0), last)];
      if (event.key in moves && to !== undefined) {
        if (event.shiftKey) {
          anchor.current ??= id;
          choose(between(order, anchor.current, to));
        } else {
          anchor.current = null;
          choose([]);
        }
        focusRow(to);
      } else if (event.key === 'a' && command) choose(order);
      else if (event.key === 'Escape' && chosen.size > 0) choose([]);
      else if (event.key === 'Escape' && search !== null) setSearch(null);
      else if (event.key === 'F2') dialogs.getState().open({ kind: 'rename', session: id });
      else if (event.key === 'Delete') dialogs.getState().open({ kind: 'delete', sessions: chosen.has(id) ? [...chosen] : [id] });
      // A letter looks for something; a space is the button's own.
      else if (event.key.length === 1 && event.key !== ' ' && !command) {
        setSearch(`${search ?? ''}${event.key}`);
        // A field that is open already takes the next letters; one that opens now takes the focus itself.
        document.querySelector<HTMLElement>('[data-session-search]')?.focus();
      } else return;
      event.preventDefault();
    },
    [list, dialogs, arrange, order, anchor, focusRow],
  );
}
