import { KimiMissing } from '#renderer/features/agents/kimi-missing.tsx';
import { EmptyStage } from '#renderer/features/stage/empty-stage.tsx';
import { ExitBar, type ExitBarProps } from '#renderer/features/stage/exit-bar.tsx';
import { PaneCrashed } from '#renderer/features/stage/pane-crashed.tsx';
import { PanePicker } from '#renderer/features/stage/pane-picker.tsx';
import { PasteQuestion } from '#renderer/features/stage/paste-question.tsx';
import { TabStrip } from '#renderer/features/stage/tab-strip.tsx';
import { EACH_STATE, known, LONG } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const nothing = () => undefined;
const ENDED = known(8, 'exited');
const exitBar = (id: string, props: Omit<ExitBarProps, 'session'>): Specimen => ({
  id: `exit-bar-${id}`,
  width: 600,
  sessions: [ENDED],
  draw: () => <ExitBar session={ENDED} {...props} />,
});
const LOOKED = ['/usr/local/bin/kimi', '/home/ada/.local/bin/kimi', '/opt/kimi/bin/kimi'];

export const STAGE: readonly Specimen[] = [
  {
    id: 'tab-strip',
    width: 936,
    sessions: [...EACH_STATE, ...LONG],
    arrange: ({ layout }) => {
      for (const { id } of [...LONG, ...EACH_STATE].slice(0, 6)) layout.getState().open(id);
    },
    draw: () => <TabStrip />,
  },
  exitBar('done', { exit: { code: 0, signal: null }, orphaned: null }),
  exitBar('failed', { exit: { code: 1, signal: null }, orphaned: null }),
  exitBar('signal', { exit: { code: null, signal: 'SIGKILL' }, orphaned: null }),
  exitBar('unknown', { exit: null, orphaned: null }),
  exitBar('gone', { exit: null, orphaned: { fate: 'gone', pid: 4711 } }),
  exitBar('survived', { exit: null, orphaned: { fate: 'survived', pid: 4711 } }),
  { id: 'paste-question', width: 600, height: 240, draw: () => <PasteQuestion text={'cd garden\nmake\nmake test\n'} onAnswer={nothing} /> },
  {
    id: 'paste-question-long',
    width: 600,
    height: 280,
    draw: () => <PasteQuestion text={Array.from({ length: 40 }, (_, n) => `line ${n}`).join('\n')} onAnswer={nothing} />,
  },
  { id: 'pane-crashed', height: 160, draw: () => <PaneCrashed error={new Error('the renderer lost its context')} onAgain={nothing} /> },
  { id: 'pane-picker', height: 400, sessions: [...EACH_STATE, ...LONG], draw: () => <PanePicker paneId="none" /> },
  { id: 'pane-picker-none', height: 160, draw: () => <PanePicker paneId="none" /> },
  { id: 'stage-first', height: 280, draw: () => <EmptyStage /> },
  { id: 'stage-none', height: 280, sessions: EACH_STATE, draw: () => <EmptyStage /> },
  { id: 'kimi-missing', draw: () => <KimiMissing kimi={{ id: 'kimi', found: false, looked: LOOKED }} onAgain={nothing} /> },
  {
    id: 'kimi-unusable',
    draw: () => <KimiMissing kimi={{ id: 'kimi', found: false, looked: LOOKED, problem: 'kimi 0.9 is too old' }} onAgain={nothing} />,
  },
];
