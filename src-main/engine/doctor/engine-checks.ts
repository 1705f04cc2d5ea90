import { modelKeyEnvironment } from '#shared/contract/model-keys.ts';
import { needOf } from '#shared/session-need.ts';
import type { Audit } from '../audit/index.ts';
import type { Holders } from '../holders/index.ts';
import { missingFile, type Runtime } from '../runtime/index.ts';
import { referenceIn, type Secrets } from '../secrets/index.ts';
import type { SessionRepository } from '../sessions/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Store } from '../store/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Spools } from '../terminals/index.ts';
import { KEYCHAIN_CHECK_MS } from './machine-checks.ts';
import { settingsCheck } from './settings-check.ts';
import type { Check, Finding } from './types.ts';

/** A person waits for the doctor; fifty full recordings are 3 GB to read. */
const READ_RECORDINGS_MS = 4000;

export interface EngineCheckOptions {
  readonly runtime: Runtime;
  /** Copies what is missing of it anew. @throws KimiError RUNTIME_DAMAGED */
  readonly mendRuntime: () => Promise<void>;
  readonly store: Store;
  readonly audit: Pick<Audit, 'problem'>;
  readonly settings: SettingsService;
  readonly secrets: Pick<Secrets, 'status' | 'list'>;
  readonly repository: SessionRepository;
  readonly holders: Holders;
  readonly spools: Spools;
  /** Why screens cannot be read; null when they can. A mirror that is being started is waited for. */
  readonly mirrorProblem: () => Promise<string | null>;
  readonly telemetry: Pick<Telemetry, 'state'>;
  /** Why the system cannot be asked which process connects; null when it can. */
  readonly peerProblem: () => string | null;
}

/** What is to be found in the engine's own parts and data. */
export function engineChecks(options: EngineCheckOptions): readonly Check[] {
  const { runtime, mendRuntime, store, audit, settings, secrets, repository, holders, spools, mirrorProblem, telemetry, peerProblem } =
    options;
  return [
    settingsCheck(settings),
    { id: 'database', run: async () => database(store) },
    { id: 'audit', run: async () => auditLog(audit) },
    { id: 'secrets', run: () => storeOfSecrets(secrets, settings), withinMs: KEYCHAIN_CHECK_MS },
    { id: 'holder', run: () => holderAnswers(holders, runtime.build) },
    { id: 'runtime', run: () => runtimeIsWhole(runtime), repair: mendRuntime },
    { id: 'mirror', run: async () => mirror(await mirrorProblem()) },
    { id: 'telemetry', run: async () => measurements(await telemetry.state()) },
    { id: 'callers', run: async () => callers(peerProblem()) },
    {
      id: 'recordings',
      run: () => recordings(repository, spools, holders),
      repair: () => setStrangersAside(repository, spools, holders),
    },
    { id: 'sessions', run: () => openMatters(repository) },
  ];
}

function database(store: Store): Finding {
  const problem = store.problem();
  if (problem === null) return { ok: 'ok', message: 'doctor.database.ok', values: { path: store.path } };
  return { ok: 'failed', message: 'doctor.database.damaged', values: { path: store.path, reason: problem } };
}

function auditLog(audit: Pick<Audit, 'problem'>): Finding {
  const problem = audit.problem();
  if (problem === null) return { ok: 'ok', message: 'doctor.audit.ok' };
  return { ok: 'failed', message: `doctor.audit.${problem.kind}`, values: { reason: problem.reason } };
}

async function storeOfSecrets(secrets: Pick<Secrets, 'status' | 'list'>, settings: Pick<SettingsService, 'get'>): Promise<Finding> {
  const all = await secrets.list();
  const missing = missingKeys((await settings.get()).model_keys, all);
  const status = await secrets.status();
  // Where nobody has kept anything yet, nothing waits to be opened.
  if (status.state === 'locked' && status.reason !== 'no-store')
    return { ok: 'warning', message: `doctor.secrets.locked.${status.reason}`, values: { waiting: status.waiting, missing } };
  if (missing.length > 0) return { ok: 'warning', message: 'doctor.secrets.model-keys', values: { missing } };
  if (status.state === 'locked') return { ok: 'ok', message: 'doctor.secrets.none' };
  const due = all.filter((one) => one.due).map(({ name }) => name);
  if (due.length > 0) return { ok: 'warning', message: 'doctor.secrets.due', values: { names: due } };
  return { ok: 'ok', message: `doctor.secrets.${status.store}`, values: { count: all.length } };
}

/** Secrets that the settings name for providers and that are not there: no session of Kimi starts without them. */
function missingKeys(keys: Readonly<Record<string, string>>, all: readonly { readonly name: string }[]): readonly string[] {
  const there = new Set(all.map(({ name }) => name));
  return Object.values(modelKeyEnvironment(keys)).flatMap((reference) => {
    const name = referenceIn(reference);
    return name === null || there.has(name) ? [] : [name];
  });
}

