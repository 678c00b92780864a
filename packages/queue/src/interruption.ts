/** The reason given with the signal to a job that shall run again elsewhere, as opposed to one that was cancelled. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}
