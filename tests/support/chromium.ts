import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

/** Debian's package; a browser that Playwright installed itself is found by Playwright when neither is there. */
const DEBIAN = '/usr/bin/chromium';

const program = process.env.CHROMIUM_PATH ?? (existsSync(DEBIAN) ? DEBIAN : undefined);

/** How every test starts its Chromium. The flags keep it from looking for the network, which a closed machine refuses slowly. */
export const CHROMIUM_OPTIONS: LaunchOptions = {
  ...(program === undefined ? {} : { executablePath: program }),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
