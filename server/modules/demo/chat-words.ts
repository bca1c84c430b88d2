/** What a visitor of the chat says, in the form that the chat's own route stores and connectors/web-chat reads. */
export const chatWords = (words: {
  clientKey: string
  visitorId: string
  name: string
  text: string
  files: { id: string; name: string; contentType: string }[]
  at: Date
}): Buffer => {
  const { at, ...rest } = words
  return Buffer.from(
    JSON.stringify({ ...rest, signed: null, language: null, writtenAt: at.toISOString(), page: null, wantsPerson: false, isUnproven: false }),
  )
}
