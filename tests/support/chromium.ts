import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/lib/chromium.mjs';

const program = findChromium();

/** How every test starts its Chromium. The flags keep it from looking for the network, which a closed machine refuses slowly. */
export const CHROMIUM_OPTIONS: LaunchOptions = {
  ...(program === null ? {} : { executablePath: program }),
  args: [
    // Chromium's own sandbox refuses to run as root, which containers are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
