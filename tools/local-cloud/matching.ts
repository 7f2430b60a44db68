// MongoDB's semantics: mingo, with what it lacks or does differently.
import { Aggregator } from 'mingo/aggregator'
import { Context } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import * as stages from 'mingo/operators/pipeline'
import * as projections from 'mingo/operators/projection'
import * as queries from 'mingo/operators/query'
import * as windows from 'mingo/operators/window'
import { Query } from 'mingo/query'
import { updateOne } from 'mingo/updater'
import { clone, isObject, type Document } from './documents'
import { expressionCorrections, queryCorrections, stageCorrections } from './mingo-corrections'
import { geoQueries, geoStages } from './geo'
import { updateDocument } from './update'

// The first to name an operator wins, so ours come before mingo's.
const context = Context.init({
  query: { ...queries, ...queryCorrections, ...geoQueries } as never,
  expression: { ...expressions, ...expressionCorrections },
  pipeline: { ...stages, ...stageCorrections, ...geoStages },
  accumulator: accumulators,
  projection: projections,
  window: windows,
})

export type Matcher = (document: Document) => boolean

export function compileFilter(filter: Document): Matcher {
  if (Object.keys(filter).length === 0) return () => true
  const query = new Query(filter, { context })
  return (document) => query.test(document)
}

export function project(documents: Document[], projection: Document | undefined): Document[] {
  if (!projection || Object.keys(projection).length === 0) return documents
  return new Query({}, { context }).find<Document>(documents, projection).all()
}

const positionalPath = /\.\$(\.|\[|$)/

// The document after the update; the one given stays as it is. Positional paths (`items.$.done`) are mingo's.
export function applyUpdate(document: Document, update: Document, filter: Document, now: number): Document {
  if (!Object.values(update).some((fields) => isObject(fields) && Object.keys(fields).some((path) => positionalPath.test(path)))) {
    return updateDocument(document, update, now, (condition, value) => compileFilter(condition)(value as Document))
  }
  const changed = clone(document)
  updateOne([changed], filter as never, clone(update) as never, { cloneMode: 'deep' }, { context })
  return changed
}

export function aggregate(documents: Iterable<Document>, pipeline: Document[], resolve: (collection: string) => Document[]): Document[] {
  return new Aggregator(pipeline, { context, collectionResolver: resolve }).run(documents as never)
}
