/** An export or an import that comes to nothing: what is wrong, where, and what to do, in a sentence or two. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused';
}
