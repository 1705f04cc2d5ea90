import { recordingVariables } from './coverage.ts';

// Programs that this process starts from now on keep what runs in them: Node hands the variable on to each, whatever environment it is
// given. This process was started without it: what runs here is the test.
Object.assign(process.env, recordingVariables());
