// Who may import whom: DESIGN.md, Layout. Parsed with swc, because TypeScript 7 has no JavaScript interface for tools.

const DOMAINS = '^src-main/engine/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea, or need a third: move what both use.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-imports-none-of-ours',
      comment: 'src-shared is the contract of every process, browser included: move what it needs into it.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { path: '^(src-main|src-preload|src-renderer|tests|bench|scripts)/' },
    },
    {
      name: 'shared-runs-everywhere',
      comment: 'src-shared also runs in the browser: no Node built-ins there.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'window-knows-only-the-contract',
      comment: 'Renderer and preload import only src-shared and their own files: ask the engine through the contract.',
      severity: 'error',
      from: { path: '^(src-renderer|src-preload)/' },
      to: { path: '^src-main/' },
    },
    {
      name: 'window-runs-in-a-browser',
      comment: 'The page has no Node: use what browsers have.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-does-not-know-the-window',
      comment: 'Main and preload never import the renderer.',
      severity: 'error',
      from: { path: '^(src-main|src-preload)/' },
      to: { path: '^src-renderer/' },
    },
    {
      name: 'electron-only-in-its-host',
      comment: 'Only hosts/electron and the preload may import electron: the engine also runs where there is none.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^(src-main/hosts/electron|src-preload)/' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'nothing-imports-a-host',
      comment: 'Hosts are thin and outermost: what a domain needs of one is handed to it.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/hosts/' },
      to: { path: '^src-main/hosts/' },
    },
    {
      name: 'hosts-are-apart',
      comment: 'One host never imports another: share through a domain or src-shared.',
      severity: 'error',
      from: { path: '^src-main/hosts/([^/]+)/' },
      to: { path: '^src-main/hosts/', pathNot: '^src-main/hosts/$1/' },
    },
    {
      name: 'holder-stands-alone',
      comment: 'The holder imports its own folder, src-shared, node-pty and Node: it must be small and outlive every version.',
      severity: 'error',
      from: { path: '^src-main/holder/' },
      to: { path: '^src-main/', pathNot: '^src-main/holder/' },
    },
    {
      name: 'holder-needs-no-package',
      comment: 'A package in the holder is a package in every child’s life: only node-pty, ulid, and zod for the shared schemas.',
      severity: 'error',
      from: { path: '^src-main/holder/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(node-pty|ulid|zod|@types)/' },
    },
    {
      name: 'byte-processes-know-no-domain',
      comment: 'Mirror and gateway carry bytes: no domain of the engine in them.',
      severity: 'error',
      from: { path: '^src-main/(mirror|gateway)/' },
      to: { path: '^src-main/(engine|rpc)/' },
    },
    {
      name: 'domains-through-their-index',
      comment: 'A domain is used through its index.ts or types.ts: export there what others may use.',
      severity: 'error',
      from: { path: DOMAINS },
      to: { path: DOMAINS, pathNot: ['^src-main/engine/$1/', '^src-main/engine/[^/]+/(index|types)\\.ts$'] },
    },
    {
      name: 'domains-through-their-index-from-outside',
      comment: 'Hosts and rpc use a domain through its index.ts or types.ts.',
      severity: 'error',
      from: { path: '^src-main/(hosts|rpc)/' },
      to: { path: DOMAINS, pathNot: '^src-main/engine/[^/]+/(index|types)\\.ts$' },
    },
    {
      name: 'rpc-has-no-logic',
      comment: 'src-main/rpc only hands calls on to services (src-main/engine/services.ts): no store, no holder, no host in it.',
      severity: 'error',
      from: { path: '^src-main/rpc/' },
      to: { path: '^src-main/(holder|mirror|gateway|hosts|engine/store)/' },
    },
    {
      name: 'no-dev-package-in-the-product',
      comment: 'What the product imports belongs into dependencies in package.json.',
      severity: 'error',
      from: { path: '^src-', pathNot: '\\.d\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/(@types/|electron/)' },
    },
    {
      name: 'not-resolvable',
      comment: 'The import leads nowhere: correct the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.css', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
