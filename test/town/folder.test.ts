import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { FolderFaults, guzhen, readFolder } from '../../tools/town/folder'
import { readMadeUp } from '../../tools/town/madeUp'

/** A copy of the town with one file changed, and what reading it says. */
function faultsAfter(file: string, edit: (text: string) => string, read: (folder: string) => unknown = readFolder): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'town-'))
  try {
    cpSync(guzhen, folder, { recursive: true })
    writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), 'utf8')))
    read(folder)
    return []
  } catch (error) {
    assert.ok(error instanceof FolderFaults)
    return error.faults
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the folder is a valid town', () => {
  assert.equal(readFolder().town.name, '古镇镇')
})

test('the numbers of the real town', () => {
  const { villages, organisations, services, groups, catalogue } = readFolder()
  assert.equal(villages.length, 13)
  assert.equal(villages.filter(({ office }) => office.endsWith('居民委员会')).length, 1)
  assert.equal(organisations.length, 22)
  assert.equal(services.fields.length, 9)
  assert.deepEqual(new Set(organisations.map(({ field }) => field)), new Set(services.fields.map(({ id }) => id)))
  assert.equal(groups.length, 12)
  assert.ok(catalogue.items.length >= 45)
  for (const { id } of services.services)
    assert.ok(
      organisations.some((organisation) => organisation.services.includes(id)),
      `nobody offers ${id}`,
    )
})

test('what threatens life names the number to call first', () => {
  const { items } = readFolder().catalogue
  for (const id of ['fire', 'gas', 'person-hurt', 'wire', 'flood']) assert.ok(items.find((item) => item.id === id)?.emergency, id)
})

test('each fault is named by file and path', () => {
  const cases: [file: string, edit: (text: string) => string, fault: string][] = [
    ['town.json', (text) => text.replace('"longitude": 113.19', '"longitude": "113.19"'), 'town.json: centre.longitude: '],
    ['town.json', () => '{', 'town.json: is no JSON: '],
    ['villages.json', (text) => text.replace('442000105201', '42'), 'villages.json: [1].code: must be the twelve digits'],
    [
      'catalogue.json',
      (text) => text.replace('"class": "road"', '"class": "raod"'),
      'catalogue.json: items[0].class: "raod" is not in classes',
    ],
    ['catalogue.json', (text) => text.replace('"emergency": "110"', '"emergency": "911"'), 'catalogue.json: items[2].emergency: '],
    [
      'services.json',
      (text) => text.replace('"destitute"', '"rich"'),
      'services.json: services[0].price.entitled[0].groups: "rich" is not in groups.json',
    ],
    ['services.json', (text) => text.replace('"yuan": 60', '"yuan": -1'), 'services.json: services[0].price.yuan: '],
    ['organisations.json', (text) => text.replace('"id": "songhe"', '"id": "linli"'), 'organisations.json: id: "linli" is there twice'],
    [
      'organisations.json',
      (text) => text.replace('"cleaning"', '"dancing"'),
      'organisations.json: [0].services: "dancing" is not in services.json',
    ],
    ['grids.geojson', (text) => text.replace('"level":"cell"', '"level":"zell"'), 'grids.geojson: features[14].properties.level: '],
    ['town.json', (text) => text.replace('"name"', '"nmae"'), 'town.json: Unrecognized key: "nmae"'],
  ]
  for (const [file, edit, fault] of cases) {
    const faults = faultsAfter(file, edit)
    assert.ok(
      faults.some((line) => line.startsWith(fault)),
      `${fault}\n${faults.join('\n')}`,
    )
  }
})

test('several faults are told at once', () => {
  const faults = faultsAfter('villages.json', (text) => text.replace('"古四村"', '""').replace('442000105203', 'x'))
  assert.equal(faults.length, 2)
})

test('what the demonstration is made from is checked alike', () => {
  const faults = faultsAfter('made-up/people.json', (text) => text.replace('"members": 958', '"members": "many"'), readMadeUp)
  assert.ok(faults[0]?.startsWith('made-up/people.json: members: '), faults[0])
})
