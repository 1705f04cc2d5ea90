import type { LogPlace } from '#shared/contract/index.ts';
import { logsFolder } from '../../holder/log/log-files.ts';
import { type LogFilter, wantedLines } from './filter.ts';
import { followLogs, type NewLines } from './follow-logs.ts';
import { type FoundLines, readLogs } from './read-logs.ts';

/** The logs of every process of a data folder. */
export interface Logs {
  /** The newest lines that fit. @throws KimiError INVALID_INPUT */
  list(wish: LogFilter & { readonly limit: number; readonly before?: LogPlace | undefined }, signal?: AbortSignal): Promise<FoundLines>;
  /** What is written from a place on; ends with the signal, or with `close`. @throws KimiError INVALID_INPUT */
  follow(wish: LogFilter & { readonly from: LogPlace }, signal?: AbortSignal): AsyncGenerator<NewLines, void, void>;
  /** Ends everybody's following. */
  close(): void;
}

/** Reads and follows the logs of a data folder's processes. @param now ms since the epoch */
export function createLogs({ dataFolder, now }: { readonly dataFolder: string; readonly now: () => number }): Logs {
  const folder = logsFolder(dataFolder);
  const closed = new AbortController();
  return {
    list: ({ limit, before, ...filter }, signal) => readLogs(folder, { wanted: wantedLines(filter, now()), limit, before, signal }),
    follow: ({ from, ...filter }, signal) => {
      const until = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
      return followLogs(folder, wantedLines(filter, now()), from, until);
    },
    close: () => closed.abort(),
  };
}
