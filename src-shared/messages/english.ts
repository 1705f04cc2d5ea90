import { cli } from './en/cli.ts';
import { englishWindow } from './english-window.ts';

/** Every text of the product in English. */
export const english = { ...englishWindow, ...cli } as const;
