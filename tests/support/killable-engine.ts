import { onTestFinished } from 'vitest';
import { type EngineChild, type EngineChildOptions, startEngineChild } from './engine-child.ts';

/** Starts an engine in a process of its own. It is killed after the test at the latest. */
export async function startKillableEngine(dataFolder: string, options: EngineChildOptions = {}): Promise<EngineChild> {
  const engine = await startEngineChild(dataFolder, options);
  onTestFinished(() => engine.kill());
  return engine;
}
