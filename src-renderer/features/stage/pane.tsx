import { Radio, X } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { part } from '../../components/part.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { folderBeside, nameTitle } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';
import type { Pane as PaneNode } from '../../state/layout-tree.ts';
import { PaneDropZone } from './pane-drop-zone.tsx';
import { PanePicker } from './pane-picker.tsx';
import { useMovable } from './stage-drag.ts';

// xterm.js is the largest part of the window and not needed for its first paint.
const TerminalPane = part(async () => (await import('./terminal-pane.tsx')).default, Attaching);

/** Lets panes fetch their code anew after that has failed. */
export const forgetPaneFailure = () => TerminalPane.code.forgetFailure();

export interface PaneProps {
  readonly pane: PaneNode;
  /** It has (or last had) the caret in its tab. */
  readonly focused: boolean;
  readonly shown: boolean;
  readonly alone: boolean;
}

/** One place of the stage: a header when there are several, and the session's terminal or the choice of one. */
export function Pane({ pane, focused, shown, alone }: PaneProps) {
  const { layout, sessions } = useServices();
  const session = useStore(sessions, (state) => (pane.session === null ? undefined : state.byId[pane.session]));
  return (
    <div
      data-pane={pane.id}
      onFocusCapture={() => layout.getState().focus(pane.id)}
      className="@container flex h-full flex-col overflow-hidden bg-terminal"
    >
      {alone ? null : <PaneHeader pane={pane} session={session} focused={focused} />}
      <div className="relative min-h-0 flex-1">
        {session === undefined ? (
          <PanePicker paneId={pane.id} />
        ) : (
          <TerminalPane session={session} focused={focused} shown={shown} alone={alone} />
        )}
        {shown ? <PaneDropZone paneId={pane.id} /> : null}
      </div>
    </div>
  );
}

// Before a terminal's code is there.
function Attaching() {
  const t = useText();
  return <p className="appear-late p-3 text-ink-3">{t('window.pane.attaching')}</p>;
}

interface PaneHeaderProps {
  readonly pane: PaneNode;
  readonly session: SessionInfo | undefined;
  readonly focused: boolean;
}

/** Names the pane's session; the pane is dragged by it. */
function PaneHeader({ pane, session, focused }: PaneHeaderProps) {
  const t = useText();
  const { layout } = useServices();
  const together = useStore(layout, (state) => state.together);
  const element = useRef<HTMLElement>(null);
  const dragged = useMovable(element, 'pane', pane.id);
  return (
    <header
      ref={element}
      className={`flex h-7 ${dragged ? 'opacity-50' : ''} shrink-0 items-center gap-2 border-b pr-1 pl-3 ${focused ? 'border-accent bg-selected' : 'border-line bg-canvas text-ink-2'}`}
    >
      {session === undefined ? null : <StateMark state={session.state} label={t(`window.state.${session.state}`)} />}
      <span
        className={`min-w-0 truncate ${session?.unseen === true ? 'font-bold' : ''}`}
        title={session === undefined ? undefined : nameTitle(session)}
      >
        {session?.name ?? t('window.tab.empty')}
      </span>
      <span className="@min-[220px]:block hidden min-w-0 truncate text-ink-2 text-xs" title={session?.cwd}>
        {session === undefined ? null : folderBeside(session)}
      </span>
      <span className="flex-1" />
      {together.size > 0 ? (
        <IconButton
          icon={Radio}
          label={t(together.has(pane.id) ? 'window.pane.broadcast.leave' : 'window.pane.broadcast.join')}
          aria-pressed={together.has(pane.id)}
          onClick={() => layout.getState().toggleTogetherPane(pane.id)}
        />
      ) : null}
      <IconButton icon={X} label={t('window.pane.close')} onClick={() => layout.getState().closePane(pane.id)} />
    </header>
  );
}