async function holderAnswers(holders: Holders, build: string): Promise<Finding> {
  await holders.refresh();
  const all = holders.status();
  const silent = all.filter((holder) => !holder.connected);
  if (silent.length > 0) {
    return { ok: 'failed', message: 'doctor.holder.silent', values: { pids: silent.map((holder) => holder.pid) } };
  }
  if (all.length === 0) return { ok: 'ok', message: 'doctor.holder.none' };
  const count = all.reduce((sum, holder) => sum + holder.children, 0);
  const older = all.filter((holder) => holder.build !== build).length;
  if (older > 0) return { ok: 'ok', message: 'doctor.holder.older', values: { holders: all.length, count, older } };
  return { ok: 'ok', message: 'doctor.holder.ok', values: { holders: all.length, count } };
}

async function runtimeIsWhole(runtime: Runtime): Promise<Finding> {
  const path = await missingFile(runtime);
  if (path === null) return { ok: 'ok', message: 'doctor.runtime.ok', values: { path: runtime.folder } };
  return { ok: 'warning', message: 'doctor.runtime.missing', values: { path }, remedy: { message: 'doctor.remedy.runtime' } };
}

function mirror(problem: string | null): Finding {
  if (problem === null) return { ok: 'ok', message: 'doctor.mirror.ok' };
  return { ok: 'warning', message: 'doctor.mirror.problem', values: { reason: problem } };
}

function measurements(state: Awaited<ReturnType<Telemetry['state']>>): Finding {
  if (state === 'off' || state === 'on') return { ok: 'ok', message: `doctor.telemetry.${state}` };
  const { port, reason } = state;
  if (port === undefined) return { ok: 'warning', message: 'doctor.telemetry.problem', values: { reason } };
  return { ok: 'warning', message: 'doctor.telemetry.port', values: { port, reason } };
}

function callers(problem: string | null): Finding {
  if (problem === null) return { ok: 'ok', message: 'doctor.callers.ok' };
  return { ok: 'warning', message: 'doctor.callers.tokens', values: { reason: problem } };
}

/** Looks for recordings of ended programs that cannot be read whole, and for ones that belong to no session. */
async function recordings(repository: SessionRepository, spools: Spools, holders: Holders): Promise<Finding> {
  const deadline = performance.now() + READ_RECORDINGS_MS;
  const damaged: string[] = [];
  const strangers: string[] = [];
  const children = await spools.list();
  let checked = 0;
  for (const childId of children) {
    if (performance.now() > deadline) break;
    checked += 1;
    if (await isStranger(childId, repository)) strangers.push(childId);
    // What still grows is cut short at its end by nature.
    const ended = (await spools.facts(childId))?.exit !== undefined;
    if (ended && (await spools.damage(childId)).length > 0) damaged.push(childId);
  }
  if (damaged.length > 0) return { ok: 'warning', message: 'doctor.spool.damaged', values: { terminals: damaged } };
  if (strangers.length > 0) {
    const free = await freeOf(strangers, holders);
    const remedy = { message: 'doctor.remedy.recordings', values: { terminals: free } } as const;
    return { ok: 'warning', message: 'doctor.spool.strangers', values: { terminals: strangers }, ...(free.length > 0 ? { remedy } : {}) };
  }
  if (checked < children.length) return { ok: 'ok', message: 'doctor.spool.partly', values: { checked, count: children.length } };
  return { ok: 'ok', message: 'doctor.spool.ok', values: { count: children.length } };
}

/** Only terminals are ours to judge; other children, like the demo's model, have ids of their own. */
async function isStranger(childId: string, repository: SessionRepository): Promise<boolean> {
  return childId.startsWith('trm_') && (await repository.terminal(childId)) === undefined;
}

/** Those that no holder writes to; while one does not answer that is not known of any. */
async function freeOf(childIds: readonly string[], holders: Holders): Promise<readonly string[]> {
  const held = await holders.refresh();
  if (holders.status().some(({ connected }) => !connected)) return [];
  return childIds.filter((childId) => !held.has(childId));
}

/** Kept, not deleted: after a database of an earlier day was put back they are all that is left of a session. */
async function setStrangersAside(repository: SessionRepository, spools: Spools, holders: Holders): Promise<void> {
  const strangers: string[] = [];
  for (const childId of await spools.list()) if (await isStranger(childId, repository)) strangers.push(childId);
  for (const childId of await freeOf(strangers, holders)) await spools.setAside(childId);
}

/** Sessions that wait for a person's decision because something was cut off. */
async function openMatters(repository: SessionRepository): Promise<Finding> {
  const sessions = await repository.sessions();
  const unconfirmed = sessions.filter((session) => session.prompt?.status === 'unconfirmed').map((session) => session.name);
  if (unconfirmed.length > 0) return { ok: 'warning', message: 'doctor.sessions.unconfirmed', values: { names: unconfirmed } };
  const suspended = sessions.filter((session) => session.lifecycle === 'suspended').map((session) => session.name);
  if (suspended.length > 0) return { ok: 'warning', message: 'doctor.sessions.suspended', values: { names: suspended } };
  // What the window, the tray and the badge count.
  const needing = sessions.filter(({ state, ...session }) => needOf({ ...session, state: state.name }) === 'needs-you');
  const waiting = needing.map((session) => session.name);
  // That is how agents work, and nothing to repair.
  if (waiting.length > 0) return { ok: 'ok', message: 'doctor.sessions.waiting', values: { count: sessions.length, names: waiting } };
  return { ok: 'ok', message: 'doctor.sessions.ok', values: { count: sessions.length } };
}
