// The database's actions of the admin protocol.
import { CloudError } from './errors'
import { decodeObject, encode, idKey, isObject, newId, type Document } from './documents'
import { nearest } from './geo'
import { aggregate, applyUpdate, compileFilter, project } from './matching'
import { sortDocuments, type Sort } from './order'
import { choosePlan, type Plan } from './query-plan'
import { recordId, type Change, type Collection, type Store, type Stored } from './store'
import type { Transaction, Transactions } from './transactions'
import { UpdateError } from './update'
import type { Violation } from './violations'

export type Parameters = Record<string, unknown>
export type Report = (kind: Violation['kind'], message: string) => void

// The real cloud's: 100 documents unless a limit is named, 1,000 at most, 16 MB a response.
const defaultLimit = 100
const maximumLimit = 1000
const maximumResponse = 16 * 1024 * 1024

// Stages after which the answer no longer grows with the collection.
const bounding = new Set(['$limit', '$count', '$group', '$sortByCount', '$bucket', '$bucketAuto', '$sample', '$facet'])

export interface DatabaseServer {
  handle: (action: string, parameters: Parameters, report: Report) => Promise<Document>
}

export function createDatabaseServer(store: Store, transactions: Transactions, now: () => number): DatabaseServer {
  function collectionOf(parameters: Parameters, report: Report): Collection {
    const name = parameters['collectionName']
    if (typeof name !== 'string' || name === '') throw new CloudError('INVALID_PARAM', 'collectionName is required')
    const collection = store.collection(name)
    if (collection) return collection
    report('no-collection', `collection ${name} is not declared`)
    throw new CloudError(
      'DATABASE_COLLECTION_NOT_EXIST',
      `Db or Table not exist: ${name}. Please check your request, but if the problem cannot be solved, contact us.`,
    )
  }

  function transactionOf(parameters: Parameters): Transaction | undefined {
    const id = parameters['transactionId']
    return typeof id === 'string' && id !== '' ? transactions.get(id) : undefined
  }

  // The documents that a plan finds, in its order; the filter has yet to be applied.
  function* candidates(collection: Collection, plan: Plan): Generator<Stored> {
    switch (plan.kind) {
      case 'everything':
        yield* collection.records.values()
        return
      case 'ids':
        for (const id of new Set(plan.ids.map(idKey))) {
          const record = collection.records.get(id)
          if (record) yield record
        }
        return
      case 'scan':
        for (const part of plan.parts) yield* plan.index.scan(part, plan.range, plan.backwards)
        return
      case 'union':
        for (const part of plan.plans) yield* candidates(collection, part)
    }
  }

  function select(collection: Collection, filter: Document, sort: Sort, skip: number, limit: number, report?: Report): Stored[] {
    const { plan, unserved } = choosePlan(filter, sort, collection.indexes)
    if (unserved && report) report('no-index', `${collection.name}: ${describe(filter, sort)}: ${unserved}`)
    const matches = compileFilter(filter)
    const byDistance = nearest(filter)
    const wanted = skip + limit
    const found = new Map<string, Stored>()
    const take = (part: Iterable<Stored>, most: number): void => {
      let taken = 0
      for (const record of part) {
        if (found.has(record.id) || !matches(record.document)) continue
        found.set(record.id, record)
        if (++taken >= most) return
      }
    }
    const inOrder = (part: Plan): boolean => (part.kind === 'ids' ? sort.length === 0 : part.kind !== 'union' && part.sorted)
    const parts = plan.kind === 'union' ? plan.plans : [plan]
    for (const part of parts) {
      // Each part of an `in` gives its own first ones in order; merged, they are the first of all.
      if (part.kind === 'scan' && part.parts.length > 1 && !byDistance && !unserved) {
        for (const values of part.parts)
          take(part.index.scan(values, part.range, part.backwards), sort.length === 0 ? wanted - found.size : wanted)
      } else {
        take(
          candidates(collection, part),
          (inOrder(part) || sort.length === 0) && !byDistance ? (sort.length === 0 ? wanted - found.size : wanted) : Infinity,
        )
      }
      if (sort.length === 0 && !byDistance && found.size >= wanted) break
    }
    let result = [...found.values()]
    const already = plan.kind !== 'union' && inOrder(plan)
    if (sort.length > 0 && !already) result = sortDocuments(result, sort)
    else if (sort.length === 0 && byDistance) result.sort((a, b) => byDistance(a.document, b.document))
    return result.slice(skip, skip + limit)
  }

  function get(parameters: Parameters, report: Report): Document {
    const collection = collectionOf(parameters, report)
    const filter = decodeObject(parameters['query'], now())
    const projection = parameters['projection'] === undefined ? undefined : decodeObject(parameters['projection'], now())
    const transaction = transactionOf(parameters)
    if (parameters['queryType'] === 'DOC') {
      const id = idKey(filter['_id'])
      const record = transaction ? undefined : collection.records.get(id)
      const document = transaction ? transaction.read(collection, id) : record?.document
      return { list: answer(document ? [record ?? asStored(document)] : [], projection) }
    }
    const sort = sortOf(parameters['order'])
    const skip = Number(parameters['offset'] ?? 0)
    // The SDK sends 100 for no limit, so 100 cannot be told from none: name another number, 99 for instance.
    const asked = parameters['limit'] === undefined ? defaultLimit : Number(parameters['limit'])
    if (asked === defaultLimit)
      report(
        'no-limit',
        `${collection.name}: get without a limit (the SDK sends 100 for none: name another number): ${describe(filter, sort)}`,
      )
    const limit = Math.min(Math.max(asked, 0), maximumLimit)
    if (transaction) {
      // Seen through the snapshot, so without the index; whether one would serve is still asked.
      const { unserved } = choosePlan(filter, sort, collection.indexes)
      if (unserved) report('no-index', `${collection.name}: ${describe(filter, sort)}: ${unserved}`)
      const matching = transaction.all(collection).filter(compileFilter(filter)).map(asStored)
      return { list: answer(sortDocuments(matching, sort).slice(skip, skip + limit), projection), limit, offset: skip }
    }
    return { list: answer(select(collection, filter, sort, skip, limit, report), projection), limit, offset: skip }
  }

  async function insert(parameters: Parameters, report: Report): Promise<Document> {
    const collection = collectionOf(parameters, report)
    const data = Array.isArray(parameters['data']) ? parameters['data'] : [parameters['data']]
    const transaction = transactionOf(parameters)
    const documents = data.map((text: unknown) => {
      const { _id, ...fields } = decodeObject(text, now())
      return { _id: _id ?? newId(), ...fields }
    })
    if (!transaction) await transactions.unlocked(collection, documents.map(recordId))
    const seen = new Set<string>()
    for (const document of documents) {
      const id = recordId(document)
      const exists = seen.has(id) || (transaction ? transaction.read(collection, id) !== undefined : collection.records.has(id))
      if (exists) throw duplicate(collection, document['_id'])
      seen.add(id)
      transaction?.write(collection, id, document)
    }
    if (!transaction) store.write(documents.map((document) => ({ collection, id: recordId(document), document })))
    return { insertedIds: documents.map((document) => document['_id']) }
  }

  async function modify(parameters: Parameters, report: Report): Promise<Document> {
    const collection = collectionOf(parameters, report)
    const filter = decodeObject(parameters['query'], now())
    const data = decodeObject(parameters['data'], now())
    const transaction = parameters['queryType'] === 'DOC' ? transactionOf(parameters) : undefined
    const change = parameters['merge'] === false ? replacement(data) : merge(data, filter)
    const mayInsert = parameters['upsert'] === true
    if (transaction) {
      const id = idKey(filter['_id'])
      const document = transaction.read(collection, id)
      if (!document && !mayInsert) return { updated: 0, upsert_id: null }
      const changed = change(document ?? { _id: filter['_id'] })
      transaction.write(collection, id, changed)
      return document
        ? { updated: Number(encode(changed) !== encode(document)), upsert_id: null }
        : { updated: 0, upsert_id: filter['_id'] }
    }
    const many = parameters['multi'] === true
    const targets = await unlockedTargets(collection, filter, many ? Infinity : 1, report)
    if (targets.length === 0 && mayInsert) {
      const id = filter['_id'] ?? newId()
      store.write([{ collection, id: idKey(id), document: change({ _id: id }) }])
      return { updated: 0, upsert_id: id }
    }
    const changes = targets.map(({ id, document }): Change => ({ collection, id, document: change(document) }))
    const real = changes.filter(({ document }, i) => encode(document) !== targets[i]?.body)
    if (real.length > 0) store.write(real)
    return { updated: real.length, upsert_id: null }
  }

  const replacement =
    (data: Document) =>
    (document: Document): Document => ({ _id: document['_id'], ...data })

  function merge(data: Document, filter: Document) {
    // Fields that are no operators are set; that is what `merge` means.
    const update: Document = {}
    const plain: Document = {}
    for (const [key, value] of Object.entries(data)) (key.startsWith('$') ? update : plain)[key] = value
    if (Object.keys(plain).length > 0) update['$set'] = { ...plain, ...(isObject(update['$set']) ? update['$set'] : {}) }
    return (document: Document): Document => {
      try {
        return applyUpdate(document, update, filter, now())
      } catch (error) {
        throw error instanceof UpdateError ? new CloudError('DATABASE_REQUEST_FAILED', error.message) : error
      }
    }
  }

  // A document in a transaction's hands is waited for, and the query asked again.
  async function unlockedTargets(collection: Collection, filter: Document, limit: number, report: Report): Promise<Stored[]> {
    for (let attempt = 0; ; attempt++) {
      const targets = select(collection, filter, [], 0, limit, attempt === 0 ? report : undefined)
      // The id of a document that a transaction is adding has no record yet.
      const ids = [...targets.map(({ id }) => id), ...('_id' in filter ? [idKey(filter['_id'])] : [])]
      if (!ids.some((id) => transactions.isLocked(collection, id))) return targets
      await transactions.unlocked(collection, ids)
    }
  }

  function refuseWhole(action: string, collection: Collection, parameters: Parameters, report: Report): void {
    if (parameters['queryType'] === 'WHERE' && Object.keys(decodeObject(parameters['query'], now())).length === 0) {
      report('no-index', `${collection.name}: ${action} of the whole collection`)
    }
  }

  async function remove(parameters: Parameters, report: Report): Promise<Document> {
    const collection = collectionOf(parameters, report)
    const filter = decodeObject(parameters['query'], now())
    const transaction = parameters['queryType'] === 'DOC' ? transactionOf(parameters) : undefined
    if (transaction) {
      const id = idKey(filter['_id'])
      if (!transaction.read(collection, id)) return { deleted: 0 }
      transaction.write(collection, id, undefined)
      return { deleted: 1 }
    }
    const targets = await unlockedTargets(collection, filter, parameters['multi'] === true ? Infinity : 1, report)
    if (targets.length > 0) store.write(targets.map(({ id }) => ({ collection, id })))
    return { deleted: targets.length }
  }

  async function modifyAndReturn(parameters: Parameters, report: Report): Promise<Document> {
    const collection = collectionOf(parameters, report)
    const filter = decodeObject(parameters['query'], now())
    const change = merge(decodeObject(parameters['data'], now()), filter)
    const transaction = transactionOf(parameters)
    if (transaction) {
      const target = transaction.all(collection).find(compileFilter(filter))
      if (!target) return { updated: 0, doc: null }
      const changed = change(target)
      transaction.write(collection, recordId(target), changed)
      return { updated: 1, doc: encode(changed) }
    }
    const target = (await unlockedTargets(collection, filter, 1, report))[0]
    if (!target) return { updated: 0, doc: null }
    const document = change(target.document)
    if (encode(document) !== target.body) store.write([{ collection, id: target.id, document }])
    return { updated: Number(encode(document) !== target.body), doc: encode(document) }
  }

  function runAggregate(parameters: Parameters, report: Report): Document {
    const collection = collectionOf(parameters, report)
    const stages = (parameters['stages'] as { stageKey: string; stageValue: string }[]).map(({ stageKey, stageValue }) => ({
      [stageKey]: decodeObject(`{"value":${stageValue}}`, now())['value'],
    }))
    const { filter, sort, skip, limit, rest } = leading(stages)
    for (const stage of rest) checkLookup(stage, report)
    const bounded = limit < Infinity || isObject(filter['_id']) || typeof filter['_id'] === 'string'
    if (!bounded && !rest.some((stage) => Object.keys(stage).some((name) => bounding.has(name)))) {
      report('no-limit', `${collection.name}: aggregate without a limit: ${describe(filter, sort)}`)
    }
    const first = select(collection, filter, sort, skip, limit, report)
    // Only the documents themselves are shared; mingo's stages make new objects.
    const result = aggregate(
      first.map(({ document }) => document),
      rest,
      (name) => [...collectionOf({ collectionName: name }, report).records.values()].map(({ document }) => document),
    )
    return { list: answer(result.map(asStored), undefined) }
  }

  function checkLookup(stage: Document, report: Report): void {
    const lookup = stage['$lookup']
    if (!isObject(lookup) || typeof lookup['foreignField'] !== 'string') return
    const from = collectionOf({ collectionName: lookup['from'] }, report)
    const { unserved } = choosePlan({ [lookup['foreignField']]: 'x' }, [], from.indexes)
    if (unserved) report('no-index', `${from.name}: $lookup by ${lookup['foreignField']}: ${unserved}`)
  }

  function update(parameters: Parameters, report: Report): Promise<Document> {
    refuseWhole('update', collectionOf(parameters, report), parameters, report)
    return modify(parameters, report)
  }

  const actions: Record<string, (parameters: Parameters, report: Report) => Document | Promise<Document>> = {
    'database.getDocument': (parameters, report) => ({ data: get(parameters, report) }),
    'database.insertDocument': async (parameters, report) => ({ data: await insert(parameters, report) }),
    'database.modifyDocument': async (parameters, report) => ({ data: await update(parameters, report) }),
    'database.modifyAndReturnDoc': async (parameters, report) => ({ data: await modifyAndReturn(parameters, report) }),
    'database.removeDocument': async (parameters, report) => {
      refuseWhole('remove', collectionOf(parameters, report), parameters, report)
      return { data: await remove(parameters, report) }
    },
    'database.calculateDocument': (parameters, report) => {
      const collection = collectionOf(parameters, report)
      const filter = decodeObject(parameters['query'], now())
      const whole = Object.keys(filter).length === 0
      return { data: { total: whole ? collection.records.size : select(collection, filter, [], 0, Infinity, report).length } }
    },
    'database.aggregateDocuments': (parameters, report) => ({ data: runAggregate(parameters, report) }),
    'database.addCollection': (parameters) => {
      const name = parameters['collectionName']
      if (typeof name !== 'string' || !/^[A-Za-z_][\w-]{0,63}$/.test(name))
        throw new CloudError('INVALID_PARAM', 'not a name for a collection')
      if (store.collection(name)) throw new CloudError('DATABASE_COLLECTION_ALREADY_EXIST', `Table exist: ${name}`)
      store.addCollection(name)
      return {}
    },
    'database.startTransaction': () => ({ transactionId: transactions.start().id }),
    'database.commitTransaction': (parameters) => {
      transactions.commit(String(parameters['transactionId']))
      return { committed: 1 }
    },
    'database.abortTransaction': (parameters) => {
      transactions.abort(String(parameters['transactionId']))
      return { aborted: 1 }
    },
    'database.getInTransaction': (parameters, report) => {
      const document = transactions
        .get(String(parameters['transactionId']))
        .read(collectionOf(parameters, report), idKey(parameters['_id']))
      return { data: encode(document ?? null) }
    },
    'database.updateDocInTransaction': (parameters, report) => {
      const collection = collectionOf(parameters, report)
      const transaction = transactions.get(String(parameters['transactionId']))
      const id = idKey(parameters['_id'])
      const document = transaction.read(collection, id)
      const data = decodeObject(parameters['data'], now())
      if (!document && parameters['upsert'] !== true) return { updated: encode(0), upserted: null }
      const change = Object.keys(data).some((key) => key.startsWith('$')) ? merge(data, {}) : replacement(data)
      transaction.write(collection, id, change(document ?? { _id: parameters['_id'] }))
      return document
        ? { updated: encode(1), upserted: null }
        : { updated: encode(0), upserted: JSON.stringify([{ _id: parameters['_id'] }]) }
    },
    'database.deleteDocInTransaction': (parameters, report) => {
      const collection = collectionOf(parameters, report)
      const transaction = transactions.get(String(parameters['transactionId']))
      const id = idKey(parameters['_id'])
      if (!transaction.read(collection, id)) return { deleted: encode(0) }
      transaction.write(collection, id, undefined)
      return { deleted: encode(1) }
    },
  }

  return {
    async handle(action, parameters, report) {
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!run) throw new CloudError('INVALID_PARAM', `unknown action ${action}`)
      return run(parameters, report)
    },
  }
}

