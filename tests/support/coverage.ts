import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CDPSession, Page } from '@playwright/test';
import { processesMarked } from './processes.ts';

/** Where it is kept which code runs in pages; `npm run coverage` and CI set it. Without it nothing is kept. */
const FOLDER = process.env.RECORD_COVERAGE;
/** The same of programs, for runs that are to keep it: writing it takes them a second and more each. */
const PROGRAMS = process.env.RECORD_PROGRAMS === undefined ? undefined : FOLDER;
const PAGE_FOLDER = resolve(import.meta.dirname, '../../out/renderer');
/** How long our programs may take to end in order, ms. */
const LONGEST_END_MS = 3_000;
const LOOK_AGAIN_MS = 20;
/** Programs of ours that end in order when they are told to, and so write what ran in them. */
const OURS = /\/(?:headless|holder|mirror|gateway|launch)\.(?:js|ts)\b/;

/** What a program's environment needs so that Node keeps what runs in it; {} while nothing is kept. A program in a terminal has to be given it. */
export function recordingVariables(): Readonly<Record<string, string>> {
  return PROGRAMS === undefined ? {} : { NODE_V8_COVERAGE: PROGRAMS };
}

/**
 * Before everything that names `text` is killed: lets our own programs among them end in order, because one that is killed writes
 * nothing of what ran in it. Not longer than 3 s, and not at all while nothing is kept.
 */
export async function letThemWrite(text: string): Promise<void> {
  if (PROGRAMS === undefined) return;
  const over = Date.now() + LONGEST_END_MS;
  const told = new Set<number>();
  for (;;) {
    const left = await processesMarked(text);
    const ours = left.filter(({ command }) => OURS.test(command));
    if (ours.length === 0 || Date.now() > over) return;
    for (const facts of left) {
      // A second one would end a mirror at once, and a holder leaves with its last child.
      if (!ours.includes(facts)) endProcess(facts.pid, 'SIGKILL');
      else if (!told.has(facts.pid)) endProcess(facts.pid, 'SIGTERM');
      told.add(facts.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const recorded = new WeakMap<Page, CDPSession>();

/** Keeps from now on which code of the app runs in a page. Before the page reads it: what has run is not known. */
export async function recordPage(page: Page): Promise<Page> {
  if (FOLDER === undefined) return page;
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  recorded.set(page, session);
  return page;
}

/** Writes what ran in the page, as Node writes it of a process. Of a page that is gone there is nothing left. */
export async function keepRecordOf(page: Page): Promise<void> {
  const session = recorded.get(page);
  if (FOLDER === undefined || session === undefined || page.isClosed()) return;
  const { result } = await session.send('Profiler.takePreciseCoverage');
  const scripts = result.flatMap(({ url, ...script }) => {
    const path = /^https?:\/\/[^/]+(\/assets\/[^?]+\.js)$/.exec(url)?.[1];
    return path === undefined ? [] : [{ url: pathToFileURL(join(PAGE_FOLDER, path)).href, ...script }];
  });
  if (scripts.length > 0) await writeFile(join(FOLDER, `page-${randomUUID()}.json`), JSON.stringify({ result: scripts }));
}
