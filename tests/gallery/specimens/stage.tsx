import { KimiMissing } from '#renderer/features/agents/kimi-missing.tsx';
import { EmptyStage } from '#renderer/features/stage/empty-stage.tsx';
import { ExitBar, type ExitBarProps } from '#renderer/features/stage/exit-bar.tsx';
import { LinkTip } from '#renderer/features/stage/link-tip.tsx';
import { PaneCrashed } from '#renderer/features/stage/pane-crashed.tsx';
import { PanePicker } from '#renderer/features/stage/pane-picker.tsx';
import { PasteQuestion } from '#renderer/features/stage/paste-question.tsx';
import { ProgressLine } from '#renderer/features/stage/progress-line.tsx';
import { TabStrip } from '#renderer/features/stage/tab-strip.tsx';
import WelcomePage from '#renderer/features/welcome/welcome-page.tsx';
import type { HoveredLink } from '#renderer/terminal/xterm-screen.ts';
import type { AgentInfo } from '#shared/contract/index.ts';
import { EACH_STATE, known, LONG } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const nothing = () => undefined;
const ENDED = known(8, 'exited');
const link = (id: string, target: HoveredLink): Specimen => ({
  id,
  width: 600,
  draw: () => (
    <div className="relative h-12">
      <LinkTip link={target} />
    </div>
  ),
});

const exitBar = (id: string, props: Omit<ExitBarProps, 'session'>): Specimen => ({
  id: `exit-bar-${id}`,
  width: 600,
  sessions: [ENDED],
  draw: () => <ExitBar session={ENDED} {...props} />,
});
const LOOKED = ['/usr/local/bin/kimi', '/home/ada/.local/bin/kimi', '/opt/kimi/bin/kimi'];
const WRONG_SETTING: AgentInfo = {
  id: 'kimi',
  found: false,
  source: 'setting',
  looked: ['/nope/kimi'],
  problem: '/nope/kimi: missing',
  problemSaid: { code: 'agent.refused', values: { path: '/nope/kimi', reason: 'missing' } },
};

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
  {
    id: 'pane-crashed',
    height: 160,
    draw: () => (
      <PaneCrashed
        pane={{ kind: 'pane', id: 'none', session: null }}
        failure={{ error: new Error('the renderer lost its context'), components: 'at TerminalPane' }}
        onAgain={nothing}
      />
    ),
  },
  link('link', { kind: 'web', target: 'https://example.org/a/very/long/path/of/it', host: { at: 8, name: 'example.org' }, warning: null }),
  link('link-elsewhere', { kind: 'web', target: 'https://example.org/', host: { at: 8, name: 'example.org' }, warning: 'look-alike' }),
  link('link-path', {
    kind: 'path',
    path: { path: '/home/ada/garden/src/main.ts', folder: false, printed: 'src/main.ts:12:5', shellFolder: null, line: 12, column: 5 },
  }),
  link('link-refused', { kind: 'refused', scheme: 'javascript' }),
  {
    id: 'progress-line',
    height: 48,
    draw: () => (
      <div className="relative h-12">
        <ProgressLine done={3} total={7} text="3 of 7 MiB" />
      </div>
    ),
  },
  { id: 'welcome', width: 900, height: 720, draw: () => <WelcomePage /> },
  { id: 'pane-picker', height: 400, sessions: [...EACH_STATE, ...LONG], draw: () => <PanePicker paneId="none" /> },
  { id: 'pane-picker-none', height: 160, draw: () => <PanePicker paneId="none" /> },
  { id: 'stage-first', height: 280, draw: () => <EmptyStage /> },
  { id: 'stage-none', height: 280, sessions: EACH_STATE, draw: () => <EmptyStage /> },
  { id: 'kimi-missing', draw: () => <KimiMissing kimi={{ id: 'kimi', found: false, looked: LOOKED }} onAgain={nothing} /> },
  {
    id: 'kimi-unusable',
    draw: () => <KimiMissing kimi={{ id: 'kimi', found: false, looked: LOOKED, problem: 'kimi 0.9 is too old' }} onAgain={nothing} />,
  },
  { id: 'kimi-wrong-setting', draw: () => <KimiMissing kimi={WRONG_SETTING} onAgain={nothing} /> },
];
