import { ConnectionBanner } from '#renderer/app/connection-banner.tsx';
import { NoticeCard, Notices } from '#renderer/app/notices.tsx';
import { PlaceFailed } from '#renderer/app/place-failed.tsx';
import { Rail } from '#renderer/app/rail.tsx';
import { RefusedPage } from '#renderer/app/refused-page.tsx';
import { StatusBar } from '#renderer/app/status-bar.tsx';
import { TitleBar } from '#renderer/app/title-bar.tsx';
import { pageNow } from '#renderer/rpc/page-clock.ts';
import type { Phase, RefusalReason } from '#renderer/rpc/reconnect.ts';
import type { SystemStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { EACH_STATE } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

export const STATUS: SystemStatus = {
  version: '0.1.0',
  build: '0123456789ab',
  engine: { pid: 4711, url: 'http://127.0.0.1:43117/', startedAt: Date.UTC(2026, 0, 15, 9, 30), kind: 'serve' },
  holders: [{ id: 'hld_00000000000000000000000001', pid: 4712, build: '0123456789ab', children: 3 }],
  sessions: 8,
  jobs: 0,
  demo: true,
  dataFolder: '/home/ada/.local/share/kimi-shell',
};

const nothing = () => undefined;

/** Long enough ago for its age to be told in minutes, and the next try too far away to count down by the second. */
const GONE = { since: pageNow() - 200_000, retryAt: pageNow() + 8_000, attempt: 3 };
const phases: Readonly<Record<string, Phase>> = {
  open: { kind: 'open', since: 0 },
  connecting: { kind: 'connecting', attempt: 0, since: 0 },
  retrying: { kind: 'connecting', attempt: 2, since: GONE.since },
  lost: { kind: 'lost', ...GONE },
  crowded: { kind: 'crowded', ...GONE },
};
const REFUSALS: readonly RefusalReason[] = ['no-link', 'link-used', 'link-wrong', 'secret'];

export const FRAME: readonly Specimen[] = [
  { id: 'title-bar-empty', width: 936, draw: () => <TitleBar /> },
  {
    id: 'title-bar-session',
    width: 936,
    sessions: EACH_STATE,
    arrange: ({ layout }) => layout.getState().open(EACH_STATE[0]?.id ?? 'ses_'),
    draw: () => <TitleBar />,
  },
  { id: 'rail', height: 160, draw: () => <Rail /> },
  ...Object.entries(phases).flatMap(([name, phase]): readonly Specimen[] => [
    {
      id: `status-bar-${name}`,
      width: 936,
      sessions: EACH_STATE,
      arrange: ({ link }) => {
        link.getState().setPhase(phase);
        link.getState().setStatus(STATUS);
      },
      draw: () => <StatusBar />,
    },
    ...(name === 'open' || name === 'connecting'
      ? []
      : [
          {
            id: `banner-${name}`,
            width: 936,
            arrange: ({ link }) => link.getState().setPhase(phase),
            draw: () => <ConnectionBanner />,
          } satisfies Specimen,
        ]),
  ]),
  {
    id: 'notices',
    alone: true,
    arrange: ({ notices }) => {
      notices.getState().info('window.notice.input-lost', {}, { label: 'window.retry', run: () => undefined });
      notices
        .getState()
        .info('window.notice.clipboard-refused', { session: 'garden' }, { label: 'window.notice.clipboard-allow', run: () => undefined });
      notices.getState().error(new KimiError('ENGINE_UNREACHABLE'));
    },
    draw: () => <Notices />,
  },
  {
    id: 'notice-line-error',
    width: 480,
    draw: () => (
      <NoticeCard
        notice={{ id: 1, times: 1, kind: 'error', error: new KimiError('ENGINE_UNREACHABLE'), about: {} }}
        narrow={true}
        onClose={nothing}
      />
    ),
  },
  {
    id: 'notice-line-info',
    width: 480,
    draw: () => (
      <NoticeCard
        notice={{
          id: 1,
          times: 1,
          kind: 'info',
          key: 'window.notice.input-lost',
          values: {},
          action: { label: 'window.retry', run: nothing },
        }}
        narrow={true}
        onClose={nothing}
      />
    ),
  },
  {
    id: 'place-failed',
    width: 480,
    height: 220,
    draw: () => <PlaceFailed error={new Error('Failed to fetch dynamically imported module')} />,
  },
  ...REFUSALS.map((reason): Specimen => ({ id: `refused-${reason}`, alone: true, draw: () => <RefusedPage reason={reason} /> })),
];
