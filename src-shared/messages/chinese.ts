import { chineseWindow } from './chinese-window.ts';
import { cli } from './zh-CN/cli.ts';

/** Every text of the product in Simplified Chinese. */
export const chinese = { ...chineseWindow, ...cli } as const;
