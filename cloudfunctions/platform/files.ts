import { createHmac } from 'node:crypto'
import type { Photo, Voice } from '../domain/matter'
import { refuse, done } from '../domain/result'
import type { Result } from '../domain/result'
import { uploadFolder } from '../domain/uploads'
import { checkPicture } from './contentCheck'
import { describe, log } from './log'
import { withoutMetadata } from './metadata'
import { derivedKey } from './seal'
import { cloud } from './sdk'

/** What a file is told to be by its first bytes, by the ending of its name. */
type Kinds = Record<string, (bytes: Buffer) => boolean>
const pictures: Kinds = {
  jpg: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  png: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  webp: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
}
const sounds: Kinds = {
  mp3: (bytes) => bytes.toString('latin1', 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0),
  m4a: (bytes) => bytes.toString('latin1', 4, 8) === 'ftyp',
  wav: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE',
}
const mostBytes = 10 * 1024 * 1024

async function read(file: string, kinds: Kinds): Promise<{ bytes: Buffer; ending: string } | undefined> {
  try {
    const { fileContent: bytes } = await cloud.downloadFile({ fileID: file })
    const ending = Object.keys(kinds).find((kind) => kinds[kind]?.(bytes))
    return ending !== undefined && bytes.length <= mostBytes ? { bytes, ending } : undefined
  } catch (error) {
    log('error', 'file not readable', describe(error))
    return undefined
  }
}

/**
 * A real picture, kept without its metadata under a name of our own: what was checked can't be changed afterwards by who uploaded it, and the
 * name does not tell others who that was. The upload loses its metadata as well.
 */
async function takePicture(file: string): Promise<string | undefined> {
  const taken = await read(file, pictures)
  if (!taken) return undefined
  const { bytes, ending } = taken
  try {
    const clean = withoutMetadata(bytes)
    if (!clean.equals(bytes)) await cloud.uploadFile({ cloudPath: pathOf(file), fileContent: clean })
    return await putFile(`pictures/${unguessable(clean)}.${ending}`, clean)
  } catch (error) {
    log('error', 'picture not cleaned', describe(error))
    return undefined
  }
}

function pathOf(file: string): string {
  return file.replace(/^cloud:\/\/[^/]*\//, '')
}

function ownedBy(file: string, person: string): boolean {
  const path = pathOf(file)
  return path.startsWith(`${uploadFolder(person)}/`) && !path.includes('..')
}

/** Takes what a client says it uploaded: must be the caller's own, be pictures indeed, lose their metadata, and go to WeChat's check. No database operation. */
export async function takePhotos(files: string[], caller: { person: string; openid: string }): Promise<Result<Photo[]>> {
  if (files.length === 0) return done([])
  if (!files.every((file) => ownedBy(file, caller.person))) return refuse('FILE_NOT_YOURS')
  const kept = (await Promise.all(files.map(takePicture))).filter((file) => file !== undefined)
  if (kept.length < files.length) return refuse('FILE_REFUSED')
  const { fileList } = (await cloud.getTempFileURL({ fileList: kept })) as { fileList: { tempFileURL: string }[] }
  const traces = await Promise.all(fileList.map(({ tempFileURL }) => checkPicture(caller.openid, tempFileURL)))
  return done(kept.map((file, at): Photo => ({ file, check: 'pending', ...(traces[at] === undefined ? {} : { trace: traces[at] }) })))
}

export async function takeVoice(voice: Voice | undefined, caller: { person: string }): Promise<Result<Voice | undefined>> {
  if (!voice) return done(undefined)
  if (!ownedBy(voice.file, caller.person)) return refuse('FILE_NOT_YOURS')
  const taken = await read(voice.file, sounds)
  if (!taken) return refuse('FILE_REFUSED', '这段语音打不开，请重新录一段')
  return done({ ...voice, file: await putFile(`sounds/${unguessable(taken.bytes)}.${taken.ending}`, taken.bytes) })
}

/** Part of a file's name that nobody can guess who does not know the content, and that is the same for the same content. */
export function unguessable(content: string | Buffer): string {
  return createHmac('sha256', derivedKey('files')).update(content).digest('hex').slice(0, 32)
}

/** Keeps a file that the town made itself and answers its id. */
export async function putFile(path: string, content: Buffer): Promise<string> {
  const { fileID } = (await cloud.uploadFile({ cloudPath: path, fileContent: content })) as { fileID: string }
  return fileID
}
