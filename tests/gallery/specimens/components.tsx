import { Bell, PanelLeft, Plus } from 'lucide-react';
import { actionOf } from '#renderer/actions/actions.ts';
import { Age } from '#renderer/components/age.tsx';
import { Button, type ButtonProps } from '#renderer/components/button.tsx';
import { ErrorNotice } from '#renderer/components/error-notice.tsx';
import { Field, INPUT } from '#renderer/components/field.tsx';
import { IconButton } from '#renderer/components/icon-button.tsx';
import { ActionKey, KeyCaps } from '#renderer/components/key-caps.tsx';
import { SideHandle } from '#renderer/components/side-handle.tsx';
import { BellMark, ProgressLine } from '#renderer/components/signal-marks.tsx';
import { StateMark } from '#renderer/components/state-mark.tsx';
import { useText } from '#renderer/i18n/use-text.ts';
import type { Progress } from '#renderer/terminal/progress.ts';
import { SESSION_STATES } from '#shared/contract/index.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/codes.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { known } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const LOOKS: readonly NonNullable<ButtonProps['look']>[] = ['primary', 'plain', 'danger', 'quiet'];

function Buttons({ size, disabled = false }: Required<Pick<ButtonProps, 'size'>> & { readonly disabled?: boolean }) {
  const t = useText();
  return LOOKS.map((look) => (
    <Button key={look} look={look} size={size} disabled={disabled}>
      {t('window.new.create')}
    </Button>
  ));
}

function IconButtons() {
  const t = useText();
  return (
    <>
      <IconButton icon={Plus} label={t('window.sessions.new')} />
      <IconButton icon={PanelLeft} label={t('window.titlebar.sidebar')} aria-pressed />
      <IconButton icon={Bell} label={t('window.pane.bell')} disabled />
    </>
  );
}

function States() {
  const t = useText();
  return SESSION_STATES.map((state) => (
    <span key={state} className="flex items-center gap-1.5">
      <StateMark state={state} />
      {t(`window.state.${state}`)}
    </span>
  ));
}

function Fields() {
  const t = useText();
  return (
    <>
      <Field id="empty" label={t('window.new.folder')} hint={t('window.new.folder.hint')}>
        <input id="empty" className={INPUT} placeholder={t('window.sessions.search')} />
      </Field>
      <Field id="filled" label={t('window.new.name')}>
        <input id="filled" className={INPUT} defaultValue="garden" />
      </Field>
      <Field id="off" label={t('window.rename.label')}>
        <input id="off" className={INPUT} defaultValue="garden" disabled />
      </Field>
    </>
  );
}

const PROGRESS: Readonly<Record<string, Progress>> = {
  percent: { kind: 'percent', percent: 40 },
  error: { kind: 'error', percent: 70 },
  paused: { kind: 'paused', percent: 55 },
  busy: { kind: 'busy' },
};

const SIGNALLING = known(1, 'working');

/** The most that an error has to say, and what it says when its thrower knew nothing. */
const FULL = { path: '/home/ada/garden', reason: 'connect ECONNREFUSED 127.0.0.1:43117', name: 'garden', command: 'kimi' };
/** Every error that a window can tell of. */
export const ERRORS: readonly Specimen[] = (Object.keys(ERROR_CODES) as ErrorCode[]).map(
  (code): Specimen => ({
    id: `error-${code.toLowerCase().replaceAll('_', '-')}`,
    draw: () => <ErrorNotice error={new KimiError(code, FULL)} />,
  }),
);

export const COMPONENTS: readonly Specimen[] = [
  { id: 'button', draw: () => <Buttons size="normal" /> },
  { id: 'button-small', draw: () => <Buttons size="small" /> },
  { id: 'button-disabled', draw: () => <Buttons size="normal" disabled /> },
  { id: 'icon-button', draw: () => <IconButtons /> },
  { id: 'state-mark', draw: () => <States /> },
  { id: 'field', draw: () => <Fields /> },
  { id: 'key-caps', draw: () => [<KeyCaps key="plain" keys="Ctrl+Shift+KeyP" />, <ActionKey key="action" action={actionOf('palette')} />] },
  { id: 'age', draw: () => [0.5, 3, 90, 3 * 24 * 60].map((minutes) => <Age key={minutes} since={Date.now() - minutes * 60_000} />) },
  {
    id: 'side-handle',
    height: 48,
    draw: () => <SideHandle label="" width={200} least={100} most={400} side="left" onWidth={() => undefined} />,
  },
  {
    id: 'signal-bell',
    sessions: [SIGNALLING],
    arrange: ({ signals }) => signals.getState().change(SIGNALLING.id, { bell: true }),
    draw: () => <BellMark session={SIGNALLING.id} />,
  },
  ...Object.entries(PROGRESS).map(
    ([kind, progress]): Specimen => ({
      id: `signal-progress-${kind}`,
      height: 16,
      sessions: [SIGNALLING],
      arrange: ({ signals }) => signals.getState().change(SIGNALLING.id, { progress }),
      draw: () => <ProgressLine session={SIGNALLING.id} />,
    }),
  ),
];
