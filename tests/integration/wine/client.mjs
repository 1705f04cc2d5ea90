// A program that connects to a named pipe when its input says so: client.mjs <pipe> <name> <folder> [name of one that it starts]. It leaves an `orphan`.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const [pipe, name, folder, below] = process.argv.slice(2);
const child =
  below === undefined
    ? null
    : spawn(process.execPath, [process.argv[1], pipe, below, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
// An orphan's input ends with its parent.
process.stdin.resume().once(name === 'orphan' ? 'end' : 'data', () => {
  if (below === 'orphan') process.exit();
  child?.stdin.write('go');
  const socket = connect(pipe, () => {
    socket.write(JSON.stringify({ name, pid: process.pid }));
    writeFileSync(join(folder, name), '');
  });
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit());
});
