import { LogDetails } from '#renderer/features/logs/log-details.tsx';
import { LogList } from '#renderer/features/logs/log-list.tsx';
import LogsPage from '#renderer/features/logs/logs-page.tsx';
import { pageNow } from '#renderer/rpc/page-clock.ts';
import { LOG_LEVELS, type LogLine } from '#shared/contract/index.ts';
import type { Specimen } from '../specimen.ts';

const nothing = () => undefined;
const AT = Date.now() - (pageNow() % 1) - 3 * 3_600_000;

const LINES: readonly LogLine[] = LOG_LEVELS.map((level, index) => ({
  id: `1:${index}`,
  at: AT,
  level,
  process: ['engine', 'holder', 'gateway', 'desktop'][index] ?? 'engine',
  processId: 4711,
  call: 'cal_00112233445566778899',
  message: index === 1 ? 'A message that is far longer than its column '.repeat(4) : 'a call changed something',
  fields: { procedure: 'session.rename', reason: 'Error: no room\n    at write (file.js:1)', n: index },
}));

export const LOGS: readonly Specimen[] = [
  { id: 'logs', alone: true, draw: () => <LogsPage /> },
  {
    id: 'logs-list',
    width: 900,
    height: 160,
    draw: () => (
      <div className="flex h-full w-full flex-col">
        <LogList lines={LINES} selected="1:1" onSelect={nothing} onOlder={nothing} />
      </div>
    ),
  },
  {
    id: 'logs-details',
    width: 640,
    height: 400,
    draw: () => (
      <div className="flex h-full flex-col justify-end min-[900px]:flex-row">
        {LINES.slice(0, 1).map((line) => (
          <LogDetails key={line.id} line={line} onClose={nothing} onCall={nothing} />
        ))}
      </div>
    ),
  },
];
