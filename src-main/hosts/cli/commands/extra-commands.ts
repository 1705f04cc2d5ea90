import { configExport, configGet, configImport } from './config.ts';
import { configDiscover } from './config-discover.ts';
import { configEdit } from './config-edit.ts';
import { DIAGNOSTICS } from './diagnostics.ts';
import type { ExtraCommand } from './extra-command.ts';
import { LOG_COMMANDS } from './logs.ts';
import { SECRET_EXTRAS } from './secret-extras.ts';
import { serve } from './serve.ts';
import { serviceCommand } from './service.ts';

/** Commands besides the contract's; `help` is the program's own. */
export const EXTRA_COMMANDS: readonly ExtraCommand[] = [
  {
    command: 'serve',
    summary: 'Run the engine in this terminal and print the link that opens the app; with --stop end the one that runs',
    arguments: [],
    options: [
      { flags: '--demo', description: 'the real Kimi CLI against a scripted model, in ~/.kimi-shell-demo unless KIMI_SHELL_HOME is set' },
      { flags: '--port <number>', description: 'port of the page on this machine (default: the one of last time)' },
      { flags: '--set <key=value...>', description: 'settings for as long as this engine runs, for example terminal.fontSize=14' },
      { flags: '--open', description: 'open the page in the browser' },
      { flags: '--service', description: 'as the system’s service manager runs it: prints no link, stands by while another engine runs' },
      { flags: '--take-over', description: 'end the engine that runs, also one that does not answer, and take its place' },
      { flags: '--stop', description: 'end the engine that runs; sessions run on' },
    ],
    run: (_, options, context) => serve(options, context),
  },
  {
    command: 'config get',
    summary: 'Show one setting',
    arguments: [{ syntax: '<key>', description: 'dotted name, for example terminal.fontSize' }],
    options: [],
    run: ([key], _, context) => configGet(String(key), context),
  },
  {
    command: 'config edit',
    summary: 'Open settings.toml in your editor (VISUAL, EDITOR) and take over what you save, if all of it is right',
    arguments: [],
    options: [],
    run: (_words, _options, context) => configEdit(context),
  },
  {
    command: 'config export',
    summary: 'Print the settings that you changed, as TOML',
    arguments: [],
    options: [],
    run: (_words, _options, context) => configExport(context),
  },
  {
    command: 'config import',
    summary: 'Change every setting that a TOML file sets, or none if one of them is wrong',
    arguments: [{ syntax: '<file>', description: 'the file, or - for stdin' }],
    options: [],
    run: ([file], _, context) => configImport(String(file), context),
  },
  {
    command: 'config discover',
    summary: 'Look for settings in the environment, in Kimi’s own files and on this machine; save those that you confirm',
    arguments: [],
    options: [{ flags: '--yes <key...>', description: 'save these of what is found, without asking' }],
    run: (_words, { yes }, context) => configDiscover(yes, context),
  },
  ...LOG_COMMANDS,
  DIAGNOSTICS,
  ...SECRET_EXTRAS,
  {
    command: 'service install',
    summary: 'Let this system start the engine when you log in, and again when it fails',
    arguments: [],
    options: [],
    run: (_words, _options, context) => serviceCommand('install', context),
  },
  {
    command: 'service uninstall',
    summary: 'Take that back; sessions run on',
    arguments: [],
    options: [],
    run: (_words, _options, context) => serviceCommand('uninstall', context),
  },
  {
    command: 'service status',
    summary: 'Say whether the engine is a service of this system, and what became of it',
    arguments: [],
    options: [],
    run: (_words, _options, context) => serviceCommand('status', context),
  },
];
