import { z } from 'zod';
import { EDITOR_NAMES } from '../editors.ts';
import { readOwnTokens } from '../look/own-tokens.ts';
import { TERMINAL_THEME_NAMES } from '../terminal/theme-names.ts';
import { WORD_SEPARATORS } from '../terminal/word-separators.ts';
import { procedure } from './base.ts';
import { LOG_LEVELS } from './log-levels.ts';
import { ModelKeys } from './model-keys.ts';
import { Said } from './said.ts';

/** A key combination as settings hold it: modifiers, then a `KeyboardEvent.code`; empty means no key. */
export const KeySpec = z.string().regex(/^$|^(?:(?:Ctrl|Alt|Shift|Cmd)\+)*(?:[A-Z][A-Za-z]*\d{0,2})$/, 'a key combination is expected');

/** A path: with a line end or another control character in it nothing would be found. */
const OneLine = z.string().regex(/^\P{Cc}*$/u, 'one line is expected');

/** Colours of the person's own, one token a line; docs/window.md says which there are. */
const CustomCss = z
  .string()
  .max(4000)
  .superRefine((text, context) => {
    const { problem } = readOwnTokens(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem.reason, params: { line: problem.line, text: problem.text } });
  })
  .meta({ manyLines: true });

/** Sizes of the terminals' font, CSS pixels. */
export const FONT_SIZE = { least: 8, most: 32, normal: 13 };