function duplicate({ name }: Collection, id: unknown): CloudError {
  return new CloudError(
    'DATABASE_DUPLICATE_WRITE',
    `multiple write errors: [{write errors: [{E11000 duplicate key error collection: ${name} index: _id_ dup key: { _id: ${JSON.stringify(id)} }}]}]`,
  )
}

const asStored = (document: Document): Stored => ({ id: '', document, body: '' })

function answer(records: Stored[], projection: Document | undefined): string[] {
  const list = projection
    ? project(
        records.map(({ document }) => document),
        projection,
      ).map(encode)
    : records.map(({ body, document }) => body || encode(document))
  let size = 0
  for (const text of list) size += Buffer.byteLength(text)
  if (size > maximumResponse) throw new CloudError('DATABASE_REQUEST_FAILED', 'query result size exceeds the limit of 16 MB')
  return list
}

function sortOf(order: unknown): Sort {
  const sort = decodeObject(order, 0)
  return Object.entries(sort).map(([path, direction]) => [path, direction === -1 || direction === 'desc' ? -1 : 1])
}

// The stages at the beginning that a query with an index can do: $match, then $sort, $skip, $limit in that order.
function leading(stages: Document[]): { filter: Document; sort: Sort; skip: number; limit: number; rest: Document[] } {
  const rest = [...stages]
  const take = (name: string): unknown => (rest[0] && Object.hasOwn(rest[0], name) ? rest.shift()?.[name] : undefined)
  const filters: Document[] = []
  for (let match = take('$match'); match !== undefined; match = take('$match')) filters.push(match as Document)
  const filter = filters.length === 1 ? (filters[0] as Document) : filters.length === 0 ? {} : { $and: filters }
  const sort = Object.entries((take('$sort') ?? {}) as Record<string, 1 | -1>) as Sort
  const skip = Number(take('$skip') ?? 0)
  const limit = Number(take('$limit') ?? Infinity)
  return { filter, sort, skip, limit, rest }
}

function describe(filter: Document, sort: Sort): string {
  return JSON.stringify(filter) + (sort.length > 0 ? ` sorted by ${JSON.stringify(Object.fromEntries(sort))}` : '')
}
