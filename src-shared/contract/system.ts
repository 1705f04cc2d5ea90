import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { PARTS } from '../degradation.ts';
import { SessionId, WindowId } from '../ids.ts';
import { AwakeReason } from './awake.ts';
import { Caller, procedure } from './base.ts';
import { Diagnostics } from './diagnostics.ts';
import { EngineEvent } from './events.ts';
import { PowerEvent } from './power.ts';
import { TextData } from './said.ts';
import { WaitMs } from './sessions.ts';

/**
 * Who started an engine: `call` a command that needed one, in the background; `serve` a person; `service` the system's service
 * manager; `desktop` the app. Who of them makes way for whom: docs/engine.md.
 */
export const EngineKind = z.enum(['call', 'serve', 'service', 'desktop']);
export type EngineKind = z.infer<typeof EngineKind>;

export const SystemStatus = z.object({
  version: z.string(),
  build: z.string(),
  engine: z.object({
    pid: z.number().int(),
    url: z.string().nullable(),
    startedAt: z.number(),
    /** An engine of a version before this field was most likely a person's own. */
    kind: EngineKind.default('serve'),
  }),
  holders: z.array(z.object({ id: z.string(), pid: z.number().int(), build: z.string(), children: z.number().int() })),
  sessions: z.number().int(),
  jobs: z.number().int(),
  demo: z.boolean(),
  dataFolder: z.string(),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

export const EngineLoad = z.object({
  /** How late the engine's event loop came back to what was due, ms: what a call had to wait besides its own work. */
  loopDelay: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  /** Share of the time that the engine's process computed; its gateway and its writer count in, so it may be above 1. */
  cpu: z.number(),
  /** Memory of the process, bytes. */
  rss: z.number(),
});
export type EngineLoad = z.infer<typeof EngineLoad>;

export const DoctorCheck = z.object({
  id: z.string(),
  ok: z.enum(['ok', 'warning', 'failed']),
  /** Catalogue key and values of the one-line finding. */
  message: z.string(),
  values: z.record(z.string(), TextData),
  /** What is not there: what goes on without it, what does not, and the repair are texts of the catalogue (`without.<part>.*`). */
  missing: z.exactOptional(z.enum(PARTS)),
  /** A command that repairs it. */
  repair: z.exactOptional(z.string()),
  /** What a repair would do, to be said before it is done: by `repair` where there is one, else by the procedure of that name. */
  remedy: z.exactOptional(z.object({ message: z.string(), values: z.record(z.string(), TextData) })),
});

export const system = {
  status: procedure({ role: 'viewer', changes: false, cli: { command: 'status', summary: 'Say what runs: engine, holders, sessions' } })
    .input(z.object({}))
    .output(SystemStatus),

  doctor: procedure({ role: 'viewer', changes: false, cli: { command: 'doctor', summary: 'Check this machine and say what to repair' } })
    .input(z.object({}))
    .output(z.object({ checks: z.array(DoctorCheck) })),

  /** Does what the remedy of a finding says. Answered with what the check finds then. */
  repair: procedure({
    role: 'owner',
    changes: true,
    cli: { internal: 'doctor --repair says what it will do, asks, and does it' },
  })
    .input(z.object({ finding: z.string().min(1).max(40) }))
    .output(z.object({ check: DoctorCheck })),

  diagnostics: procedure({ role: 'owner', changes: false, cli: { internal: 'behind diagnostics, which also works without an engine' } })
    .input(z.object({}))
    .output(Diagnostics),

  awake: procedure({
    role: 'viewer',
    changes: false,
    cli: { command: 'awake', summary: 'List what keeps an engine running after the app has quit' },
  })
    .input(z.object({}))
    .output(z.object({ reasons: z.array(AwakeReason) })),

  load: procedure({
    role: 'owner',
    changes: false,
    cli: { internal: 'measures the engine for benchmarks; it costs a timer while it does' },
  })
    .input(z.object({ ms: z.number().int().min(100).max(60_000) }))
    .output(EngineLoad),

  whoami: procedure({ role: 'agent', changes: false, cli: { internal: 'tells a connection who the engine takes it for' } })
    .input(z.object({}))
    .output(Caller),

  shutdown: procedure({ role: 'owner', changes: true, cli: { internal: 'serve --stop ends the engine; children live on in the holder' } })
    .input(z.object({}))
    .output(z.object({ pid: z.number().int() })),

  handOver: procedure({ role: 'owner', changes: true, cli: { internal: 'an engine that starts asks the one that runs to make way' } })
    .input(
      z.object({
        /** Who starts the engine that asks, and its process. */
        to: EngineKind,
        pid: z.number().int(),
        /** Also when the rule would let this engine stay. */
        insist: z.boolean().default(false),
      }),
    )
    .output(z.object({ pid: z.number().int() })),

  link: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { internal: 'serve prints the link with a fresh single-use code' },
  })
    .input(z.object({}))
    .output(z.object({ url: z.url() })),

  /** Page secrets and unused links die, and what pages have open is closed: their calls, their events, their terminals. */
  revokePages: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'page revoke', summary: 'End the access of all browser pages: each needs a new link' },
  })
    .input(z.object({}))
    .output(z.object({ pages: z.number().int() })),

  /**
   * First a snapshot, then every change; with `after`, every change after that event, without the snapshot where that can be
   * done. A heartbeat comes whenever nothing else did for a while. `window` registers the caller as a window that `session
   * switch` may focus.
   */
  events: procedure({
    role: 'viewer',
    changes: false,
    cli: { internal: 'event stream of the window; session list --follow reads it' },
  })
    .input(z.object({ window: WindowId.optional(), after: z.number().int().min(0).optional() }))
    .output(eventIterator(EngineEvent)),

  /** Answered when the engine has done what that asks for (docs/desktop.md). */
  power: procedure({
    role: 'owner',
    changes: true,
    cli: { internal: 'the desktop app tells of the machine’s sleep and of its locked screen' },
  })
    .input(z.object({ event: PowerEvent }))
    .output(z.object({})),

  /** What an action does is the window's own, as if its key had been pressed. */
  act: procedure({ role: 'owner', changes: false, cli: { internal: 'the menus of the desktop app name an action of the window' } })
    .input(
      z.object({
        action: z
          .string()
          .regex(/^[a-z]+(?:[.-][a-zA-Z]+)*$/)
          .max(40),
        waitMs: WaitMs,
      }),
    )
    .output(z.object({ window: WindowId.nullable() })),

  /** The window was focused by the person: `session switch` goes to the window that said so last. */
  focused: procedure({ role: 'viewer', changes: false, cli: { internal: 'the window reports that it was focused' } })
    .input(z.object({ window: WindowId }))
    .output(z.object({})),

  /**
   * What the person has before their eyes in a window: nobody is told of that, and what they were told of it counts as seen from then on.
   * Nothing while the window is hidden or without the focus.
   */
  lookingAt: procedure({
    role: 'owner',
    changes: true,
    unaudited: 'a window says it by itself whenever another session comes into view',
    cli: { internal: 'the window reports which sessions the person sees in it' },
  })
    .input(z.object({ window: WindowId, sessions: z.array(SessionId).max(200) }))
    .output(z.object({})),
};
