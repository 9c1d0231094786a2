const quoted = /(["'`])(?:[A-Za-z]:\\|\/)(?:(?!\1).)*?([^\\/"'`]*)\1/g
const bare = /(?<=^|[\s(])(?:[A-Za-z]:\\|\/)(?:[^\s\\/,)]+[\\/])+([^\s\\/:,)]*)/g

/**
 * A sentence without where things lie on the server, which is nothing to a district: of each absolute path its last
 * part stays. The log and the command line have the whole of it.
 */
export function unplaced(sentence: string): string {
  return sentence.replaceAll(quoted, '$1$2$1').replaceAll(bare, '$1')
}
