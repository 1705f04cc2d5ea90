import type { Page } from '@playwright/test';

/** Values that no two runs share, by where they stand, and what stands in a picture instead. */
const VALUES: readonly { readonly where: string; readonly what: string; readonly instead: string }[] = [
  // What an entry of the audit log is about, a line each: before the numbers in its ids are taken for values of their own.
  { where: 'dd', what: String.raw`(?<==)\w{3}_\w{26}\b`, instead: '0' },
  // Folders and facts of the inspector and the settings: times, sizes, processes, paths, the browser's name.
  { where: 'dd', what: String.raw`\d{4}.*\d:\d\d.*|[\d.,]+ (B|[KM]iB)|\d+|/\S+|Mozilla.*|.*\(?[0-9a-f]{12}\)?.*`, instead: '0' },
  // Entries of the audit log, and which of them is looked at: numbers, ids, folders, hashes.
  { where: 'dd', what: String.raw`^(\w+_\w+|token:\w+|[0-9a-f]{64}|\w+=(/|\w+_).*)$`, instead: '0' },
  { where: '#audit-entry', what: String.raw`\d+`, instead: '1' },
  // Rows of the audit log and of the logs: the calls, sessions, folders and processes in them, and when it was.
  { where: '[data-row] span', what: String.raw`(?<==)(\w{3}_\w+|\w+:[0-9a-f]{16}|/\S*|\d+)(?=\s|$)`, instead: '0' },
  { where: '[data-row] time', what: '.+', instead: '0:00:00' },
  { where: 'dd', what: String.raw`^\w+ \(\d+\)$`, instead: 'engine (0)' },
  // Evidence names processes.
  { where: 'li > p', what: String.raw`(?<=\bprocess |进程 )\d+`, instead: '1' },
  // How old is what the banner speaks of, and how long until the next try.
  { where: 'section > p > span, section > span', what: String.raw`\d+`, instead: '5' },
];

/** Puts fixed values where measured ones stand. React leaves a text alone until it says something else. */
async function putFixedValues(page: Page): Promise<void> {
  await page.evaluate((values) => {
    for (const { where, what, instead } of values) {
      for (const element of document.querySelectorAll(where)) {
        for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE) node.nodeValue = (node.nodeValue ?? '').replace(new RegExp(what, 'g'), instead);
        }
      }
    }
  }, VALUES);
}

/** Waits until every terminal on show has the size that its pane has room for: programs hear of a new size a little later. */
async function terminalsFit(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-pane] .xterm-screen')]
        .filter((screen) => screen.checkVisibility())
        .every((screen) => {
          const room = screen.closest('.xterm')?.parentElement?.getBoundingClientRect();
          const rows = screen.querySelectorAll('.xterm-rows > div').length;
          if (room === undefined || rows === 0) return false;
          const cell = screen.offsetHeight / rows;
          return room.height - screen.offsetHeight < 2 * cell && screen.offsetHeight <= room.height;
        }),
    undefined,
    { polling: 50 },
  );
}

/** xterm.js draws the hollow cursor of a terminal without the caret only if it once had the caret, which here is a matter of chance. */
const NO_HOLLOW_CURSOR = '.xterm-cursor-outline { outline: none !important }';

/** Two pictures of a busy machine may take seconds. */
const LONGEST_MS = 60_000;

/** A picture of the page as it is once it has come to rest: two in a row that are the same. PNG. `sizesStand`: terminals keep the size they have. */
export async function steadyPicture(
  page: Page,
  options: { readonly fullPage?: boolean; readonly sizesStand?: boolean } = {},
): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if (options.sizesStand !== true) await terminalsFit(page);
  const take = async () => {
    await putFixedValues(page);
    return page.screenshot({
      animations: 'disabled',
      caret: 'hide',
      style: NO_HOLLOW_CURSOR,
      fullPage: options.fullPage ?? false,
      timeout: LONGEST_MS,
    });
  };
  const until = Date.now() + LONGEST_MS;
  for (let before = await take(); ; ) {
    const picture = await take();
    if (before.equals(picture)) return picture;
    if (Date.now() > until) throw new Error(`${page.url()} does not come to rest`);
    before = picture;
  }
}
