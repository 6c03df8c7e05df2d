/** Lets `promise` run on its own, on purpose; a failure goes to `report` and never becomes an unhandled rejection. */
export function drop(promise: Promise<unknown>, report: (thrown: unknown) => void): void {
  promise.catch(report);
}
