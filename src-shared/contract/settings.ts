import { z } from 'zod';
import { procedure } from './base.ts';

/** Everything a person can set today. The file is `settings.toml` in the data folder; unknown keys in it are kept. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  kimi: z.object({ path: z.string().default('').describe('where the kimi program is; empty: look for it') }).prefault({}),
  terminal: z
    .object({
      fontSize: z.number().int().min(8).max(32).default(13),
      /** Whether programs may put text on the clipboard (OSC 52). Reading it is never allowed. */
      clipboardWrite: z.boolean().default(false),
    })
    .prefault({}),
  spool: z.object({ keepMiB: z.number().int().min(1).max(4096).default(64).describe('newest output kept per terminal, MiB') }).prefault({}),
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  get: procedure({ role: 'viewer', changes: false, cli: { command: 'config list', summary: 'Show every setting' } })
    .input(z.object({}))
    .output(Settings),
  set: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'config set', positional: ['key', 'value'], summary: 'Change one setting' },
  })
    .input(
      z.object({
        key: z.string().min(1).describe('dotted name, for example terminal.fontSize'),
        value: z.string().describe('the new value'),
      }),
    )
    .output(Settings),
  /** What a window remembers (tabs, panes). Opaque to the engine, so that it survives a change of port or browser. */
  loadLayout: procedure({ role: 'viewer', changes: false, cli: { internal: "the window's tabs and panes" } })
    .input(z.object({ name: z.string().min(1).max(40) }))
    .output(z.object({ json: z.string().nullable() })),
  saveLayout: procedure({ role: 'owner', changes: true, cli: { internal: "the window's tabs and panes" } })
    .input(z.object({ name: z.string().min(1).max(40), json: z.string().max(200_000) }))
    .output(z.object({})),
};
