import type { SystemStatus } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Failure } from '../../components/error-boundary.tsx';

/**
 * What a report of a failure says: error, components, versions. Made to be passed on, so folders say nothing of whose they are.
 * @param folders that are private: the data folder, the session's
 */
export function crashReport(
  { error, components }: Failure,
  status: SystemStatus | null,
  browser: string,
  folders: readonly string[],
): string {
  const what = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  const code = error instanceof KimiError ? `${error.code} ${JSON.stringify(error.context)} ${error.call ?? ''}`.trim() : '';
  const versions = status === null ? 'engine unknown' : `Kimi Shell ${status.version} (${status.build})`;
  const parts = [code, what, components === '' ? '' : `Components:\n${components}`, versions, browser];
  return withoutPaths(parts.filter((part) => part !== '').join('\n\n'), folders);
}

/** A text without the folders that were named, people's homes, the page's address or anything that lets somebody in. */
export function withoutPaths(text: string, folders: readonly string[]): string {
  // The longest first: a folder may be in another.
  const longestFirst = folders
    .filter((folder) => folder.length > 1)
    // As it stands in a text, and as JSON writes it.
    .flatMap((folder) => [...new Set([folder, JSON.stringify(folder).slice(1, -1)])])
    .toSorted((a, b) => b.length - a.length);
  return longestFirst
    .reduce((left, folder) => left.replaceAll(folder, '<folder>'), text)
    .replace(/(\/(?:home|Users)\/|[A-Za-z]:[\\/]+Users[\\/]+)[^\s/\\:)"']+/g, '~')
    .replace(/https?:\/\/[^\s/)]+/g, '<page>')
    .replace(/#code=\S+/g, '#code=…');
}
