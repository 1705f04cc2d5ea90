import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type AgentRegistry, createAgents } from '#main/engine/agents/index.ts';
import type { AgentWatch } from '#main/engine/agents/types.ts';
import { createLaunchResolver } from '#main/engine/launch/index.ts';
import { Settings } from '#shared/contract/index.ts';
import { KIMI_SCRIPT, NODE, type RunningModel, startModel } from './model.ts';
import { RealTerminal } from './terminal.ts';

/** What a message may take to be confirmed, ms: as long as the engine gives the first one, because a Kimi on a busy machine is slow to draw. */
export const SEND_MS = 60_000;

/** One Kimi in its terminal, watched. */
export interface Tab {
  readonly terminal: RealTerminal;
  readonly watch: AgentWatch;
  /** As what it claims its Kimi session. */
  readonly id: string;
}

export interface TabOptions {
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly resume?: string;
  readonly size?: { cols: number; rows: number };
  readonly env?: Readonly<Record<string, string>>;
  /** Answers the trust prompt and waits for the input box. */
  readonly trusted?: boolean;
}

/** A person's machine in small: a home, a Kimi home whose model is scripted, project folders, and the real adapters. */
export class Workshop {
  readonly folder: string;
  readonly project: string;
  readonly agents: AgentRegistry;
  readonly owners = new Map<string, string>();
  readonly #model: RunningModel;
  readonly #launch: ReturnType<typeof createLaunchResolver>;
  #tabs: Tab[] = [];
  #opened = 0;

  private constructor(folder: string, project: string, model: RunningModel) {
    this.folder = folder;
    this.project = project;
    this.#model = model;
    this.#launch = createLaunchResolver({
      nodeBinary: NODE,
      env: { HOME: folder, SHELL: '/bin/sh', PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
    });
    this.agents = createAgents({
      settings: () => Settings.parse({}),
      launch: this.#launch,
      nodeBinary: NODE,
      demo: {
        kimi: { file: NODE, args: [KIMI_SCRIPT], env: { KIMI_CODE_HOME: path.join(folder, 'kimi'), KIMI_DISABLE_TELEMETRY: '1' } },
      },
    });
  }

  static async open(): Promise<Workshop> {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'agents-')));
    const project = path.join(folder, 'project');
    await mkdir(project);
    const model = await startModel();
    await model.writeConfig(path.join(folder, 'kimi'));
    return new Workshop(folder, project, model);
  }

  /** Starts a Kimi in a terminal the way the engine does, and watches it. */
  async open(options: TabOptions = {}): Promise<Tab> {
    const cwd = options.cwd ?? this.project;
    const kimi = this.agents.get('kimi');
    const plan = await kimi.launch({ cwd, args: options.args ?? [], ...(options.resume === undefined ? {} : { resume: options.resume }) });
    const launch = await this.#launch.resolve({ plan, cwd, env: options.env ?? {}, own: {} });
    const id = `tab-${this.#opened++}`;
    const terminal = new RealTerminal(launch, options.size);
    const watch = kimi.watch(
      terminal.context({
        cwd,
        env: launch.env,
        owners: this.owners,
        id,
        ...(options.resume === undefined ? {} : { agentSession: options.resume }),
      }),
    );
    const tab = { terminal, watch, id };
    this.#tabs.push(tab);
    if (options.trusted === true) {
      await terminal.shows(/Trust this folder\?|│ >/);
      if (/Trust this folder\?/.test(terminal.text)) terminal.type('\r');
      await terminal.shows(/context: \d+%/);
    }
    return tab;
  }

  /** The Kimi session that a tab has claimed last. */
  sessionOf(tab: Tab): string {
    const id = [...this.owners].findLast(([, owner]) => owner === tab.id)?.[0];
    if (id === undefined) throw new Error(`${tab.id} has no session`);
    return id;
  }

  async closeTabs(): Promise<void> {
    for (const { terminal, watch } of this.#tabs) {
      watch.close();
      await terminal.dispose();
    }
    this.#tabs = [];
  }

  async close(): Promise<void> {
    await this.closeTabs();
    await this.#model.stop();
    // A killed Kimi's helpers may still be writing into its home for a moment.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
