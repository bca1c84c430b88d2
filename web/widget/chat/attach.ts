import { address, authorization, Refusal } from './api.ts'

const longestSide = 1600
export const mostBytes = 10 * 1024 * 1024

/** A photograph made as small as a screen needs: visitors pay for their bytes. Other files, and those that do not get smaller, stay as they are. */
export async function shrink(file: File): Promise<{ name: string; type: string; content: Blob }> {
  const asIs = { name: file.name, type: file.type, content: file as Blob }
  if (!/^image\/(jpeg|png|webp|heic|heif|avif)$/.test(file.type)) return asIs
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
    if (scale === 1 && file.size < 500_000) return asIs
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    // A PNG may have see-through parts, which JPEG would paint black.
    const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg'
    const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85))
    if (!content || content.size >= file.size) return asIs
    return { name: type === 'image/jpeg' ? file.name.replace(/\.\w+$/, '') + '.jpg' : file.name, type, content }
  } catch {
    return asIs
  }
}

/** Uploads one file and resolves with its id. XMLHttpRequest, because fetch tells nothing about how far it is. */
export function upload(file: { name: string; content: Blob }, onPercent: (percent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address('/files'))
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.upload.addEventListener('progress', ({ loaded, total }) => onPercent(Math.round((loaded / Math.max(total, 1)) * 100)))
    request.addEventListener('load', () => {
      if (request.status === 201) return resolve((JSON.parse(request.responseText) as { id: string }).id)
      let code = ''
      try {
        code = (JSON.parse(request.responseText) as { code: string }).code
      } catch {
        // A proxy's own answer.
      }
      reject(new Refusal(request.status, code, Number(request.getResponseHeader('retry-after') ?? 0) * 1000))
    })
    request.addEventListener('error', () => reject(new Refusal(0, 'unreachable')))
    request.send(file.content)
  })
}
