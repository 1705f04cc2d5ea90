const SYSTEMS = ['android', 'darwin', 'win32', 'freebsd', 'openharmony', 'linux'];
// `arm64` before `arm`: the first that is found counts.
const PROCESSORS = ['wasm32', 'arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'arm'];

/** Entries for packages of other systems that the lock file's own packages name and the lock file does not have, by path. */
export function missingPlatforms(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, path, name) || !/^\d/.test(version)) continue;
      missing[`node_modules/${name}`] = platformEntry(name, version, entry.dev === true);
    }
  }
  return missing;
}

/** Whether a package that `from` needs is in the lock file, where Node would look for it. */
function isLocked(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** System and processor stand in the names of such packages, and keep npm from fetching them elsewhere. */
function platformEntry(name, version, dev) {
  const tail = name.split('/').at(-1) ?? '';
  const cpu = PROCESSORS.find((one) => tail.includes(one));
  const os = SYSTEMS.find((one) => tail.includes(one));
  const libc = tail.includes('musl') ? 'musl' : os === 'linux' && tail.includes('gnu') ? 'glibc' : undefined;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}