/** Everything a person can set today. The file is `settings.toml` in the data folder; unknown keys in it are kept. */
export const Settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  contrast: z.enum(['system', 'normal', 'high']).default('system'),
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
  customCss: CustomCss.default(''),
  terminal: z
    .object({
      theme: z.enum(TERMINAL_THEME_NAMES).default('window'),
      /** CSS family names, best first; the built-in list follows behind. */
      fontFamily: z.string().max(200).default(''),
      fontSize: z.number().int().min(FONT_SIZE.least).max(FONT_SIZE.most).default(FONT_SIZE.normal),
      lineHeight: z.number().min(1).max(2).multipleOf(0.05).default(1),
      /** Draws `=>` and the like as one sign where the font has one. */
      ligatures: z.boolean().default(false),
      cursorStyle: z.enum(['block', 'bar', 'underline']).default('block'),
      cursorBlink: z.boolean().default(false),
      /** What ends a word for a double click. */
      wordSeparators: z.string().max(200).default(WORD_SEPARATORS),
      copyOnSelect: z.boolean().default(false),
      /** Whether dragging with Alt selects a rectangle. */
      rectangleSelection: z.boolean().default(true),
      /** Asks before several lines are pasted into a program that takes each line end for Enter. */
      confirmPaste: z.boolean().default(true).meta({ tight: true }),
      /** Whether programs may put text on the clipboard (OSC 52). Reading it is never allowed. */
      clipboardWrite: z.boolean().default(false).meta({ tight: false }),
      /** Who draws: `auto` takes WebGL on a real GPU only. */
      renderer: z.enum(['auto', 'webgl', 'dom']).default('auto'),
      /** Gives screen readers what terminals show, as text; costs time while much is written. */
      screenReader: z.boolean().default(false),
    })
    .prefault({}),
  /** Where the person is told what happens in sessions that they do not look at. */
  notifications: z
    .object({
      /** By the system, from the desktop app. */
      desktop: z.boolean().default(true),
      /** By the browser, from a window in it; the browser asks whether it may. */
      browser: z.boolean().default(false),
    })
    .prefault({}),
  /** Of the desktop app; a page in a browser can set them too. */
  desktop: z
    .object({
      startAtLogin: z.boolean().default(false).describe('start the app when you log in'),
      /** Of a start at login only. */
      startHidden: z.boolean().default(true).describe('without a window, in the tray'),
      closeToTray: z.boolean().default(false).describe('closing the last window leaves the app in the tray'),
      confirmQuit: z.boolean().default(true).describe('say before quitting what goes on'),
    })
    .prefault({}),
  editor: z
    .object({
      program: z.enum(EDITOR_NAMES).default('auto'),
      /** The person's own, for `custom`: a program and its arguments, in which {path}, {line} and {column} are filled in. No shell reads it. */
      command: z
        .string()
        .max(1000)
        .regex(/^(?:[^"']|"[^"]*"|'[^']*')*$/, 'the command has a quote that is not closed')
        .default(''),
    })
    .prefault({}),
  /** Own keys of actions, by the action's id with `-` for `.`; what is not here has the key of the table. */
  keys: z.record(z.string().regex(/^[a-z]+(?:-[a-zA-Z]+)*$/), KeySpec).prefault({}),
  kimi: z.object({ path: OneLine.default('').describe('where the kimi program is; empty: look for it') }).prefault({}),
  model_keys: ModelKeys.prefault({}),
  log: z.object({ level: z.enum(LOG_LEVELS).default('info').describe('least grave lines that are written to the logs') }).prefault({}),
  /** Metrics and traces for tools of the person's own; nothing leaves the machine unless they say where to. */
  telemetry: z
    .object({
      export: z.enum(['off', 'otlp', 'prometheus']).default('off'),
      /** Of an OTLP receiver over HTTP. */
      endpoint: z
        .string()
        .max(500)
        .regex(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, 'an address of http or https without a query is expected')
        .default('http://127.0.0.1:4318'),
      intervalSeconds: z.number().int().min(1).max(3600).default(60),
      /** Of the Prometheus endpoint, on 127.0.0.1. */
      port: z.number().int().min(1024).max(65_535).default(9464),
    })
    .prefault({}),
  recording: z
    .object({ keepMiB: z.number().int().min(1).max(4096).default(64).describe('newest output kept per terminal, MiB') })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Where a value comes from; each wins over the ones before it. */
export const SETTING_SOURCES = ['default', 'file', 'environment', 'flag', 'admin'] as const;

/** One setting as it holds. What comes from `admin` is locked. */
export const SettingEntry = z.object({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  source: z.enum(SETTING_SOURCES),
});
export type SettingEntry = z.infer<typeof SettingEntry>;

const Toml = z.string().max(200_000);

export const settings = {
  get: procedure({ role: 'viewer', changes: false, cli: { command: 'config list', summary: 'Show every setting' } })
    .input(z.object({}))
    .output(Settings),
  set: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { command: 'config set', positional: ['key', 'value'], summary: 'Change one setting' },
  })
    .input(
      z.object({
        key: z.string().min(1).describe('dotted name, for example terminal.fontSize'),
        value: z.string().describe('the new value'),
      }),
    )
    .output(Settings),
  unset: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { command: 'config unset', positional: ['key'], summary: 'Give one setting its default back' },
  })
    .input(z.object({ key: z.string().min(1).describe('dotted name, for example terminal.fontSize') }))
    .output(Settings),
  /** Every setting with its source. */
  describe: procedure({ role: 'viewer', changes: false, cli: { internal: 'behind config get, list, export, edit and discover' } })
    .input(z.object({ redacted: z.boolean().default(false).describe('without the secrets that stand in the text') }))
    .output(
      z.object({
        entries: z.array(SettingEntry),
        /** The text of settings.toml. */
        text: z.string(),
        /** What could not be used, and whose it is: the administrator's file, a variable, settings.toml. An engine of an earlier version says nothing. */
        problems: z
          .array(z.object({ of: z.enum(['admin', 'environment', 'file']), said: Said }))
          .readonly()
          .optional(),
      }),
    ),
  merge: procedure({ role: 'owner', changes: true, needsAudit: true, cli: { internal: 'behind config import and discover' } })
    .input(z.object({ toml: Toml }))
    .output(Settings),
  replace: procedure({ role: 'owner', changes: true, needsAudit: true, cli: { internal: 'behind config edit' } })
    .input(z.object({ toml: Toml, base: Toml.optional().describe('the text that was edited; refused where the file says another by now') }))
    .output(Settings),
  /** What a window remembers (tabs, panes). Opaque to the engine, so that it survives a change of port or browser. */
  loadLayout: procedure({ role: 'viewer', changes: false, cli: { internal: "the window's tabs and panes" } })
    .input(z.object({ name: z.string().min(1).max(40) }))
    .output(z.object({ json: z.string().nullable() })),
  saveLayout: procedure({
    role: 'owner',
    changes: true,
    unaudited: 'a window saves it after each drag of a border',
    cli: { internal: "the window's tabs and panes" },
  })
    .input(z.object({ name: z.string().min(1).max(40), json: z.string().max(200_000) }))
    .output(z.object({})),
};
