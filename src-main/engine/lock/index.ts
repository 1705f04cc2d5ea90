export { asDataFolderError, prepareDataFolder } from './data-folder.ts';
export { acquireEngineLock, type EngineLock } from './engine-lock.ts';
export { processExists, readEngineRecord } from './engine-record.ts';
