import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { FolderFaults, guzhen, readFolder } from '../../tools/town/folder'
import { faultsOfTown } from '../../tools/town/check'
import { readMadeUp } from '../../tools/town/madeUp'

function throwAll(faults: string[]): void {
  if (faults.length > 0) throw new FolderFaults(faults)
}

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
  const { villages, organisations, services, groups, programmes, contracts, catalogue, places } = readFolder()
  assert.equal(villages.length, 13)
  assert.equal(villages.filter(({ office }) => office.endsWith('居民委员会')).length, 1)
  // 22 social organisations, and the town's own centre where leaders receive.
  assert.equal(organisations.length, 23)
  assert.equal(services.fields.length, 9)
  assert.deepEqual(new Set(organisations.map(({ field }) => field)), new Set(services.fields.map(({ id }) => id)))
  assert.equal(groups.length, 12)
  assert.ok(places.places.length >= 150)
  assert.deepEqual(new Set(places.places.map(({ village }) => village)), new Set(villages.map(({ code }) => code)))
  const [homecare] = programmes
  assert.equal(homecare?.categories.length, 12)
  assert.deepEqual(
    homecare.levels.map(({ name }) => name),
    ['能力完好', '能力轻度受损（轻度失能）', '能力中度受损（中度失能）', '能力重度受损（重度失能）', '能力完全丧失（完全失能）'],
    'GB/T 42195',
  )
  assert.match(contracts.note ?? '', /虚构/)
  const reception = services.services.find(({ id }) => id === 'reception')
  assert.deepEqual([reception?.monthly?.day, reception?.monthly?.beside], [15, 'law'])
  assert.ok(catalogue.items.length >= 220)
  assert.ok(new Set(catalogue.items.map(({ departments }) => departments[0])).size >= 22, 'departments that lead')
  assert.equal(new Set(catalogue.items.map(({ standard }) => standard)).size, catalogue.standards.length)
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

test('each fault is named by file and line', () => {
  const road = 'catalogue/road.json'
  const cases: [file: string, edit: (text: string) => string, fault: string][] = [
    ['town.json', (text) => text.replace('"longitude": 113.19', '"longitude": "113.19"'), 'town.json:4: centre.longitude: '],
    ['town.json', () => '{', 'town.json:1: is no JSON: a closing } is missing'],
    ['town.json', (text) => text.replace('"古镇镇",', '"古镇镇"'), 'town.json:3: is no JSON: a comma is missing before this'],
    ['town.json', (text) => text.replace('"code"', '"name": "x",\n  "code"'), 'town.json:3: "name" is there twice in the same object'],
    ['villages.json', (text) => text.replace('442000105201', '42'), 'villages.json:3: [1].code: must be the twelve digits'],
    [
      road,
      (text) => text.replace('"works,', '"wroks,').replace('["works"', '["wroks"'),
      'catalogue/road.json:2: [0].departments[0]: "wroks" is not in departments.json',
    ],
    [
      road,
      (text) => text.replace('"standard": "c1"', '"standard": "z9"'),
      'catalogue/road.json:2: [0].standard: "z9" is not in the standards',
    ],
    [road, (text) => text.replace('"emergency": "110"', '"emergency": "911"'), 'catalogue/road.json:6: [4].emergency: '],
    [
      road,
      (text) => text.replace('"emergency": "110", ', ''),
      'catalogue/road.json:6: [4].emergency: an emergency names the number to call first',
    ],
    [
      road,
      (text) => text.replace('"id": "pothole"', '"id": "lamp"'),
      'catalogue/light.json:2: [0].id: "lamp" is there twice, first in catalogue/road.json:5',
    ],
    [road, (text) => text.replace('"promise": 8', '"promise": 7'), 'catalogue/road.json:2: [0].hours: the promise must leave time'],
    [
      road,
      (text) => text.replace('"kind": "text"', '"kind": "choice"'),
      'catalogue/road.json:2: [0].questions[0].options: a choice lists its options',
    ],
    [road, (text) => text.replace('"near": 25', '"near": 9000'), 'catalogue/road.json:2: [0].near: '],
    [road, (text) => text.replace('"井盖",', '"井盖", "井盖",'), 'catalogue/road.json:2: [0].words[1]: "井盖" is there twice'],
    [
      road,
      (text) => text.replace('"first": "cell"', '"frist": "cell"'),
      'catalogue/road.json:2: [0].frist: is not a field that is known here',
    ],
    [
      'catalogue.json',
      (text) => text.replace('"id": "road"', '"id": "raod"'),
      'catalogue.json:27: classes[0].id: there is no catalogue/raod.json',
    ],
    ['catalogue.json', (text) => text.replace('"id": "road"', '"id": "raod"'), 'catalogue/road.json:1: "road" is not among the classes'],
    [
      'services.json',
      (text) => text.replace('"programme": "homecare"', '"programme": "homcare"'),
      'services.json:17: services[0].price.programme: "homcare" is not in programmes.json',
    ],
    [
      'services.json',
      (text) => text.replace(', "starts": ["09:00", "10:00", "14:00", "15:30"]', ''),
      'services.json:14: services[0].starts: a visit says at what times it may begin',
    ],
    [
      'services.json',
      (text) => text.replace('"14:00", "15:30"', '"14:00", "24:30"'),
      'services.json:17: services[0].starts[3]: must be a time',
    ],
    [
      'services.json',
      (text) => text.replace('"after": ["smartphone"]', '"after": ["legal-advice"]'),
      'services.json:97: services[16].after[0]: "legal-advice" is not in the other classes',
    ],
    [
      'programmes.json',
      (text) => text.replace('"destitute"', '"rich"'),
      'programmes.json:9: [0].categories[4].group: "rich" is not in groups.json',
    ],
    ['programmes.json', (text) => text.replace('"share": 0.7', '"share": 7'), 'programmes.json:6: [0].categories[1].share: '],
    [
      'contracts.json',
      (text) => text.replace('"organisation": "linli"', '"organisation": "mingli"'),
      'contracts.json:4: contracts[0].programme: "mingli" offers nothing that it pays for',
    ],
    [
      'contracts.json',
      (text) => text.replace('"until": "2027-02-28"', '"until": "2025-02-28"'),
      'contracts.json:4: contracts[0].until: must not be before the first day',
    ],
    ['contracts.json', (text) => text.replace('"until": "2027-02-28"', '"until": "2027-02-30"'), 'contracts.json:4: contracts[0].until: '],
    [
      'organisations.json',
      (text) => text.replace('"id": "linli"', '"id": "a-name-far-too-long-for-an-id"'),
      'organisations.json:2: [0].id: must be at most 18 characters',
    ],
    ['services.json', (text) => text.replace('"yuan": 60', '"yuan": -1'), 'services.json:17: services[0].price.yuan: '],
    [
      'organisations.json',
      (text) => text.replace('"id": "songhe"', '"id": "linli"'),
      'organisations.json:3: [1].id: "linli" is there twice, first in organisations.json:2',
    ],
    [
      'organisations.json',
      (text) => text.replace('"cleaning"', '"dancing"'),
      'organisations.json:2: [0].services[0]: "dancing" is not in services.json',
    ],
    [
      'places.json',
      (text) => text.replace('"longitude": 113.18311', '"longitude": 113.3'),
      'places.json:4: places[0].village: "古镇社区居民委员会" lies in no cell of "442000105001"',
    ],
    ['places.json', (text) => text.replace('"古镇居委"', '"古镇居委会"'), 'places.json:4: places[0].other[1]: "古镇居委会" is there twice'],
    ['places.json', (text) => text.replace('442000105001', '442000105999'), 'places.json:4: places[0].village: "442000105999" is not in'],
    ['grids.geojson', (text) => text.replace('"level":"cell"', '"level":"zell"'), 'grids.geojson:19: features[14].properties.level: '],
    ['town.json', (text) => text.replace('"name"', '"nmae"'), 'town.json:2: nmae: is not a field that is known here'],
  ]
  for (const [file, edit, fault] of cases) {
    const faults = faultsAfter(file, edit)
    assert.ok(
      faults.some((line) => line.startsWith(fault)),
      `${fault}\n${faults.join('\n')}`,
    )
  }
})

