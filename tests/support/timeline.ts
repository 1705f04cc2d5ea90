import type { Page } from '@playwright/test';

/** What Chromium's tracing tells of the thread that a page lives on. */
export interface TimelineEvent {
  readonly name: string;
  readonly pid: number;
  readonly args?: { readonly data?: { readonly frames?: readonly { readonly url: string; readonly processId: number }[] } };
}

/** Names of the timeline: something of the page's own ran because its time had come, or a frame was made. */
export const TIMERS = ['TimerFire', 'FireAnimationFrame', 'FireIdleCallback'] as const;
export const FRAMES = ['Paint', 'BeginCommitCompositorFrame'] as const;

/** Records what the page's process does while `work` goes on, as the browser's own developer tools would. */
export async function timelineOf(page: Page, work: () => Promise<unknown>): Promise<readonly TimelineEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TimelineEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TimelineEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  await work();
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const started = events.find(({ name }) => name === 'TracingStartedInBrowser');
  const process = started?.args?.data?.frames?.find(({ url }) => url === page.url())?.processId;
  if (process === undefined) throw new Error('the trace does not say in which process the page lives');
  return events.filter(({ pid }) => pid === process);
}

/** How often each of the names occurs; those that do not are left out. */
export function countOf(events: readonly TimelineEvent[], names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of events) if (names.includes(name)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
