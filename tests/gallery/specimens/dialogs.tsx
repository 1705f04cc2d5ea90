import { Dialogs } from '#renderer/app/dialogs.tsx';
import type { Dialog } from '#renderer/app/dialogs-store.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { EACH_STATE, known } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const WAITING = known(5, 'waiting');
const WORKING = known(4, 'working');
const IDLE = known(3, 'idle');
const ENDED = known(8, 'exited', {
  terminals: [
    { id: `trm_${'8'.padStart(26, '0')}`, firstAvailable: 0, end: 52_428, cols: 120, rows: 40, exit: { code: 0, signal: null, at: 0 } },
  ],
});

function dialog(id: string, open: Dialog, sessions: readonly SessionInfo[] = EACH_STATE): Specimen {
  return {
    id: `dialog-${id}`,
    alone: true,
    sessions,
    arrange: ({ dialogs }) => dialogs.getState().open(open),
    draw: () => <Dialogs />,
  };
}

export const DIALOGS: readonly Specimen[] = [
  dialog('new-session', { kind: 'new-session' }),
  dialog('new-session-first', { kind: 'new-session' }, []),
  dialog('rename', { kind: 'rename', session: IDLE.id }, [IDLE]),
  dialog('stop-waiting', { kind: 'stop', sessions: [WAITING.id] }, [WAITING]),
  dialog('stop-working', { kind: 'stop', sessions: [WORKING.id] }, [WORKING]),
  dialog('stop-many', { kind: 'stop', sessions: [WAITING.id, WORKING.id] }, [WAITING, WORKING]),
  dialog('delete-running', { kind: 'delete', sessions: [IDLE.id] }, [IDLE]),
  dialog('delete-ended', { kind: 'delete', sessions: [ENDED.id] }, [ENDED]),
  dialog('delete-many', { kind: 'delete', sessions: [IDLE.id, ENDED.id] }, [IDLE, ENDED]),
  dialog('palette', { kind: 'palette', only: 'all' }),
  dialog('switcher', { kind: 'palette', only: 'sessions' }),
  dialog('switcher-empty', { kind: 'palette', only: 'sessions' }, []),
];