test('several faults are told at once, also in several files', () => {
  const faults = faultsAfter('villages.json', (text) => text.replace('"古四村"', '""').replace('442000105203', 'x'))
  assert.equal(faults.length, 2)
})

test('what the demonstration is made from is checked alike, also that it names what the town has', () => {
  const rosters = (edit: (text: string) => string) => faultsAfter('made-up/rosters.json', edit, (folder) => throwAll(faultsOfTown(folder)))
  assert.match(
    rosters((text) => text.replace('"skills": ["law"]', '"skills": ["dance"]')).join('\n'),
    /^made-up\/rosters\.json:\d+: organisations\.mingli\[0\]\.skills\[0\]: "dance" is not in what mingli offers.*\n.*offers what needs "law", and nobody can do it/,
  )
  assert.match(rosters((text) => text.replace('"late"]', '"later"]'))[0] ?? '', /"later" is not in weeks/)
  assert.match(
    rosters((text) => text.replace('{ "village": "442000105212"', '{ "village": "442000105211"')).join('\n'),
    /"442000105211" is there twice\n.*"442000105212" has no adviser/,
  )

  const faults = faultsAfter('made-up/people.json', (text) => text.replace('"members": 958', '"members": "many"'), readMadeUp)
  assert.match(faults[0] ?? '', /^made-up\/people\.json:\d+: members: /)
})

test('the command checks a folder, tells the lines and fails when something is wrong', () => {
  const command = (folder: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', join('tools', 'town', 'command.ts'), 'check', folder], { encoding: 'utf8' })
  const good = command(guzhen)
  assert.equal(good.status, 0, good.stdout + good.stderr)
  assert.match(
    good.stdout,
    /308 items in 18 classes, 35 departments, 25 services, 23 organisations, 4 programmes, 11 contracts, 162 places. No fault found/,
  )
  const folder = mkdtempSync(join(tmpdir(), 'town-'))
  try {
    cpSync(guzhen, folder, { recursive: true })
    rmSync(join(folder, 'groups.json'))
    writeFileSync(join(folder, 'departments.json'), '[\n  { "id": "works", "name": "", "phone": "12" }\n]')
    const bad = command(folder)
    assert.equal(bad.status, 1)
    assert.match(bad.stdout, /^groups\.json: is missing$/m)
    assert.match(bad.stdout, /^departments\.json:2: \[0\]\.name: must not be empty$/m)
    assert.match(bad.stdout, /^departments\.json:2: \[0\]\.phone: must be a mobile number/m)
    assert.match(bad.stdout, /^3 faults in /m)
  } finally {
    rmSync(folder, { recursive: true })
  }
  assert.equal(command(join(folder, 'nowhere')).status, 2)
})
