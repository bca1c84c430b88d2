/** The agents named in a note as "@Name". Of two names of which one begins with the other, the longer one is meant. Pure. */
export function mentionedIn(text: string, agents: readonly { id: string; name: string }[]): string[] {
  let rest = text
  const found: string[] = []
  for (const agent of agents.toSorted((a, b) => b.name.length - a.name.length)) {
    const mark = `@${agent.name}`
    if (!agent.name || !rest.includes(mark)) continue
    found.push(agent.id)
    rest = rest.replaceAll(mark, ' ')
  }
  return found
}
