/** The layers of the house: page → cloud door → function → use case → domain → platform. No layer skips another. */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'domain-is-pure',
      comment: 'Rules know neither the platform nor the SDK nor use cases.',
      severity: 'error',
      from: { path: '^cloudfunctions/domain' },
      to: { path: '^(cloudfunctions/(?!domain|contract)|tools|miniprogram|node_modules/wx-server-sdk)' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^cloudfunctions/contract' },
      to: { path: '^(cloudfunctions/(?!contract)|tools|miniprogram)' },
    },
    {
      name: 'only-platform-imports-the-sdk',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram|tools)', pathNot: '^cloudfunctions/platform' },
      to: { path: 'node_modules/(wx-server-sdk|@cloudbase)' },
    },
    {
      name: 'platform-knows-no-use-case',
      severity: 'error',
      from: { path: '^cloudfunctions/platform' },
      to: { path: '^cloudfunctions/(report|booking|person|town|sweep|pushed)' },
    },
    {
      name: 'app-imports-types-alone',
      comment: 'Code of the cloud never ships in the app.',
      severity: 'error',
      from: { path: '^(miniprogram|typings)' },
      to: { path: '^(cloudfunctions|tools)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-imports-no-tools',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram)' },
      to: { path: '^(tools|test)' },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^cloudfunctions', pathNot: '\\.json$' }, to: {} },
    { name: 'resolvable', severity: 'error', from: { path: '^(cloudfunctions|tools|test)' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules|miniprogram_npm' },
    exclude: { path: '(^|/)(dist|miniprogram_npm|fixtures?|compile-check)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
