/**
 * Owns workspaces (the tenants), their counters, and the directory that finds a workspace before it is known.
 * Promises that a workspace exists wholly or not at all. Does not know people or conversations.
 */
export { createWorkspace } from './create.ts'
export { addEntry, allWorkspaces, directoryKey, lookUp, removeEntries, type DirectoryKind } from './directory.ts'
export { renameWorkspace } from './rename.ts'
