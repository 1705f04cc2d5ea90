export { asDataFolderError, prepareDataFolder } from './data-folder.ts';
export { acquireEngineLock, alreadyRunning, type EngineLock, type Meet } from './engine-lock.ts';
export { type EngineRecord, readEngineRecord, somebodyRuns } from './engine-record.ts';
